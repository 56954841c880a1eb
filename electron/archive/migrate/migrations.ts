import { CANCELLED, ProblemError } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';
import { lockImport } from '../import-lock.ts';
import type { NodeStore } from '../store/node-store.ts';
import { findEarlierFiles } from './earlier-files.ts';
import type { MigrationTools } from './migrate-month.ts';
import { migrateNode } from './migrate-node.ts';
import { migrationFailed, migrationRunning } from './migration-problems.ts';

/** Takes over what earlier versions of this program left in the archive, once a process and node. */
export interface Migrations {
  /**
   * To be called before a question about nodes is answered and before an import takes a node's lock. Takes over what can
   * be at once; where another process has the lock, what is there is answered and {@link problems} says so. Costs one look
   * into the folder where nothing is to be done, the first time only. Does not reject.
   */
  ready(nodes: readonly string[]): Promise<void>;
  /** The same for who holds the node's lock; what failed before is tried again. Does not reject. */
  readyLocked(node: string): Promise<void>;
  /** What could not be taken over, and what is being. */
  problems(): readonly Problem[];
  /** Stops what runs; the next process goes on. */
  close(): Promise<void>;
}

/** What migrations need of the archive. */
export type MigrationsTools = Omit<MigrationTools, 'store' | 'signal' | 'progress'> & {
  readonly storeOf: (node: string) => NodeStore;
  /** Told how far each is, from the first row to its end. */
  readonly watch?: (state: MigrationState) => void;
};

/** How far the archive of a node is taken over. */
export interface MigrationState {
  readonly node: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** The month that is taken over, `YYYY-MM`, and of its requests how many were. */
  readonly month: string;
  readonly done: number;
  readonly total: number;
}

type Outcome = { readonly ok: boolean; readonly problems: readonly Problem[] };

/** Makes the migrations of a workspace; nothing is looked at before it is asked for. */
export function createMigrations({ storeOf, watch, ...tools }: MigrationsTools): Migrations {
  const outcomes = new Map<string, Outcome>();
  const running = new Map<string, Promise<void>>();
  const underWay = new Map<string, Problem>();
  const stop = new AbortController();

  async function migrate(node: string): Promise<void> {
    let far: Omit<MigrationState, 'state'> | null = null;
    const ended = (state: MigrationState['state']): void => {
      if (far !== null) watch?.({ ...far, done: state === 'done' ? far.total : far.done, state });
    };
    try {
      const problems = await migrateNode({
        ...tools,
        store: storeOf(node),
        signal: stop.signal,
        progress(month, done, total) {
          far = { node, month, done, total };
          watch?.({ ...far, state: 'running' });
          underWay.set(node, migrationRunning(node, ` (${done} of ${total} requests of ${month})`));
        },
      });
      outcomes.set(node, { ok: true, problems });
      ended('done');
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === CANCELLED) {
        ended('cancelled');
        return;
      }
      ended('failed');
      outcomes.set(node, { ok: false, problems: [migrationFailed(node, error)] });
    } finally {
      underWay.delete(node);
    }
  }

  async function migrateInLock(node: string): Promise<void> {
    if ((await findEarlierFiles(storeOf(node).folder)) === null) {
      underWay.delete(node);
      outcomes.set(node, { ok: true, problems: [] });
      return;
    }
    let release: () => Promise<void>;
    try {
      release = await lockImport(tools.places, node, 'taking over the archive of an earlier version', 0);
    } catch (error) {
      // Asked again next time, unless it is not that somebody else has the lock.
      if (error instanceof ProblemError && error.problem.code === 'import_running')
        underWay.set(node, migrationRunning(node, ' by another process'));
      else outcomes.set(node, { ok: false, problems: [migrationFailed(node, error)] });
      return;
    }
    try {
      await migrate(node);
    } finally {
      await release();
    }
  }

  /** One at a time of each node; whoever asks meanwhile waits for it. */
  function once(node: string, run: (node: string) => Promise<void>): Promise<void> {
    const known = running.get(node);
    if (known !== undefined) return known;
    const started = run(node).finally(() => running.delete(node));
    running.set(node, started);
    return started;
  }

  return {
    async ready(nodes) {
      if (stop.signal.aborted) return;
      const left = nodes.filter((node) => !outcomes.has(node));
      await Promise.all(left.map((node) => once(node, migrateInLock)));
    },
    async readyLocked(node) {
      // One that cannot get the lock, because it is held here.
      await running.get(node);
      if (outcomes.get(node)?.ok !== true) await once(node, migrate);
    },
    problems: () => [...[...outcomes.values()].flatMap(({ problems }) => problems), ...underWay.values()],
    async close() {
      stop.abort();
      await Promise.all(running.values());
    },
  };
}

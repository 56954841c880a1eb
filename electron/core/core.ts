import type { TaskState, WorkspacePart } from '../../shared/contract/answers.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../shared/contract/contract.ts';
import type { NodeEntry } from '../../shared/fleet/node.ts';
import type { Result } from '../../shared/result.ts';
import { openArchive } from '../archive/archive.ts';
import { createCoverageService } from '../archive/coverage/coverage-service.ts';
import { explained } from '../archive/coverage/explained.ts';
import { createFactsReader } from '../archive/coverage/facts-reader.ts';
import { createEventHandlers } from '../archive/events/events-service.ts';
import { migrationTask } from '../archive/migrate/migration-task.ts';
import { createArchiveService } from '../archive/service.ts';
import { createReplayService } from '../replay/replay-service.ts';
import { createSqlHandlers } from '../archive/sql/sql-handlers.ts';
import { adoptPlan } from '../changes/change-store.ts';
import { createAdapters } from '../gateways/adapters.ts';
import { redact } from '../gateways/http/redact.ts';
import { createGroupCosts } from '../workspace/group-costs.ts';
import type { CoreDependencies } from './handlers.ts';
import type { Clock, SecretStore } from './ports.ts';
import { createRouter } from './router.ts';
import { createWorkspaceServices } from './workspace-services.ts';
import type { ArchiveFleet } from '../archive/archive-fleet.ts';

export interface CoreOptions {
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly events: {
    readonly taskChanged: (state: TaskState) => void;
    readonly workspaceChanged: (part: WorkspacePart) => void;
  };
  /** Resolves when the nodes can be asked; left out: they can be now. */
  readonly nodesUp?: Promise<void>;
  /** Takes a line for the log, redacted. */
  readonly log: (line: string) => void;
}

/** The core on one workspace: the same behind the window and behind the command line. */
export interface Core {
  /** A call by its name, as it comes from the window. Never rejects. */
  handle(name: string, args: unknown, options?: { readonly task?: string }): Promise<Result<unknown>>;
  /** A call, typed. Never rejects. */
  call<K extends CoreCallName>(
    name: K,
    args: CallArgs<K>,
    options?: { readonly task?: string },
  ): Promise<Result<CallAnswer<K>>>;
  /** Adds a node whose key is found outside of the keychain. Rejects with `node_exists`. */
  addNode(entry: NodeEntry): Promise<void>;
  /** Takes in a plan that was written to a file; resolves with its id. Rejects when it is not a plan. */
  adoptPlan(file: string): Promise<string>;
  /** Cancels what runs and resolves when nothing is open any more. */
  close(): Promise<void>;
}

/** Opens the core. Costs little: files and the database are opened when they are first asked for. */
export function createCore(options: CoreOptions): Core {
  const { workspace, clock } = options;
  const facts = createFactsReader(
    workspace,
    () => services.entries(),
    () => clock.now(),
  );
  const events: CoreOptions['events'] = {
    taskChanged: options.events.taskChanged,
    workspaceChanged(part) {
      if (part !== 'archive') facts.forget();
      options.events.workspaceChanged(part);
    },
  };
  const dependencies: CoreDependencies = {
    workspace,
    secrets: options.secrets,
    clock,
    events,
    adapter: createAdapters({ now: () => clock.now() }),
    nodesUp: options.nodesUp ?? Promise.resolve(),
  };
  const stored = openArchive(workspace, {
    now: () => clock.now(),
    migrating: (state) => events.taskChanged(migrationTask(state)),
  });
  const services = createWorkspaceServices(dependencies, stored);
  const fleet: ArchiveFleet = {
    nodes: async () => (await services.entries()).map(({ name }) => name),
    entry: services.entry,
    connect: services.connect,
  };
  const archive = explained(stored, { facts: (node) => facts.read(node), now: () => clock.now() });
  const audit = createArchiveService({
    ...dependencies,
    ...fleet,
    archive,
    facts: (node) => facts.read(node),
    groupCosts: createGroupCosts(options.workspace, services.entries, services.snapshots),
  });
  const { close: closeArchive, ...auditHandlers } = audit;
  const sql = createSqlHandlers({ workspace, clock, coverage: () => archive.coverage() });
  const handlers = {
    ...services.handlers,
    ...auditHandlers,
    ...sql.handlers,
    ...createCoverageService({ ...dependencies, ...fleet, archive, facts: (node) => facts.read(node) }),
    ...createEventHandlers({ ...dependencies, ...fleet }),
    ...createReplayService({
      workspace,
      archive,
      entries: services.entries,
      snapshots: services.snapshots,
      recordKept: () => events.workspaceChanged('replays'),
    }),
  };
  const router = createRouter(handlers, events, (call, error) => {
    options.log(
      redact(`${call}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    );
  });

  return {
    handle: (name, args, callOptions) => router.handle(name, args, callOptions),
    async call<K extends CoreCallName>(name: K, args: CallArgs<K>, callOptions?: { readonly task?: string }) {
      // The router answers each name with the answer the contract gives it; the cast only undoes its widening.
      return (await router.handle(name, args, callOptions)) as Result<CallAnswer<K>>;
    },
    addNode: (entry) => services.addNode(entry),
    adoptPlan: (file) => adoptPlan(workspace, file),
    async close() {
      await router.close();
      await sql.close();
      await closeArchive();
    },
  };
}

import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import type { Clock } from '../../core/ports.ts';
import type { HandlersOf } from '../../core/handlers.ts';
import { archivePlaces, stamp } from '../places.ts';
import { openStores } from '../query/stores.ts';
import { createSqlRunner } from './runner.ts';
import type { RunnerOptions } from './runner.ts';
import { SQL_TABLES } from './tables.ts';

/** What questions in SQL need. */
export interface SqlDependencies {
  /** Absolute path of the workspace. */
  readonly workspace: string;
  readonly clock: Clock;
  /** What the archive holds and lacks. */
  readonly coverage: () => Promise<readonly NodeCoverage[]>;
  readonly runner?: Pick<RunnerOptions, 'script' | 'idleMs'>;
}

/** Makes the handlers of `query.*`. */
export function createSqlHandlers({ workspace, clock, coverage, runner: options }: SqlDependencies): {
  readonly handlers: HandlersOf<'query'>;
  readonly close: () => Promise<void>;
} {
  const places = archivePlaces(workspace);
  const now = (): string => stamp(clock.now());
  const runner = createSqlRunner({ stamp: now, ...options });
  return {
    handlers: {
      async 'query.run'({ sql, from, until, limit, timeoutMs }, { signal, progress }) {
        const began = performance.now();
        progress({ label: 'Asking the archive', unit: 'rows' });
        const nodes = await openStores(places, 0, now).nodes();
        const order = {
          sql,
          span: {
            fromMs: from === undefined ? Number.MIN_SAFE_INTEGER : Date.parse(from),
            untilMs: until === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(until),
          },
          limit,
          nodes: nodes.map((node) => ({ node, folder: places.folder(node) })),
          // Worked out only for who asks for it.
          coverage: /coverage/i.test(sql) ? await coverage() : [],
        };
        const answer = await runner.run(order, signal, timeoutMs);
        return { ...answer, tookMs: Math.round(performance.now() - began) };
      },
      'query.schema': async () => ({ tables: SQL_TABLES }),
    },
    close: () => runner.close(),
  };
}

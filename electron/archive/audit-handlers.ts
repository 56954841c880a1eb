import { requestsCsv } from '../../shared/audit/requests-csv.ts';
import { formatNano } from '../../shared/cost/money.ts';
import type { HandlersOf } from '../core/handlers.ts';
import type { Archive } from './archive.ts';
import type { EventHandlers } from './events/events-service.ts';

/** The calls of the request log; those of events stand apart. */
export type RequestHandlers = Omit<HandlersOf<'audit'>, keyof EventHandlers>;

/** Makes the calls of the request log. */
export function createAuditHandlers(
  archive: Pick<Archive, 'requests' | 'coverageOf' | 'record' | 'problems' | 'steady'>,
  nodes: () => Promise<readonly string[]>,
): RequestHandlers {
  return {
    'audit.page': async ({ filter, sort, descending, offset, limit }) => {
      const began = performance.now();
      const page = await archive.steady(async () => {
        const found = await archive.requests.find(filter);
        return {
          rows: found.page({ sort, descending }, offset, limit),
          total: found.total,
          spend: formatNano(found.nano()),
          coverage: await archive.coverageOf(filter, await nodes()),
          problems: await archive.problems(),
        };
      });
      return { ...page, tookMs: Math.round(performance.now() - began) };
    },

    'audit.record': ({ node, id }, { signal, progress }) =>
      archive.record(node, id, {
        signal,
        progress: (done, total, file) =>
          progress({ label: `Looking for a record in ${file ?? 'its file'}`, unit: 'bytes', done, total }),
      }),

    'audit.csv': async ({ filter, sort, descending, columns, limit }) => {
      const { found, rows } = await archive.steady(async () => {
        const all = await archive.requests.find(filter);
        return { found: all, rows: all.page({ sort, descending }, 0, limit) };
      });
      return {
        suggestedName: 'requests.csv',
        text: requestsCsv(rows, columns),
        rows: rows.length,
        cut: found.total > rows.length,
      };
    },

    'audit.values': ({ field, filter, prefix, limit }) =>
      archive.steady(() => archive.requests.values(field, filter ?? { where: [] }, prefix ?? '', limit)),
  };
}

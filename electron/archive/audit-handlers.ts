import { requestsCsv } from '../../shared/audit/requests-csv.ts';
import { formatFemto } from '../../shared/cost/money.ts';
import { cancelled } from '../../shared/result.ts';
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
    'audit.page': async ({ filter, sort, descending, offset, limit }, { signal }) => {
      const began = performance.now();
      const stop = stopOf(signal, 'The search for requests');
      const page = await archive.steady(async () => {
        const found = await archive.requests.find(filter, stop);
        return {
          rows: await found.page({ sort, descending }, offset, limit, stop),
          total: found.total,
          spend: formatFemto(await found.femto(stop)),
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

    'audit.csv': async ({ filter, sort, descending, columns, limit }, { signal }) => {
      const stop = stopOf(signal, 'The export of requests');
      const { found, rows } = await archive.steady(async () => {
        const all = await archive.requests.find(filter, stop);
        return { found: all, rows: await all.page({ sort, descending }, 0, limit, stop) };
      });
      return {
        suggestedName: 'requests.csv',
        text: requestsCsv(rows, columns),
        rows: rows.length,
        cut: found.total > rows.length,
      };
    },

    'audit.values': ({ field, filter, prefix, limit }, { signal }) =>
      archive.steady(() =>
        archive.requests.values(
          field,
          filter ?? { where: [] },
          prefix ?? '',
          limit,
          stopOf(signal, `The search for values of ${field}`),
        ),
      ),
  };
}

function stopOf(signal: AbortSignal, what: string): () => void {
  return () => {
    if (signal.aborted) throw cancelled(what);
  };
}

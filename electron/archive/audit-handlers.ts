import { valueOf } from '../../shared/audit/fields.ts';
import { foldText } from '../../shared/audit/matching.ts';
import { compareRows } from '../../shared/audit/order.ts';
import { requestsCsv } from '../../shared/audit/requests-csv.ts';
import { formatNano } from '../../shared/cost/money.ts';
import type { HandlersOf } from '../core/handlers.ts';
import type { Archive } from './archive.ts';
import type { EventHandlers } from './events/events-service.ts';

/** The calls of the request log; those of events stand apart. */
export type RequestHandlers = Omit<HandlersOf<'audit'>, keyof EventHandlers>;

/** Makes the calls of the request log. */
export function createAuditHandlers(archive: Pick<Archive, 'requests' | 'coverage'>): RequestHandlers {
  return {
    'audit.page': async ({ filter, sort, descending, offset, limit }) => {
      const began = performance.now();
      const { rows, problems } = await archive.requests(filter);
      const ordered = rows.toSorted((a, b) => compareRows(a, b, { sort, descending }));
      return {
        rows: ordered.slice(offset, offset + limit),
        total: rows.length,
        spend: formatNano(rows.reduce((sum, { spendNano }) => sum + BigInt(spendNano ?? 0), 0n)),
        coverage: await archive.coverage(),
        problems,
        tookMs: Math.round(performance.now() - began),
      };
    },

    'audit.record': async ({ node, id }) => {
      const { rows } = await archive.requests({ node, where: [{ field: 'id', op: 'is', value: id }] });
      const [row] = rows;
      return {
        record: row === undefined ? null : JSON.stringify(row),
        from: 'archive',
        where: node,
        why:
          row === undefined ? 'The archive holds no such request.' : 'The archive keeps no link to its file.',
      };
    },

    'audit.csv': async ({ filter, sort, descending, columns, limit }) => {
      const { rows } = await archive.requests(filter);
      const ordered = rows.toSorted((a, b) => compareRows(a, b, { sort, descending })).slice(0, limit);
      return {
        suggestedName: 'requests.csv',
        text: requestsCsv(ordered, columns),
        rows: ordered.length,
        cut: rows.length > limit,
      };
    },

    'audit.values': async ({ field, filter, prefix, limit }) => {
      const { rows } = await archive.requests(filter ?? { where: [] });
      const found = new Map<string, { name: string | null; requests: number }>();
      for (const row of rows) {
        const value = valueOf(row, field);
        const name = field === 'teamId' ? row.teamAlias : field === 'key' ? row.keyAlias : null;
        for (const text of typeof value === 'object' && value !== null ? value : [String(value ?? '')]) {
          found.set(text, {
            name: name ?? found.get(text)?.name ?? null,
            requests: (found.get(text)?.requests ?? 0) + 1,
          });
        }
      }
      const wanted = foldText(prefix ?? '');
      const values = [...found]
        .map(([value, { name, requests }]) => ({ value, name, requests }))
        .filter(({ value, name }) => [value, name ?? ''].some((text) => foldText(text).startsWith(wanted)))
        .toSorted((a, b) => b.requests - a.requests || (a.value < b.value ? -1 : 1));
      return { values: values.slice(0, limit), total: values.length };
    },
  };
}

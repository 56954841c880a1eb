import type { AdminEvent } from '../../../shared/audit/events.ts';
import { valueOf } from '../../../shared/audit/fields.ts';
import type { FieldName } from '../../../shared/audit/fields.ts';
import { filterInterval } from '../../../shared/audit/filter.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { foldText, matches } from '../../../shared/audit/matching.ts';
import { compareRows } from '../../../shared/audit/order.ts';
import { requestsCsv } from '../../../shared/audit/requests-csv.ts';
import type { SavedView } from '../../../shared/audit/saved-view.ts';
import type { FieldValues } from '../../../shared/contract/answers.ts';
import { formatNano } from '../../../shared/cost/money.ts';
import { fakeAuditRows, fakeCoverage } from './archive.ts';
import type { FakeHandlers } from '../fake-handlers.ts';

/** How many requests the fake archive holds. */
export const AUDIT_TOTAL = 1_240;

/** The calls of the request log over some rows, answered as the core would, by what a filter and an order mean. */
export function fakeAuditAnswers(
  rows: readonly AuditRow[] = fakeAuditRows(AUDIT_TOTAL),
  events: readonly AdminEvent[] = fakeEvents(),
): Pick<FakeHandlers, Extract<keyof FakeHandlers, `audit.${string}`>> {
  return {
    'audit.page': ({ filter, sort = 'startMs', descending = true, offset, limit }) => {
      const found = rows.filter((row) => matches(row, filter));
      return {
        rows: found.toSorted((a, b) => compareRows(a, b, { sort, descending })).slice(offset, offset + limit),
        total: found.length,
        spend: formatNano(found.reduce((sum, { spendNano }) => sum + BigInt(spendNano ?? 0), 0n)),
        coverage: fakeCoverage().filter(({ node }) => filter.node === undefined || node === filter.node),
        tookMs: 18,
        problems: [],
      };
    },
    'audit.record': ({ node, id }) => {
      const row = rows.find((one) => one.node === node && one.id === id);
      return {
        record: row === undefined ? null : `{"request_id":"${id}","spend":0.00640000,"metadata":{"a":[1,2]}}`,
        from: 'file',
        where: `logs/${node}-october.jsonl:1207`,
        why: null,
      };
    },
    'audit.csv': ({ filter, sort = 'startMs', descending = true, columns, limit = 100_000 }) => {
      const found = rows
        .filter((row) => matches(row, filter))
        .toSorted((a, b) => compareRows(a, b, { sort, descending }));
      return {
        suggestedName: 'requests.csv',
        text: requestsCsv(found.slice(0, limit), columns),
        rows: Math.min(limit, found.length),
        cut: found.length > limit,
      };
    },
    'audit.values': ({ field, filter, prefix = '', limit = 100 }) =>
      valuesOf(
        rows.filter((row) => filter === undefined || matches(row, filter)),
        field,
        prefix,
        limit,
      ),
    'audit.fetchEvents': () => ({ fetched: [{ node: 'prod-eu', events: 2, why: null }], failed: [] }),
    'audit.events': ({ from, until, node }) => {
      const { fromMs, untilMs } = filterInterval({ from, until });
      return {
        events: events.filter((event) => {
          const at = Date.parse(event.at);
          return at >= fromMs && at < untilMs && (node === undefined || node === event.node);
        }),
        sources: [
          {
            node: 'prod-eu',
            source: 'snapshots',
            from: '2026-10-01T00:00:00Z',
            until: '2026-10-31T00:00:00Z',
            why: 'What was changed and changed back between two pulls is not seen.',
          },
        ],
      };
    },
  };
}

/** The calls of saved views, which remember what was saved. */
export function fakeViewAnswers(
  kept: readonly SavedView[] = [],
): Pick<FakeHandlers, Extract<keyof FakeHandlers, `views.${string}`>> {
  let views = kept;
  return {
    'views.list': () => ({ views }),
    'views.save': ({ view }) => {
      views = [...views.filter(({ name }) => name !== view.name), view];
      return { views };
    },
    'views.remove': ({ name }) => {
      views = views.filter((view) => view.name !== name);
      return { views };
    },
  };
}

/** Two events between the newest requests of {@link fakeAuditRows}, newest first. */
export function fakeEvents(): AdminEvent[] {
  return [
    {
      at: '2026-10-20T12:58:00Z',
      after: null,
      node: 'prod-eu',
      source: 'gateway',
      actor: 'kim@northwind.example',
      action: 'update',
      kind: 'team',
      id: 't-03',
      name: 'support-bots',
      detail: 'The budget went from $200 to $400.',
      fields: [{ path: 'budget.limit', before: 200, after: 400 }],
    },
    {
      at: '2026-10-20T12:56:30Z',
      after: '2026-10-20T06:00:00Z',
      node: 'prod-us',
      source: 'snapshots',
      actor: null,
      action: 'delete',
      kind: 'key',
      id: 'sk-hash-t-01',
      name: 'payments-old',
      detail: '',
      fields: [],
    },
  ];
}

function valuesOf(rows: readonly AuditRow[], field: FieldName, prefix: string, limit: number): FieldValues {
  const counts = new Map<string, { name: string | null; requests: number }>();
  for (const row of rows) {
    const value = valueOf(row, field);
    const texts = typeof value === 'object' && value !== null ? value : [String(value ?? '')];
    const name = field === 'teamId' ? row.teamAlias : field === 'key' ? row.keyAlias : null;
    for (const text of texts) counts.set(text, { name, requests: (counts.get(text)?.requests ?? 0) + 1 });
  }
  const wanted = foldText(prefix);
  const values = [...counts]
    .map(([value, rest]) => ({ value, ...rest }))
    .filter(({ value, name }) => [value, name ?? ''].some((text) => foldText(text).startsWith(wanted)))
    .toSorted((a, b) => b.requests - a.requests);
  return { values: values.slice(0, limit), total: values.length };
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import type { AuditQuery } from '../../../electron/archive/audit-filter.ts';
import type { AuditRow, LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { formatNano } from '../../../shared/cost/money.ts';
import { distinctRequests, makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const ALL: AuditQuery = {
  filter: { month: '2026-10' },
  offset: 0,
  limit: 500,
  sort: 'startMs',
  descending: true,
};

async function archiveOf(nodes: Readonly<Record<string, readonly LoggedRequest[]>>) {
  const archive = openArchive(await temporaryFolder());
  for (const [node, rows] of Object.entries(nodes)) {
    await archive.importPages(node, sourceOf([rows]), quietWork());
  }
  return archive;
}

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const anyQuery: fc.Arbitrary<AuditQuery> = fc.record({
  filter: fc.record({
    month: fc.constantFrom('2026-09', '2026-10', '2026-11'),
    node: optional(fc.constantFrom('eu', 'us', 'none')),
    teamId: optional(fc.constantFrom('', 'team-1', 'unknown')),
    model: optional(fc.constantFrom('', 'gpt-4o')),
    user: optional(fc.constantFrom('', 'user-1')),
    key: optional(fc.constantFrom('', 'a1')),
    outcome: optional(fc.constantFrom('ok', 'failed')),
    day: optional(fc.constantFrom('2026-10-10', '2026-10-31')),
    text: optional(fc.constantFrom('', 'SEARCH', 'логи', 'ЛОГИ', 'café', 'CAFÉ', 'gpt', 'a', '%', "'")),
  }),
  offset: fc.nat(6),
  limit: fc.integer({ min: 1, max: 8 }),
  sort: fc.constantFrom('startMs', 'spendNano', 'durationMs', 'promptTokens', 'completionTokens'),
  descending: fc.boolean(),
});

/** What a filter means, said plainly. */
function matches(row: AuditRow, { filter }: AuditQuery): boolean {
  const iso = new Date(row.startMs).toISOString();
  const texts = [row.id, row.teamId, row.teamAlias ?? '', row.keyAlias ?? '', row.user, row.model];
  const wanted = filter.text?.toLowerCase() ?? '';
  return (
    iso.startsWith(filter.month) &&
    (filter.node === undefined || filter.node === row.node) &&
    (filter.teamId === undefined || filter.teamId === row.teamId) &&
    (filter.model === undefined || filter.model === row.model) &&
    (filter.user === undefined || filter.user === row.user) &&
    (filter.key === undefined || filter.key === row.key) &&
    (filter.outcome === undefined || (filter.outcome === 'ok') === row.ok) &&
    (filter.day === undefined || iso.startsWith(filter.day)) &&
    texts.some((text) => text.toLowerCase().includes(wanted))
  );
}

function inOrder(rows: readonly AuditRow[], { sort, descending }: AuditQuery): readonly AuditRow[] {
  const value = (row: AuditRow) => row[sort] ?? -1;
  return [...rows].sort((a, b) => {
    if (value(a) !== value(b)) return (value(a) - value(b)) * (descending ? -1 : 1);
    return `${a.id} ${a.node}` < `${b.id} ${b.node}` ? -1 : 1;
  });
}

describe('a page of the audit table', () => {
  test('holds what its filter, order and place say, and sums all that matches', async () => {
    await fc.assert(
      fc.asyncProperty(
        distinctRequests,
        distinctRequests,
        fc.array(anyQuery, { minLength: 30, maxLength: 30 }),
        async (eu, us, queries) => {
          const archive = await archiveOf({ eu, us });
          const rows = [
            ...eu.map((request) => ({ node: 'eu', ...request })),
            ...us.map((request) => ({ node: 'us', ...request })),
          ];
          for (const query of queries) {
            const found = inOrder(
              rows.filter((row) => matches(row, query)),
              query,
            );
            const spend = found.reduce((sum, { spendNano }) => sum + BigInt(spendNano ?? 0), 0n);
            expect(await archive.auditPage(query)).toEqual({
              rows: found.slice(query.offset, query.offset + query.limit),
              total: found.length,
              spend: formatNano(spend),
              problems: [],
            });
          }
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);

  test('finds part of a request id, whatever its case', async () => {
    const archive = await archiveOf({ eu: [makeRequest({ id: 'ChatCmpl-18D6' }), makeRequest({ id: 'x' })] });
    const page = await archive.auditPage({ ...ALL, filter: { month: '2026-10', text: 'cmpl-18d' } });
    expect(page.rows.map(({ id }) => id)).toEqual(['ChatCmpl-18D6']);
  });

  test('gives back text that no database text can hold with a mark in its place', async () => {
    const odd = { teamId: 'a\0b', user: 'half \uD83D', errorMessage: '\0', extra: { note: 'x\0y' } };
    const archive = await archiveOf({ eu: [makeRequest(odd)] });
    const again = await archive.importPages('eu', sourceOf([[makeRequest(odd)]]), quietWork());
    expect(again).toMatchObject({ repeated: 1, updated: 0 });
    const { rows } = await archive.auditPage({ ...ALL, filter: { month: '2026-10', teamId: 'a\0b' } });
    expect(rows[0]).toMatchObject({
      teamId: 'a\uFFFDb',
      user: 'half \uFFFD',
      errorMessage: '\uFFFD',
      extra: { note: 'x\0y' },
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { compareRows } from '../../../shared/audit/order.ts';
import { anyOrder } from '../../helpers/filters.ts';
import { distinctRequests, makeRequest } from '../../helpers/requests.ts';

const rows = distinctRequests.map((all): readonly AuditRow[] =>
  all.map((row, index) => ({ node: index % 2 === 0 ? 'eu' : 'us', ...row })),
);
const row = (id: string, given: Partial<AuditRow> = {}): AuditRow => ({
  node: 'eu',
  ...makeRequest({ id }),
  ...given,
});
const ids = (all: readonly AuditRow[]) => all.map(({ id }) => id);

describe('the order of requests', () => {
  it('is one and the same, whatever order they come in', () => {
    fc.assert(
      fc.property(rows, anyOrder, (all, order) => {
        const sorted = all.toSorted((a, b) => compareRows(a, b, order));
        const again = all.toReversed().toSorted((a, b) => compareRows(a, b, order));
        expect(again).toEqual(sorted);
      }),
    );
  });

  it('puts what is not said below zero', () => {
    const all = [row('a', { spendNano: 0 }), row('b', { spendNano: null }), row('c', { spendNano: 5 })];
    const sorted = (descending: boolean) =>
      ids(all.toSorted((a, b) => compareRows(a, b, { sort: 'spendNano', descending })));
    expect(sorted(false)).toEqual(['b', 'a', 'c']);
    expect(sorted(true)).toEqual(['c', 'a', 'b']);
  });

  it('is the newest first where the values are equal, then by id and by node, in both directions', () => {
    const { startMs } = row('a');
    const all = [row('b'), row('a', { node: 'us' }), row('a'), row('c', { startMs: startMs + 1 })];
    for (const descending of [false, true]) {
      const sorted = all.toSorted((a, b) => compareRows(a, b, { sort: 'model', descending }));
      expect(sorted.map(({ id, node }) => `${id} ${node}`)).toEqual(['c eu', 'a eu', 'a us', 'b eu']);
    }
  });

  it('knows texts, flags and tags', () => {
    const first = (sort: 'user' | 'ok' | 'tags', a: Partial<AuditRow>, b: Partial<AuditRow>) =>
      compareRows(row('x', a), row('a', b), { sort, descending: false });
    expect(first('user', { user: 'a' }, { user: 'b' })).toBeLessThan(0);
    expect(first('ok', { ok: false }, { ok: true })).toBeLessThan(0);
    expect(first('tags', { tags: ['a', 'b'] }, { tags: ['a', 'c'] })).toBeLessThan(0);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  countResults,
  groupByNode,
  nodesOf,
} from '../../../../renderer/features/changes/operation-groups.ts';
import { summarise, type Change, type Operation } from '../../../../shared/plan/plan.ts';

const operation = fc.record({
  node: fc.constantFrom('eu', 'us', 'batch'),
  action: fc.constantFrom('create' as const, 'update' as const, 'delete' as const),
  name: fc.string(),
});
const operations = fc
  .array(operation, { maxLength: 30 })
  .map((all) =>
    all.map((one, index): Operation => ({ ...one, id: String(index + 1), kind: 'team', fields: [] })),
  );

function changeOf(all: readonly Operation[]): Pick<Change, 'plan' | 'results'> {
  return {
    plan: {
      format: 1,
      id: 'c',
      madeAt: '2026-10-24T09:30:00Z',
      mode: 'merge',
      bases: [],
      operations: all,
      summary: summarise(all),
      warnings: [],
    },
    results: all.slice(0, 3).map(({ id }) => ({ operation: id, status: 'verified' })),
  };
}

describe('operations by node', () => {
  it('loses none, doubles none, keeps their order, and counts add up', () => {
    fc.assert(
      fc.property(operations, (all) => {
        const groups = groupByNode(changeOf(all));
        expect(groups.map(({ node }) => node)).toEqual(nodesOf(all));
        for (const { node, rows, summary } of groups) {
          const own = all.filter((one) => one.node === node);
          expect(rows.map((row) => row.operation)).toEqual(own);
          expect(summary).toEqual(summarise(own));
        }
      }),
    );
  });

  it('gives every operation its result, and "waiting" where there is none yet', () => {
    fc.assert(
      fc.property(operations, (all) => {
        const change = changeOf(all);
        const rows = groupByNode(change).flatMap((group) => group.rows);
        for (const { operation: one, result } of rows) {
          expect(result.operation).toBe(one.id);
          expect(result.status).toBe(Number(one.id) <= 3 ? 'verified' : 'waiting');
        }
        expect(countResults(change.results).get('verified') ?? 0).toBe(Math.min(3, all.length));
      }),
    );
  });
});

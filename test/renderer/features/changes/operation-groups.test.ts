import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  countResults,
  filterRows,
  groupRows,
  nodesOf,
  otherWarnings,
  rowsOf,
} from '../../../../renderer/features/changes/operation-groups.ts';
import { levelOf } from '../../../../shared/plan/order.ts';
import { summarise, type Change, type Operation } from '../../../../shared/plan/plan.ts';

const operation = fc.record({
  node: fc.constantFrom('eu', 'us', 'batch'),
  action: fc.constantFrom('create' as const, 'update' as const, 'delete' as const),
  kind: fc.constantFrom('budget' as const, 'model' as const, 'team' as const, 'key' as const),
  name: fc.string(),
});
const operations = fc
  .array(operation, { maxLength: 30 })
  .map((all) => all.map((one, index): Operation => ({ ...one, id: String(index + 1), fields: [] })));

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
        const groups = groupRows(rowsOf(changeOf(all)));
        expect(groups.map(({ node }) => node)).toEqual(nodesOf(all));
        for (const { node, rows, summary } of groups) {
          const own = all.filter((one) => one.node === node);
          expect(rows.map((row) => row.operation)).toEqual(own);
          expect(summary).toEqual(summarise(own));
          const steps = groups.find((group) => group.node === node)?.steps ?? [];
          expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
          const inSteps = steps.flatMap((step) => step.rows.map((row) => row.operation));
          expect(new Set(inSteps)).toEqual(new Set(own));
          const levels = inSteps.map(levelOf);
          expect(levels).toEqual(levels.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('gives every operation its result, and "waiting" where there is none yet', () => {
    fc.assert(
      fc.property(operations, (all) => {
        const change = changeOf(all);
        const rows = rowsOf(change);
        for (const { operation: one, result } of rows) {
          expect(result.operation).toBe(one.id);
          expect(result.status).toBe(Number(one.id) <= 3 ? 'verified' : 'waiting');
        }
        expect(countResults(change.results).get('verified') ?? 0).toBe(Math.min(3, all.length));
      }),
    );
  });

  it('keeps a step’s number when only a part of the plan is looked at', () => {
    const all = [
      { node: 'eu', kind: 'budget', action: 'create', name: 'small' },
      { node: 'eu', kind: 'team', action: 'create', name: 'search' },
    ].map((one, index) => ({ ...one, id: String(index), fields: [] }) as Operation);
    const rows = rowsOf(changeOf(all));
    const teams = filterRows(rows, { text: 'team', action: 'all' });
    expect(groupRows(teams, rows)[0]?.steps).toMatchObject([{ number: 2, kinds: ['team'], deletes: false }]);
  });

  it('narrows by action and by words in the node, kind, name and fields', () => {
    const all: Operation[] = [
      { id: '1', node: 'eu', kind: 'team', action: 'create', name: 'Search', fields: [] },
      {
        id: '2',
        node: 'us',
        kind: 'key',
        action: 'delete',
        name: 'batch',
        fields: [{ path: 'budget.limit', before: '1' }],
      },
    ];
    const found = (text: string, action: 'all' | 'create' | 'delete' = 'all') =>
      filterRows(rowsOf(changeOf(all)), { text, action }).map((row) => row.operation.id);
    expect(found('')).toEqual(['1', '2']);
    expect(found('search eu')).toEqual(['1']);
    expect(found('BUDGET')).toEqual(['2']);
    expect(found('', 'delete')).toEqual(['2']);
    expect(found('search', 'delete')).toEqual([]);
  });
});

describe('what a plan brings with it', () => {
  it('stands beside the operation that it speaks of; the rest is told apart', () => {
    const all: Operation[] = ['eu', 'us'].map((node, index) => ({
      id: String(index + 1),
      node,
      kind: 'team',
      action: 'update',
      name: 'search',
      fields: [],
    }));
    const change = changeOf(all);
    const plan = {
      ...change.plan,
      warnings: [
        { node: 'us', message: 'On us "search" can no longer use gpt-4o.' },
        { node: 'us', message: 'The config file of us owns the model "search-2".' },
        { message: 'Nobody is in charge.' },
      ],
    };
    const rows = rowsOf({ ...change, plan });
    expect(rows.map(({ consequences }) => consequences.length)).toEqual([0, 1]);
    expect(otherWarnings(plan, rows).map(({ message }) => message)).toEqual([
      'The config file of us owns the model "search-2".',
      'Nobody is in charge.',
    ]);
  });
});

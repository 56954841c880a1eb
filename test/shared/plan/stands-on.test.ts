import { describe, expect, it } from 'vitest';

import { changeOffers } from '../../../shared/plan/change-offers.ts';
import { chooseIds } from '../../../shared/plan/chosen-ids.ts';
import type { Change, Operation, OperationStatus, Plan } from '../../../shared/plan/plan.ts';
import { standsOn } from '../../../shared/plan/stands-on.ts';

function operation(given: Partial<Operation>): Operation {
  return { id: '1', node: 'eu', action: 'create', kind: 'team', name: 'a', fields: [], wanted: {}, ...given };
}

describe('standsOn', () => {
  const team = operation({ name: 'search', wanted: { id: 't1' } });
  const key = (wanted: Operation['wanted'] & object) => operation({ kind: 'key', name: 'k', wanted });

  it('holds for what names a lower one by its name or its id, at any depth', () => {
    expect(standsOn(key({ team: 'search' }), team)).toBe(true);
    expect(standsOn(key({ team: 't1' }), team)).toBe(true);
    expect(standsOn(key({ settings: { metadata: { list: ['x', 't1'] } } }), team)).toBe(true);
    expect(standsOn(key({ team: 'other' }), team)).toBe(false);
  });

  it('never holds upwards, sideways or between nodes', () => {
    expect(standsOn(team, key({ team: 't1' }))).toBe(false);
    expect(standsOn(operation({ name: 'b', wanted: { models: ['search'] } }), team)).toBe(false);
    expect(standsOn({ ...key({ team: 't1' }), node: 'us' }, team)).toBe(false);
  });

  it('holds for a deletion of what something else was to be moved away from', () => {
    const held = { kind: 'key', id: 'k1', name: 'k', owner: 'database', settings: {}, observed: {} } as const;
    const move = operation({
      action: 'update',
      kind: 'key',
      name: 'k',
      resourceId: 'k1',
      before: { ...held, fields: { team: 't1' } },
      wanted: { team: 't2' },
    });
    const { wanted: _, ...removal } = operation({ action: 'delete', name: 'search', resourceId: 't1' });
    expect(standsOn(removal, move)).toBe(true);
  });
});

describe('chooseIds', () => {
  const plan = (operations: readonly Operation[]): Plan => ({
    format: 1,
    id: 'p',
    madeAt: '2026-11-01T00:00:00.000Z',
    mode: 'merge',
    bases: [],
    operations,
    summary: { create: operations.length, update: 0, delete: 0 },
    warnings: [],
  });

  it('gives new teams an id, and lets new keys name it', () => {
    const operations = [
      operation({ name: 'search' }),
      operation({ kind: 'key', name: 'k', wanted: { team: 'search' } }),
      operation({ kind: 'budget', name: 'b' }),
    ];
    const chosen = chooseIds(
      plan(operations),
      () => 'litellm',
      () => 'new-id',
    );
    expect(chosen.operations.map(({ wanted }) => wanted)).toEqual([{ id: 'new-id' }, { team: 'new-id' }, {}]);
    expect(chosen.operations[1]?.fields).toEqual([{ path: 'team', after: 'new-id' }]);
  });

  it('leaves alone what has one, and gateways that choose by themselves', () => {
    const operations = [operation({ wanted: { id: 'mine' } })];
    expect(
      chooseIds(
        plan(operations),
        () => 'litellm',
        () => 'new-id',
      ).operations,
    ).toEqual(operations);
    const others = [operation({})];
    expect(
      chooseIds(
        plan(others),
        () => 'doubleword',
        () => 'new-id',
      ).operations,
    ).toEqual(others);
  });
});

describe('what is offered for a change', () => {
  const change = (status: Change['status'], ...results: OperationStatus[]): Change => ({
    id: 'c',
    status,
    plan: {} as Plan,
    results: results.map((result, index) => ({ operation: String(index), status: result })),
  });

  it.each([
    [change('planned', 'waiting'), false, false],
    [change('pushing', 'verified', 'sent'), false, false],
    [change('verified', 'verified'), false, true],
    [change('failed', 'verified', 'failed'), true, true],
    [change('interrupted', 'skipped', 'failed'), true, false],
    [change('interrupted', 'unknown'), true, true],
  ])('%#: going on %s, taking back %s', (given, resume, rollback) => {
    expect(changeOffers(given)).toEqual({ resume, rollback });
  });
});

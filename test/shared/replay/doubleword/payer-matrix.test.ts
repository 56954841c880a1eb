import { expect, test } from 'vitest';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { accessMatrix } from '../../../../shared/replay/access-matrix.ts';
import { doublewordState } from '../../../../shared/replay/doubleword/doubleword-state.ts';
import { NEWEST_DOUBLEWORD } from '../../../../shared/replay/doubleword/rules.ts';
import { replay } from '../../../../shared/replay/replay.ts';
import type { Combination } from '../../../../shared/replay/request-log.ts';
import { madeLog, resource } from '../made-log.ts';
import type { MadeCall } from '../made-log.ts';

const EVERYONE = '00000000-0000-0000-0000-000000000000';
const stateOf = (resources: readonly Resource[], combinations: readonly Combination[]) =>
  doublewordState(resources, combinations, NEWEST_DOUBLEWORD);
const group = (id: string, members: readonly string[], models: readonly string[], name = id) =>
  resource('team', id, { members: [...members], models: [...models] }, { name });
const REST = [
  ...['large', 'small', 'free'].map((name) => resource('model', `id-of-${name}`, {}, { name })),
  resource('user', 'u1', {}, { name: 'alice' }),
  resource('user', 'u2', {}, { name: 'bob' }),
  resource('user', 'u3', {}, { name: 'idle' }),
  resource('organization', 'o1', {}, { name: 'Example Ltd' }),
  group(EVERYONE, [], ['free'], 'Everyone'),
];
const HELD = [...REST, group('g', ['u1', 'u2', 'u3', 'o1'], ['large']), group('h', ['u2'], ['small'])];
const AFTER = [...REST, group('g', ['u1', 'u2', 'u3', 'o1'], []), group('h', ['u2'], ['small', 'large'])];

function matrixOf(calls: readonly MadeCall[], after: readonly Resource[] = AFTER) {
  const log = madeLog(calls.map((call) => ({ key: '', model: 'large', ...call })));
  const verdicts = {
    before: replay(log, stateOf(HELD, log.combinations)),
    after: replay(log, stateOf(after, log.combinations)),
  };
  return accessMatrix({ gateway: 'doubleword', log, held: HELD, after: [after], verdicts, stateOf });
}

test('has groups, then who paid: each by what it may call, a payer by all of their groups', () => {
  const found = matrixOf([
    { seconds: 1, team: 'g', user: 'u1' },
    { seconds: 2, team: '', user: 'u2' },
    { seconds: 3, team: 'g', user: 'o1' },
    { seconds: 4, team: '', user: '', outcome: 'refused' },
    { seconds: 5, team: '', user: 'gone', model: 'free' },
  ]);
  const column = found.models.indexOf('large');
  const large = found.rows.map(({ kind, name, cells }) => {
    const { before, after, requests, denied } = cells[column] ?? {};
    return [kind, name, before, after, requests, denied];
  });
  expect(large).toEqual([
    ['team', 'g', true, false, 2, 2],
    ['team', 'h', false, true, 0, 0],
    ['team', 'Everyone', false, false, 0, 0],
    ['organization', 'Example Ltd', true, false, 1, 1],
    ['user', 'alice', true, false, 1, 1],
    ['user', '', null, null, 1, 0],
    // Who is in both groups keeps it by the other one.
    ['user', 'bob', true, true, 1, 0],
    ['user', 'gone', null, null, 0, 0],
  ]);
  // Everyone may call what the group of everyone may, whoever it was.
  const free = found.models.indexOf('free');
  expect(found.rows.map(({ cells }) => cells[free]?.after)).toEqual(found.rows.map(() => true));
});

test('has a group that is yet to be made', () => {
  const after = [...AFTER, resource('team', '', { models: ['small'] }, { name: 'new' })];
  const { rows, models } = matrixOf([{ seconds: 1, user: 'u1', team: 'g' }], after);
  const made = rows.find(({ name }) => name === 'new');
  expect(made).toMatchObject({ kind: 'team', id: '' });
  expect(made?.cells[models.indexOf('small')]).toMatchObject({ before: null, after: true, requests: 0 });
});

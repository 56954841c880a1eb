import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { accessMatrix } from '../../../shared/replay/access-matrix.ts';
import type { AccessMatrix } from '../../../shared/replay/access-matrix.ts';
import { compareVerdicts } from '../../../shared/replay/compare-verdicts.ts';
import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { replay } from '../../../shared/replay/replay.ts';
import type { Combination } from '../../../shared/replay/request-log.ts';
import { litellmRules, madeLog, MODELS, resource } from './made-log.ts';
import type { MadeCall } from './made-log.ts';

const stateOf = (resources: readonly Resource[], combinations: readonly Combination[]) =>
  litellmState(resources, combinations, litellmRules(), 'UTC');

function matrixOf(
  calls: readonly MadeCall[],
  held: readonly Resource[],
  after: readonly Resource[],
): AccessMatrix {
  const log = madeLog(calls);
  const verdicts = {
    before: replay(log, stateOf(held, log.combinations)),
    after: replay(log, stateOf(after, log.combinations)),
  };
  return accessMatrix({ gateway: 'litellm', log, held, after: [after], verdicts, stateOf });
}

const team = (id: string, models: readonly string[], more = {}) =>
  resource('team', id, { models: [...models], ...more }, { name: `team ${id}` });
const key = (id: string, of: string) => resource('key', id, { team: of, models: ['*'] });
const HELD = [...MODELS, team('a', ['gpt-4o', 'claude']), team('b', ['claude']), key('ka', 'a')];

test('says who may call what before and after, with the requests of it that change', () => {
  const after = [...MODELS, team('a', ['claude']), team('b', ['claude', 'gpt-4o']), key('ka', 'a')];
  const found = matrixOf(
    [
      // Whose a key is says the node: rows of refused requests do not.
      { seconds: 1, team: '', key: 'ka', model: 'gpt-4o' },
      { seconds: 2, team: 'a', key: 'ka', model: 'gpt-4o' },
      { seconds: 3, team: 'b', key: 'lost', model: 'gpt-4o', outcome: 'refused' },
      { seconds: 4, team: 'b', key: 'lost', model: 'claude' },
    ],
    HELD,
    after,
  );
  expect(found.models).toEqual(['gpt-4o', 'claude']);
  const none = { changesWithin: false, requests: 0, denied: 0, gained: 0 };
  expect(found.rows).toEqual([
    {
      kind: 'team',
      id: 'a',
      name: 'team a',
      cells: [
        { before: true, after: false, ...none, requests: 2, denied: 2 },
        { before: true, after: true, ...none },
      ],
    },
    {
      kind: 'team',
      id: 'b',
      name: 'team b',
      cells: [
        { before: false, after: true, ...none, requests: 1, gained: 1 },
        { before: true, after: true, ...none, requests: 1 },
      ],
    },
  ]);
});

test('has teams that are yet to be made, and requests without a team or of one that is gone', () => {
  const after = [...HELD, resource('team', '', { models: ['claude'] }, { name: 'new' })];
  const found = matrixOf(
    [
      { seconds: 1, team: '', key: 'lost', model: 'claude' },
      { seconds: 2, team: 'gone', key: 'lost', model: 'odd' },
    ],
    HELD,
    after,
  );
  const row = (name: string) => found.rows.find((one) => one.name === name);
  const at = (model: string) => found.models.indexOf(model);
  expect(row('new')).toMatchObject({ id: '' });
  expect(row('new')?.cells[at('claude')]).toMatchObject({ before: null, after: true, requests: 0 });
  expect(row('new')?.cells[at('gpt-4o')]).toMatchObject({ before: null, after: false });
  expect(row('')?.cells[at('claude')]).toMatchObject({ before: null, after: null, requests: 1 });
  expect(row('gone')?.cells[at('odd')]).toMatchObject({ before: null, after: null, requests: 1 });
});

test('is as it is at the end of the time, and says what is otherwise before', () => {
  const log = madeLog([]);
  const verdicts = { before: replay(log, stateOf(HELD, [])), after: replay(log, stateOf(HELD, [])) };
  const withModels = (models: readonly string[]) => [...MODELS, team('a', models), team('b', ['claude'])];
  const after = [['claude'], ['claude', 'gpt-4o'], ['claude']].map(withModels);
  const { models, rows } = accessMatrix({ gateway: 'litellm', log, held: HELD, after, verdicts, stateOf });
  const cell = (id: string, model: string) => rows.find((row) => row.id === id)?.cells[models.indexOf(model)];
  expect(cell('a', 'gpt-4o')).toMatchObject({ before: true, after: false, changesWithin: true });
  expect(cell('a', 'claude')).toMatchObject({ after: true, changesWithin: false });
  expect(cell('b', 'gpt-4o')).toMatchObject({ after: false, changesWithin: false });
});

test('counts what a budget refuses though the list has the model', () => {
  // A team's budget refuses once it is passed.
  const spent = { budget: { limit: '1', period: '30d' } };
  const after = [...MODELS, team('a', ['gpt-4o', 'claude'], spent), team('b', ['claude']), key('ka', 'a')];
  const calls = [1, 2, 3].map((seconds): MadeCall => ({ seconds, team: 'a', key: 'ka', dollars: 1 }));
  const found = matrixOf(calls, HELD, after);
  expect(found.rows[0]?.cells[0]).toEqual({
    before: true,
    after: true,
    changesWithin: false,
    requests: 3,
    denied: 1,
    gained: 0,
  });
});

test('adds up to what a comparison of the verdicts counts', () => {
  const models = fc.subarray(['gpt-4o', 'claude']);
  const call = fc.record({
    seconds: fc.constant(0),
    team: fc.constantFrom('', 'a', 'b'),
    key: fc.constantFrom('ka', 'kb', 'lost'),
    model: fc.constantFrom('gpt-4o', 'claude', 'odd'),
    outcome: fc.constantFrom('allowed' as const, 'refused' as const),
  });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 30 }), models, models, models, (any, a, b, later) => {
      const calls = any.map((one, seconds) => ({ ...one, seconds }));
      const keys = [key('ka', 'a'), key('kb', 'b')];
      const held = [...MODELS, team('a', a), team('b', b), ...keys];
      const after = [...MODELS, team('a', later), team('b', b), ...keys];
      const log = madeLog(calls);
      const before = replay(log, stateOf(held, log.combinations));
      const { denied, gained, requests } = compareVerdicts(
        log,
        before,
        replay(log, stateOf(after, log.combinations)),
      );
      const cells = matrixOf(calls, held, after).rows.flatMap((row) => row.cells);
      const sum = (of: 'denied' | 'gained' | 'requests') =>
        cells.reduce((total, cell) => total + cell[of], 0);
      expect([sum('requests'), sum('denied'), sum('gained')]).toEqual([requests, denied, gained]);
    }),
  );
});

test('tells of names that nobody offers only as far as they are asked for most', () => {
  const calls = Array.from({ length: 200 }, (_, at) => ({
    seconds: at,
    team: 'a',
    key: 'lost',
    model: `odd-${String(at % 60).padStart(2, '0')}`,
    outcome: 'refused' as const,
  }));
  const { models, otherModels, rows } = matrixOf(calls, HELD, HELD);
  expect(models).toHaveLength(50 + MODELS.length);
  expect(models).toEqual(expect.arrayContaining(MODELS.map(({ name }) => name)));
  expect(otherModels).toEqual({ names: 10, requests: 30 });
  const shown = rows.flatMap(({ cells }) => cells).reduce((sum, { requests }) => sum + requests, 0);
  expect(shown + otherModels.requests).toBe(200);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { compareVerdicts } from '../../../../shared/replay/compare-verdicts.ts';
import { litellmState } from '../../../../shared/replay/litellm/litellm-state.ts';
import { rulesBetween } from '../../../../shared/replay/litellm/rules-between.ts';
import { onePhase } from '../../../../shared/replay/phases.ts';
import { replayNotes } from '../../../../shared/replay/replay-notes.ts';
import { replay } from '../../../../shared/replay/replay.ts';
import { RULES } from '../../../../shared/replay/replay-state.ts';
import { FIRST_MS, litellmRules, madeLog, resource } from '../made-log.ts';

const MODELS = ['m', 'n', 'o'].map((name) => resource('model', name, {}));
const LOG = madeLog(['m', 'n', 'o'].map((model, seconds) => ({ seconds, key: 'k', model })));

/** What the key `k` is told about `m`, `n` and `o`. */
const said = (resources: readonly Resource[], version = '1.106.2') => {
  const state = litellmState([...MODELS, ...resources], LOG.combinations, litellmRules(version), 'UTC');
  return [...replay(LOG, state)].map((rule) => RULES[rule]);
};
const group = (id: string, fields: JsonObject, observed: JsonObject = {}) =>
  resource('accessGroup', id, { models: ['m'], teams: [], keys: [], ...fields }, { observed });
const named = (...ids: string[]) => ({ observed: { access_group_ids: ids } });
const key = (fields: JsonObject = {}, more: Partial<Resource> = {}) =>
  resource('key', 'k', { models: ['n'], ...fields }, more);
const team = (models: readonly string[], more: Partial<Resource> = {}) =>
  resource('team', 't', { models: [...models] }, more);

describe('a model that the list of a key does not cover', () => {
  const [yes, no] = [
    ['allowed', 'allowed', 'key-models'],
    ['key-models', 'allowed', 'key-models'],
  ];

  test('is covered by an access group of the key', () => {
    for (const version of ['1.81.13', '1.84.0', '1.106.2', '1.110.2'])
      expect(said([group('g', {}), key({}, named('g'))], version), version).toEqual(yes);
    expect(said([group('g', { models: ['m*'] }), key({}, named('g'))])).toEqual(yes);
    expect(said([group('g', {}), key({}, named('other'))])).toEqual(no);
    expect(said([group('g', { models: [] }), key({}, named('g'))])).toEqual(no);
  });

  test('is covered by a group that is assigned to the key, where the release enters that', () => {
    const resources = [group('g', { keys: ['k'] }), key()];
    expect(said(resources)).toEqual(yes);
    expect(said(resources, '1.81.13')).toEqual(no);
  });

  test('is not covered any more by a group that a plan takes from the key', () => {
    const pulled = { assigned_keys: [{ id: 'k', name: null }] };
    expect(said([group('g', { keys: ['k'] }, pulled), key({}, named('g'))])).toEqual(yes);
    expect(said([group('g', { keys: [] }, pulled), key({}, named('g'))])).toEqual(no);
  });

  test('stays uncovered for another key with the same list', () => {
    const log = madeLog(['k', 'other'].map((of, seconds) => ({ seconds, key: of, model: 'm' })));
    const other = resource('key', 'other', { models: ['n'] });
    const held = [...MODELS, group('g', { keys: ['k'] }), key(), other];
    const state = litellmState(held, log.combinations, litellmRules(), 'UTC');
    expect([...replay(log, state)].map((rule) => RULES[rule])).toEqual(['allowed', 'key-models']);
  });

  test('is not asked for where the key has a config of its own', () => {
    expect(said([key({}, { settings: { config: { model_list: [] } } })])).toEqual(Array(3).fill('allowed'));
    expect(said([key({}, { settings: { config: {} } })])).toEqual(no);
  });
});

describe('a model that the list of a team does not cover', () => {
  const open = (fields: JsonObject = {}) => key({ models: ['*'], team: 't', ...fields });

  test('is covered by an access group of the team', () => {
    for (const version of ['1.81.13', '1.106.2'])
      expect(said([group('g', {}), open(), team(['n'], named('g'))], version)).toEqual([
        'allowed',
        'allowed',
        'team-models',
      ]);
    expect(said([group('g', { teams: ['t'] }), open(), team(['n'])])[0]).toBe('allowed');
  });

  test('is covered by a group of the key that is assigned to it or its team, from 1.84.0 on', () => {
    const own = key({ models: ['n'], team: 't' }, named('g'));
    for (const fields of [{ keys: ['k'] }, { teams: ['t'] }])
      expect(said([group('g', fields), own, team(['n'])], '1.84.0')[0]).toBe('allowed');
    expect(said([group('g', { keys: ['k'] }), own, team(['n'])], '1.81.13')[0]).toBe('team-models');
    expect(said([group('g', {}), own, team(['n'])])[0]).toBe('team-models');
  });
});

test('a group more never denies more', () => {
  const names = fc.subarray(['m', 'n', 'o', '*']);
  const version = fc.constantFrom('1.81.13', '1.84.0', '1.106.2');
  const of = fc.record({ models: names, keys: fc.subarray(['k']), teams: fc.subarray(['t']) });
  fc.assert(
    fc.property(names, names, of, of, version, fc.boolean(), (own, ofTeam, one, other, release, hasTeam) => {
      const held = [
        key({ models: own, ...(hasTeam ? { team: 't' } : {}) }, named('one', 'other')),
        team(ofTeam, named('other')),
        group('one', one),
      ];
      const [fewer, more] = [said(held, release), said([...held, group('other', other)], release)];
      for (const [at, rule] of fewer.entries()) if (rule === 'allowed') expect(more[at]).toBe('allowed');
    }),
  );
});

test('an upgrade is told what becomes of access groups', () => {
  const codes = rulesBetween(litellmRules('1.81.13'), litellmRules('1.84.0')).map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['access-group-members', 'access-groups-past-team']));
});

test('what of keys, teams and groups is left out is said, and only that', () => {
  const notes = (resources: readonly Resource[]) => {
    const state = litellmState(resources, LOG.combinations, litellmRules(), 'UTC');
    const verdicts = replay(LOG, state);
    const comparison = compareVerdicts(LOG, verdicts, verdicts);
    const found = replayNotes({
      gateway: 'litellm',
      log: LOG,
      fromMs: FIRST_MS,
      before: state,
      after: state,
      phases: onePhase(state),
      comparison,
      resources,
    });
    // Of every log it is said that the rules are those of today.
    return found.map(({ code }) => code).filter((code) => code !== 'rules-of-today');
  };
  expect(notes([...MODELS, key()])).toEqual([]);
  expect(
    notes([key({}, { settings: { budget_limits: [{ budget_duration: '1d', max_budget: 1 }] } })]),
  ).toEqual(['budget-limits']);
  expect(notes([key({}, { settings: { config: { a: 1 }, budget_limits: [] } })])).toEqual(['key-config']);
  expect(notes([key(), group('g', { budget: { limit: '1', period: null } })])).toEqual([
    'access-group-budgets',
  ]);
  expect(notes([key({ models: ['(a|b)+*'] })])).toEqual(['patterns-left-out']);
});

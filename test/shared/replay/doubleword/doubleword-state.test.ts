import { describe, expect, test } from 'vitest';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { doublewordState } from '../../../../shared/replay/doubleword/doubleword-state.ts';
import { doublewordRulesFor, doublewordRulesOf } from '../../../../shared/replay/doubleword/rules.ts';
import { replay } from '../../../../shared/replay/replay.ts';
import { RULES } from '../../../../shared/replay/replay-state.ts';
import { madeLog, resource } from '../made-log.ts';
import type { MadeCall } from '../made-log.ts';

const EVERYONE = '00000000-0000-0000-0000-000000000000';
const priced = [{ name: 'all', inputPrice: '0.000001', outputPrice: '0.000002' }];
const model = (name: string, settings: JsonObject = {}, fields: JsonObject = {}): Resource =>
  resource('model', `id-of-${name}`, { tariffs: priced, ...fields }, { name, settings });
const group = (id: string, members: readonly string[], models: readonly string[]): Resource =>
  resource('team', id, { members: [...members], models: [...models] });
const key = (id: string, owner: string, settings: JsonObject = {}, fields: JsonObject = {}): Resource =>
  resource('key', id, { user: owner, ...fields }, { settings: { purpose: 'realtime', ...settings } });
const USERS = ['alice', 'bob'].map((id) => resource('user', id, {}));

function state(
  resources: readonly Resource[],
  calls: readonly MadeCall[],
  version = '10.13.1',
  credits?: ReadonlyMap<string, bigint>,
) {
  const chosen = doublewordRulesOf(version);
  if (chosen === null) throw new Error('No rules.');
  const log = madeLog(calls.map((call) => ({ key: '', user: 'alice', model: 'large', ...call })));
  return { log, state: doublewordState([...USERS, ...resources], log.combinations, chosen.rules, credits) };
}
function said(...given: Parameters<typeof state>) {
  const made = state(...given);
  return [...replay(made.log, made.state)].map((rule) => RULES[rule]);
}
const at = (...seconds: readonly number[]): MadeCall[] => seconds.map((one) => ({ seconds: one }));

describe('access to a model', () => {
  test('does not end when the model is switched off: the gateway goes on to serve it', () => {
    const off = [model('large', { inactive: true }), group('g', ['alice'], ['large'])];
    expect(said(off, at(0))).toEqual(['allowed']);
  });

  test('is by the groups that a user is in, and by the one of everybody', () => {
    const resources = [
      model('large'),
      model('small'),
      group('g', ['alice'], ['large']),
      group(EVERYONE, [], ['small']),
    ];
    const calls: MadeCall[] = [
      { seconds: 0, user: 'alice' },
      { seconds: 1, user: 'bob' },
      { seconds: 2, user: 'bob', model: 'small' },
      { seconds: 3, user: 'bob', model: 'none' },
      // Nobody says whose these were.
      { seconds: 4, user: '' },
      { seconds: 5, user: '', model: 'small' },
    ];
    expect(said(resources, calls)).toEqual([
      'allowed',
      'no-access',
      'allowed',
      'unknown-model',
      'not-evaluable',
      'allowed',
    ]);
  });

  test('is of organizations, too', () => {
    const resources = [model('large'), resource('organization', 'o', {}), group('g', ['o'], ['large'])];
    expect(said(resources, [{ seconds: 0, user: 'o' }])).toEqual(['allowed']);
  });
});

test('what a pull could not read is not taken for nothing', () => {
  const call = at(0);
  // Neither groups, nor the models of one, nor models at all.
  expect(said([model('large')], call)).toEqual(['not-evaluable']);
  const unlisted = resource('team', 'g', { members: ['alice'] });
  expect(said([model('large'), unlisted], call)).toEqual(['not-evaluable']);
  expect(said([model('large'), unlisted], [{ seconds: 0, user: 'bob' }])).toEqual(['no-access']);
  expect(said([model('large'), unlisted, group('h', ['alice'], ['large'])], call)).toEqual(['allowed']);
  expect(said([group('h', ['alice'], ['large'])], call)).toEqual(['not-evaluable']);
});

const OPEN = [model('large'), model('free', {}, { tariffs: [] }), group(EVERYONE, [], ['large', 'free'])];
const spending = (...dollars: readonly number[]): MadeCall[] =>
  dollars.map((one, seconds) => ({ seconds, dollars: one }));

describe('credit', () => {
  test('that is used up refuses what is not free', () => {
    const credits = new Map([['alice', 2_000_000_000n]]);
    const calls = [...spending(1.5, 1.5, 1), { seconds: 9, model: 'free' }];
    expect(said(OPEN, calls, '10.13.1', credits)).toEqual(['allowed', 'allowed', 'credits', 'allowed']);
    expect(said(OPEN, at(0), '10.13.1', new Map([['alice', -5n]]))).toEqual(['credits']);
  });

  test('and a spend limit are not asked of what costs nothing', () => {
    const tariffs = [{ name: 'odd', inputPrice: '-0.001', outputPrice: '0' }];
    const free = model('free', {}, { tariffs });
    const capped = key('k', 'alice', {}, { budget: { limit: '1', period: null } });
    const resources = [model('large'), free, group(EVERYONE, [], ['large', 'free']), capped];
    const calls = [...spending(1), { seconds: 1, model: 'free' }, { seconds: 2 }];
    expect(said(resources, calls)).toEqual(['allowed', 'allowed', 'key-budget']);
    expect(said(resources, calls.slice(1), '10.13.1', new Map([['alice', 0n]]))).toEqual([
      'allowed',
      'credits',
    ]);
  });

  test('that is not known is enough, and it is said', () => {
    const made = state(OPEN, spending(1000, 1000));
    expect([...replay(made.log, made.state)]).toEqual([0, 0]);
    expect(made.state.remarks.map(({ code }) => code)).toEqual(['key-not-told', 'credits-unknown']);
  });
});

describe('what a key may spend', () => {
  const capped = key('k', 'alice', {}, { budget: { limit: '1', period: '1d' } });

  test('begins anew with the day of UTC, for the only key of a payer', () => {
    const calls = [0, 3600, 7200, 86_400].map((seconds): MadeCall => ({ seconds, dollars: 0.5 }));
    expect(said([...OPEN, capped], calls)).toEqual(['allowed', 'allowed', 'key-budget', 'allowed']);
  });

  test('is left out where a payer has two, and it is said', () => {
    const made = state([...OPEN, capped, key('l', 'alice')], spending(5, 5));
    expect([...replay(made.log, made.state)]).toEqual([0, 0]);
    expect(made.state.remarks[0]?.text).toMatch(/1 payer has none or several/);
    // A key for the admin API makes no calls.
    const platform = key('p', 'alice', { purpose: 'platform' });
    expect(said([...OPEN, capped, platform], spending(5, 5))[1]).toBe('key-budget');
  });

  test('is not enforced by old releases', () => {
    expect(said([...OPEN, capped], spending(5, 5), '8.94.2')).toEqual(['allowed', 'allowed']);
  });
});

describe('traffic rules', () => {
  const ruled = (action: JsonObject) => [
    model('large', { traffic_routing_rules: [{ api_key_purpose: 'batch', action }] }),
    model('small', { requests_per_second: 1 }),
    group(EVERYONE, [], ['large']),
  ];

  const batch = key('k', 'alice', { purpose: 'batch' });
  const named = (...seconds: readonly number[]): MadeCall[] =>
    seconds.map((one) => ({ seconds: one, key: 'k' }));

  test('refuse by the purpose of a key, before credit is looked at', () => {
    const resources = ruled({ type: 'deny' });
    const broke = new Map([['alice', 0n]]);
    expect(said([...resources, batch], named(0), '10.13.1', broke)).toEqual(['traffic-rule']);
    expect(said([...resources, key('k', 'alice')], named(0))).toEqual(['allowed']);
  });

  test('are taken to have let through what was, where the key is not told', () => {
    const resources = [...ruled({ type: 'deny' }), key('k', 'alice')];
    expect(said(resources, at(0))).toEqual(['allowed']);
    // It depends on whether it was a batch, which a hidden key makes.
    expect(said(resources, [{ seconds: 0, outcome: 'refused' }])).toEqual(['not-evaluable']);
    const all = ['realtime', 'batch', 'playground'].map((purpose) => ({
      api_key_purpose: purpose,
      action: { type: 'deny' },
    }));
    const closed = [model('large', { traffic_routing_rules: all }), group(EVERYONE, [], ['large'])];
    expect(said([...closed, key('k', 'alice')], at(0))).toEqual(['traffic-rule']);
  });

  test('send to another model, whose limits are met then', () => {
    const resources = ruled({ type: 'redirect', target: 'small' });
    expect(said([...resources, batch], named(0, 0.5, 1))).toEqual(['allowed', 'model-rate', 'allowed']);
    // Where it is not told whether they do, neither model's are.
    expect(said([...resources, key('k', 'alice')], at(0, 0, 0))).toEqual(['allowed', 'allowed', 'allowed']);
  });
});

describe('requests a second', () => {
  test('of a key may come in a burst, and are whole numbers', () => {
    const limited = key('k', 'alice', { burst_size: 3 }, { requestsPerMinute: 174 });
    expect(said([...OPEN, limited], at(0, 0, 0, 0, 0.5, 0.6, 1))).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'key-rate',
      'allowed',
      'key-rate',
      'allowed',
    ]);
    // A fifth of one a second is one.
    const slow = key('k', 'alice', { burst_size: 1 }, { requestsPerMinute: 12 });
    expect(said([...OPEN, slow], at(0, 0.9, 1))).toEqual(['allowed', 'key-rate', 'allowed']);
  });

  test('of a model are those of all', () => {
    const resources = [model('large', {}, { requestsPerMinute: 120 }), group(EVERYONE, [], ['large'])];
    const calls = at(0, 0.1, 0.2, 0.6).map((call, index) => ({
      ...call,
      user: index === 1 ? 'bob' : 'alice',
    }));
    expect(said(resources, calls)).toEqual(['allowed', 'allowed', 'model-rate', 'allowed']);
    const none = [model('large', {}, { requestsPerMinute: 0 }), group(EVERYONE, [], ['large'])];
    expect(said(none, at(0, 0, 0))).toEqual(['allowed', 'allowed', 'allowed']);
  });

  test('of a composite model are asked before the key is', () => {
    const composite = model('large', { is_composite: true, requests_per_second: 1, capacity: 1 });
    const limited = key('k', 'alice', {}, { requestsPerMinute: 60 });
    const open = group(EVERYONE, [], ['large']);
    expect(said([composite, open, limited], at(0, 0))).toEqual(['allowed', 'model-rate']);
    const single = model('large', { requests_per_second: 1 });
    expect(said([single, open, limited], at(0, 0))).toEqual(['allowed', 'key-rate']);
    expect(said([composite, open], [{ seconds: 0, tookSeconds: 5 }, { seconds: 2 }])[1]).toBe(
      'model-parallel',
    );
  });
});

test('a node without a version has the rules that its keys tell of', () => {
  expect(doublewordRulesFor([key('k', 'a', {}, { budget: null })])?.release).toBe('10.13.1');
  expect(doublewordRulesFor([key('k', 'a')])?.release).toBe('8.94.2');
  expect(doublewordRulesFor([])).toBeNull();
  expect(doublewordRulesOf('10.2.0')).toMatchObject({ exact: false, rules: { release: '10.13.1' } });
  expect(doublewordRulesOf('latest')).toBeNull();
});

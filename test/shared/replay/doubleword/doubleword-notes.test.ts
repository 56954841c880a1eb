import { expect, test } from 'vitest';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { compareVerdicts } from '../../../../shared/replay/compare-verdicts.ts';
import { doublewordState } from '../../../../shared/replay/doubleword/doubleword-state.ts';
import { NEWEST_DOUBLEWORD } from '../../../../shared/replay/doubleword/rules.ts';
import { onePhase } from '../../../../shared/replay/phases.ts';
import { replay } from '../../../../shared/replay/replay.ts';
import { replayNotes } from '../../../../shared/replay/replay-notes.ts';
import { FIRST_MS, madeLog, resource } from '../made-log.ts';
import type { MadeCall } from '../made-log.ts';

const TARIFFS = [{ inputPrice: '1', outputPrice: '1' }];
const model = (name: string, settings = {}, fields = {}) =>
  resource('model', name, { tariffs: TARIFFS, ...fields }, { settings });
const USERS = ['a', 'b'].map((id) => resource('user', id, {}));
const key = (fields = {}) =>
  resource('key', 'a/k', { user: 'a', ...fields }, { settings: { purpose: 'realtime' } });
const group = resource('team', 'g', { members: ['a', 'b'], models: ['large', 'mixed'] });

/** Codes and texts of what is said beside a replay of calls on what a node holds. */
function notes(
  calls: readonly MadeCall[],
  resources: readonly Resource[],
  credits?: ReadonlyMap<string, bigint>,
): ReadonlyMap<string, string> {
  const log = madeLog(calls.map((call) => ({ key: '', user: 'a', model: 'large', ...call })));
  const state = doublewordState([...USERS, ...resources], log.combinations, NEWEST_DOUBLEWORD, credits);
  const said = replay(log, state);
  const comparison = compareVerdicts(log, said, said);
  const found = replayNotes({
    gateway: 'doubleword',
    log,
    fromMs: FIRST_MS,
    before: state,
    after: state,
    phases: onePhase(state),
    comparison,
    resources: [...USERS, ...resources],
  });
  return new Map(found.map(({ code, text }) => [code, text]));
}

const RATED = { requestsPerMinute: 60 };

test('say no more than what bears on the requests', () => {
  const credits = new Map([['a', 9_000_000_000n]]);
  const found = notes([{ seconds: 0, dollars: 1 }], [model('large'), group, key(RATED)], credits);
  expect([...found.keys()]).toEqual(['groups-of-today', 'grants-unread', 'analytics-off']);
});

test('count what has no payer, and of it what was refused', () => {
  const calls = [
    { seconds: 0, user: '' },
    { seconds: 1, user: '', outcome: 'refused' as const },
    { seconds: 2, user: 'a' },
  ];
  const found = notes(calls, [model('large'), group, key(RATED)]);
  expect(found.get('payer-not-told')).toMatch(
    /^2 requests could not be evaluated: Doubleword's log names no caller/,
  );
  expect(found.get('refused-unseen')).toMatch(/^1 of them was refused when it was made/);
  expect(found.get('credits-unknown')).toMatch(/^How much credit 1 payer had is not known/);
});

test('say whose keys are not told, and which rules are left out for it', () => {
  const ruled = model('large', {
    traffic_routing_rules: [{ api_key_purpose: 'batch', action: { type: 'deny' } }],
  });
  const composite = model('mixed', { is_composite: true, components: [{ model: 'part' }] });
  const part = model('part', {}, RATED);
  const calls = [
    { seconds: 0, user: 'b' },
    { seconds: 1, model: 'mixed' },
  ];
  const found = notes(calls, [ruled, composite, part, group, key()]);
  expect(found.get('key-not-told')).toMatch(/1 payer has none or several/);
  expect(found.get('traffic-rules')).toMatch(/traffic rules of 1 model go by it/);
  expect(found.get('composite-parts')).toMatch(/rates of the parts of 1 model are left out/);
  expect(found.get('rate-tiers')).toMatch(/^1 key without a rate of its own/);
});

test('say that charges were not read', () => {
  const log = [{ seconds: 0, dollars: Number.NaN }];
  expect(notes(log, [model('large'), group, key(RATED)]).get('charges-missing')).toMatch(
    /^The charge of 1 request was not read/,
  );
});

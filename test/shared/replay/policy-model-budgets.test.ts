import { expect, test } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { wantedState } from '../../../shared/policy/wanted-state.ts';
import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { RULES } from '../../../shared/replay/replay-state.ts';
import { replay } from '../../../shared/replay/replay.ts';
import { stateAfter } from '../../../shared/replay/state-after.ts';
import { FIRST_MS, litellmRules, madeLog, MODELS, resource } from './made-log.ts';

const DAY = 86_400;
const HELD: readonly Resource[] = [
  ...MODELS,
  resource('key', 'k', { models: ['*'], team: 't' }, { settings: {} }),
  resource(
    'team',
    't',
    { models: ['*'] },
    { settings: { model_max_budget: { 'gpt-4o': { max_budget: 1, budget_duration: '1d' } } } },
  ),
];

/** What a policy of the team says to five requests for a dollar each, two on the first day. */
function saidUnder(rules: string, version: string): readonly string[] {
  const { policy } = readPolicy(`version: 1\nteams: { t: { ${rules} } }`);
  if (policy === null) throw new Error(`Not to be read: ${rules}`);
  const { resources } = wantedState(
    policy,
    {
      format: 1,
      node: 'n',
      kind: 'litellm',
      takenAt: new Date(FIRST_MS).toISOString(),
      version,
      sections: [],
      resources: HELD,
      hash: 'h',
    },
    { name: 'n', kind: 'litellm', url: 'http://127.0.0.1', environment: 'prod', key: { from: 'sample' } },
  );
  const seconds = [10, 20, 2 * DAY, 2 * DAY + 10, 2 * DAY + 20];
  const log = madeLog(seconds.map((at) => ({ seconds: at, team: 't', dollars: 1 })));
  const state = litellmState(stateAfter(HELD, resources), log.combinations, litellmRules(version), 'UTC');
  return [...replay(log, state)].map((verdict) => RULES[verdict] ?? '');
}

const DENIED = 'team-model-budget';

test('what a policy gives a team for a model is replayed as the node would keep it', () => {
  expect(saidUnder('models: all', '1.106.2')).toEqual(['allowed', DENIED, 'allowed', DENIED, DENIED]);
  const two = 'modelBudgets: { gpt-4o: { limit: 2 USD, period: 1d } }';
  expect(saidUnder(two, '1.106.2')).toEqual(['allowed', 'allowed', 'allowed', 'allowed', DENIED]);
  // What the policy does not name goes.
  const other = 'modelBudgets: { small: { limit: 2 USD, period: 1d } }';
  expect(new Set(saidUnder(other, '1.106.2'))).toEqual(new Set(['allowed']));
});

test('and refuses nothing on a release that looks at none of a team', () => {
  const none = 'modelBudgets: { gpt-4o: { limit: 0 USD, period: 1d } }';
  expect(saidUnder(none, '1.106.2')).toEqual([DENIED, DENIED, DENIED, DENIED, DENIED]);
  expect(new Set(saidUnder(none, '1.90.0'))).toEqual(new Set(['allowed']));
});

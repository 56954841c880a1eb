import { describe, expect, test } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { compareVerdicts } from '../../../shared/replay/compare-verdicts.ts';
import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { onePhase } from '../../../shared/replay/phases.ts';
import { replay } from '../../../shared/replay/replay.ts';
import { replayNotes } from '../../../shared/replay/replay-notes.ts';
import type { RequestLog } from '../../../shared/replay/request-log.ts';
import { FIRST_MS, litellmRules, madeLog, MODELS, resource } from './made-log.ts';

function notes(
  log: RequestLog,
  held: readonly Resource[],
  wanted: readonly Resource[] = held,
  fromMs = FIRST_MS,
) {
  const stateOf = (resources: readonly Resource[]) =>
    litellmState([...MODELS, ...resources], log.combinations, litellmRules(), 'UTC');
  const [before, after] = [stateOf(held), stateOf(wanted)];
  const comparison = compareVerdicts(log, replay(log, before), replay(log, after));
  return new Map(
    replayNotes({
      gateway: 'litellm',
      log,
      fromMs,
      before,
      after,
      phases: onePhase(after),
      comparison,
      resources: wanted,
    }).flatMap(({ code, text }) => (code === AT_THE_PULL ? [] : [[code, text] as const])),
  );
}

/** What is said of every log, and has a test of its own. */
const AT_THE_PULL = 'rules-of-today';

const key = (fields: Resource['fields'] = {}, more: Partial<Resource> = {}) =>
  resource('key', 'k', { models: ['*'], team: null, user: null, budget: null, ...fields }, more);

test('every log of a LiteLLM meets what the node held at the last pull, which is said', () => {
  const said = (log: RequestLog) => {
    const state = litellmState([...MODELS, key()], log.combinations, litellmRules(), 'UTC');
    const verdicts = replay(log, state);
    return replayNotes({
      gateway: 'litellm',
      log,
      fromMs: FIRST_MS,
      before: state,
      after: state,
      phases: onePhase(state),
      comparison: compareVerdicts(log, verdicts, verdicts),
      resources: [key()],
    });
  };
  expect(said(madeLog([{ seconds: 0 }]))).toEqual([
    { code: AT_THE_PULL, text: expect.stringMatching(/what the node held at the last pull\.$/) },
  ]);
  expect(said(madeLog([]))).toEqual([]);
});

describe('what has to be said beside a replay', () => {
  test('is nothing where nothing is open', () => {
    expect([...notes(madeLog([{ seconds: 0 }, { seconds: 1 }]), [key()])]).toEqual([]);
    expect([...notes(madeLog([]), [key()])]).toEqual([]);
  });

  test('is what denied and gained requests would have led to', () => {
    const log = madeLog([{ seconds: 0 }, { seconds: 1 }]);
    const narrow = [key({ models: ['claude'] })];
    expect([...notes(log, [key()], narrow).keys()]).toEqual(['retries']);
    // What the rules of today refuse and was answered all the same cost what it did.
    expect([...notes(log, narrow, [key()]).keys()]).toEqual([]);
    const some = madeLog([
      { seconds: 0, outcome: 'refused' },
      { seconds: 1, dollars: 0.1 },
      { seconds: 2, outcome: 'refused' },
    ]);
    expect(notes(some, narrow, [key()]).get('gained-without-spend')).toBe(
      'What was refused when it was made has no cost and no tokens: 2 gained requests would have cost something that is not known, and fill no budget here.',
    );
  });

  test('is that counters are late, and budgets were under way before', () => {
    const log = madeLog([
      { seconds: 3600, dollars: 1 },
      { seconds: 3601, dollars: 1 },
    ]);
    const found = notes(log, [key()], [key({ budget: { limit: '1', period: '30d' } })], FIRST_MS + 3_600_000);
    expect([...found.keys()]).toEqual(['retries', 'late-counters', 'spend-before']);
    expect(found.get('late-counters')).toMatch(/^1 request is denied by a budget or limit/);
    expect(found.get('spend-before')).toBe(
      'What was spent before 2026-10-01T01:00 UTC is left out: 1 budget that was under way then (1 of a key) begins empty, and would have refused earlier.',
    );
    // From the first moment of a month nothing is left out of a monthly budget.
    const whole = madeLog([{ seconds: 0, dollars: 1 }]);
    const monthly = [key({ budget: { limit: '9', period: '30d' } })];
    expect([...notes(whole, monthly).keys()]).toEqual([]);
    expect([...notes(whole, [key({ budget: { limit: '9', period: null } })]).keys()]).toEqual([
      'spend-before',
    ]);
  });

  test('is that windows are not certain', () => {
    const odd = [key({ budget: { limit: '9', period: '10d' } })];
    expect(notes(madeLog([{ seconds: 0 }]), odd).get('windows-uncertain')).toMatch(
      /budgets of 10d anew depends on what is not known/,
    );
  });

  test('is what limits need and the log lacks', () => {
    const limited = [key({ tokensPerMinute: 5 })];
    const { durationMs: _, ...log } = madeLog([{ seconds: 0 }]);
    expect([...notes(log, limited).keys()]).toEqual(['durations-missing', 'tokens-set-aside']);
    expect([...notes(madeLog([{ seconds: 0 }]), limited).keys()]).toEqual(['tokens-set-aside']);
    expect([...notes(log, [key({ requestsPerMinute: 5 })]).keys()]).toEqual([]);
  });

  test('is which keys and teams are not known', () => {
    const log = madeLog([
      { seconds: 0, key: 'gone', team: 't' },
      { seconds: 1, key: 'gone' },
      { seconds: 2, key: 'gone' },
    ]);
    const found = notes(log, [resource('team', 't', { models: ['*'] })]);
    expect(found.get('keys-unknown')).toMatch(
      /^1 request came with a key that the node does not know any more/,
    );
    expect(found.get('not-evaluable')).toMatch(/^2 requests could not be evaluated/);
  });

  test('is what the node has and a replay leaves out', () => {
    const log = madeLog([{ seconds: 0 }]);
    const found = notes(log, [
      key({}, { settings: { model_max_budget: { 'gpt-4o': { budget_limit: 1, time_period: '1d' } } } }),
      resource('guardrail', 'g', {}),
    ]);
    expect([...found.keys()]).toEqual(['spend-before', 'guardrails', 'model-budgets']);
    expect(found.get('model-budgets')).toMatch(/^1 budget for single models begins with what is first spent/);
    expect(found.get('guardrails')).toMatch(/so that 1 guardrail of this node is not run/);
  });

  test('is whose lists of models within a team are left out', () => {
    const log = madeLog([{ seconds: 0, team: 't' }]);
    const member = (settings: Resource['settings']) => ({ user: 'u', budget: null, settings, observed: {} });
    const team = (...members: readonly ReturnType<typeof member>[]): Resource =>
      resource('team', 't', { models: ['*'] }, { observed: { member_budgets: members } });
    const narrow = member({ allowed_models: ['gpt-4o'] });
    expect(notes(log, [key({ team: 't' }), team(narrow, narrow)]).get('member-models')).toBe(
      'Lists of models of 2 single members of teams (allowed_models, since 1.84) are left out: they may refuse more.',
    );
    const wide = [team(member({}), member({ allowed_models: [] }))];
    expect(notes(log, [key({ team: 't' }), ...wide]).has('member-models')).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { JsonObject } from '../../../shared/json.ts';
import { EndQueue } from '../../../shared/replay/end-queue.ts';
import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { replay } from '../../../shared/replay/replay.ts';
import { ALLOWED } from '../../../shared/replay/replay-state.ts';
import { litellmRules, litellmSays, madeLog, MODELS, resource } from './made-log.ts';
import type { MadeCall } from './made-log.ts';

const withKey = (fields: JsonObject, settings: JsonObject = {}) => [
  ...MODELS,
  resource('key', 'k', { models: ['*'], team: null, user: null, budget: null, ...fields }, { settings }),
];
const at = (...seconds: readonly number[]): MadeCall[] => seconds.map((one) => ({ seconds: one }));

describe('requests a minute', () => {
  test('are refused within a window that opens with the first of them', () => {
    const resources = withKey({ requestsPerMinute: 2 });
    expect(litellmSays(at(10, 40, 50, 69, 70, 71, 72), resources)).toEqual([
      'allowed',
      'allowed',
      'key-requests',
      'key-requests',
      // Sixty seconds after the first.
      'allowed',
      'allowed',
      'key-requests',
    ]);
    expect(litellmSays(at(0), withKey({ requestsPerMinute: 0 }))).toEqual(['key-requests']);
  });

  test('of a team and of a user are counted over all of their keys', () => {
    const keys = (fields: JsonObject) =>
      ['a', 'b'].map((id) => resource('key', id, { models: ['*'], team: null, user: null, ...fields }));
    const calls = ['a', 'b', 'a'].map((key, seconds): MadeCall => ({ key, seconds }));
    const team = resource('team', 't', { models: ['*'], requestsPerMinute: 2 });
    expect(litellmSays(calls, [...MODELS, team, ...keys({ team: 't' })])[2]).toBe('team-requests');
    const user = resource('user', 'u', { models: ['*'], requestsPerMinute: 2 });
    expect(litellmSays(calls, [...MODELS, user, ...keys({ user: 'u' })])[2]).toBe('user-requests');
    // A user's are looked at in a team too.
    expect(litellmSays(calls, [...MODELS, team, user, ...keys({ user: 'u', team: 't' })])[2]).toBe(
      'user-requests',
    );
  });

  test('for one model are those of the key and of its team', () => {
    const limit = { metadata: { model_rpm_limit: { claude: 1 } } };
    const calls = ['claude', 'gpt-4o', 'claude'].map((model, seconds): MadeCall => ({ model, seconds }));
    expect(litellmSays(calls, withKey({}, limit))).toEqual(['allowed', 'allowed', 'key-model-requests']);
    const both = (key: JsonObject) => [
      ...withKey({ team: 't' }, key),
      resource('team', 't', { models: ['*'] }, { settings: limit }),
    ];
    expect(litellmSays(calls, both({}))[2]).toBe('team-model-requests');
    // Since 1.103 a key's own limit for a model is instead of its team's.
    const own = both({ metadata: { model_rpm_limit: { claude: 9 } } });
    expect(litellmSays(calls, own)[2]).toBe('allowed');
    expect(litellmSays(calls, own, '1.81.13')[2]).toBe('team-model-requests');
  });

  test('that are enforced only while a model fails are left out', () => {
    expect(litellmSays(at(0, 1), withKey({ requestsPerMinute: 1 }, { rpm_limit_type: 'dynamic' }))).toEqual([
      'allowed',
      'allowed',
    ]);
  });

  test('count what is refused as unknown, and nothing that a budget or a list of models refuses', () => {
    const unknown = [{ seconds: 0, model: 'none' }, { seconds: 1 }];
    expect(litellmSays(unknown, withKey({ requestsPerMinute: 1 }))).toEqual([
      'unknown-model',
      'key-requests',
    ]);
    const denied = [{ seconds: 0, model: 'claude' }, { seconds: 1 }];
    expect(litellmSays(denied, withKey({ requestsPerMinute: 1, models: ['gpt-4o'] }))).toEqual([
      'key-models',
      'allowed',
    ]);
  });

  test('are left out where it is asked for', () => {
    const log = madeLog(at(0, 1));
    const state = litellmState(withKey({ requestsPerMinute: 1 }), log.combinations, litellmRules(), 'UTC', {
      limits: true,
    });
    expect([...replay(log, state)]).toEqual([ALLOWED, ALLOWED]);
  });
});

describe('tokens a minute', () => {
  const call = (seconds: number, tokens: number, tookSeconds = 0): MadeCall => ({
    seconds,
    tokens,
    tookSeconds,
  });

  test('count when the answer is there', () => {
    const resources = withKey({ tokensPerMinute: 100 });
    const calls = [call(0, 60, 5), call(4, 60, 1), call(4.5, 0), call(5, 0), call(59, 0), call(60, 0)];
    expect(litellmSays(calls, resources)).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'key-tokens',
      'key-tokens',
      'allowed',
    ]);
  });

  test('of an answer for which no window is open any more count for none', () => {
    const resources = withKey({ tokensPerMinute: 100 });
    expect(litellmSays([call(0, 500, 61), call(62, 0)], resources)).toEqual(['allowed', 'allowed']);
    // In the window that another request has opened by then they do.
    expect(litellmSays([call(0, 500, 61), call(60, 0), call(62, 0)], resources)[2]).toBe('key-tokens');
  });

  test('are one for each check in 1.81.13, which newer releases give back', () => {
    const calls = at(0, 1, 2);
    const resources = withKey({ tokensPerMinute: 2 });
    expect(litellmSays(calls, resources, '1.81.13')[2]).toBe('key-tokens');
    expect(litellmSays(calls, resources)[2]).toBe('allowed');
  });
});

test('parallel requests are those whose answer is not there', () => {
  const resources = withKey({}, { max_parallel_requests: 2 });
  const took = (seconds: number, tookSeconds: number): MadeCall => ({ seconds, tookSeconds });
  expect(
    litellmSays([took(0, 100), took(1, 9), took(2, 1), took(9.9, 1), took(10, 5), took(11, 1)], resources),
  ).toEqual(['allowed', 'allowed', 'key-parallel', 'key-parallel', 'allowed', 'key-parallel']);
});

test('a log without durations has all answers at once', () => {
  const { durationMs: _, ...log } = madeLog([
    { seconds: 0, tokens: 60, tookSeconds: 30 },
    { seconds: 1, tokens: 60 },
    { seconds: 2 },
  ]);
  const resources = withKey({ tokensPerMinute: 100 }, { max_parallel_requests: 1 });
  const state = litellmState(resources, log.combinations, litellmRules(), 'UTC');
  expect([...replay(log, state)].map((one) => one === ALLOWED)).toEqual([true, true, false]);
});

test('a queue gives back in the order of ends', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 300 }), (ends) => {
      const queue = new EndQueue();
      for (const [request, end] of ends.entries()) queue.push(end, request);
      const got = ends.map(() => {
        const { firstMs } = queue;
        expect(ends[queue.pop()]).toBe(firstMs);
        return firstMs;
      });
      expect(got).toEqual(ends.toSorted((a, b) => a - b));
      expect(queue.firstMs).toBe(Infinity);
    }),
  );
});

const anyCalls = fc
  .array(
    fc.record({
      seconds: fc.integer({ min: 0, max: 300 }),
      key: fc.constantFrom('a', 'b'),
      tokens: fc.integer({ min: 0, max: 50 }),
      tookSeconds: fc.integer({ min: 0, max: 90 }),
    }),
    { maxLength: 60 },
  )
  .map((calls): readonly MadeCall[] => calls.toSorted((a, b) => a.seconds - b.seconds));

test('no window has more requests, and no moment more of them, than the limits let through', () => {
  fc.assert(
    fc.property(
      anyCalls,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      (calls, most, parallel) => {
        const resources = [
          ...MODELS,
          resource('team', 't', { models: ['*'], requestsPerMinute: most }),
          ...['a', 'b'].map((id) =>
            resource(
              'key',
              id,
              { models: ['*'], team: 't', user: null },
              { settings: { max_parallel_requests: parallel } },
            ),
          ),
        ];
        const said = litellmSays(calls, resources);
        let opened = -Infinity;
        let counted = 0;
        for (const [index, call] of calls.entries()) {
          if (call.seconds - opened >= 60) [opened, counted] = [call.seconds, 0];
          const busy = calls.filter(
            ({ key, seconds, tookSeconds = 0 }, other) =>
              other < index &&
              key === call.key &&
              said[other] === 'allowed' &&
              seconds + tookSeconds > call.seconds,
          ).length;
          const expected = counted >= most ? 'team-requests' : busy >= parallel ? 'key-parallel' : 'allowed';
          counted += 1;
          expect(said[index]).toBe(expected);
        }
      },
    ),
  );
});

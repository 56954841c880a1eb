import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { JsonObject } from '../../../../shared/json.ts';
import { FIRST_MS, litellmSays, MODELS, resource } from '../made-log.ts';

const after = (seconds: number) => new Date(FIRST_MS + seconds * 1000).toISOString();
const key = (seconds: number | null, fields: JsonObject = {}) =>
  resource(
    'key',
    'k',
    { models: ['*'], ...fields },
    { observed: { expires: seconds === null ? null : after(seconds) } },
  );

test.each(['1.81.13', '1.106.2'])('a key is refused from its end on, of %s', (version) => {
  const calls = [9, 10, 10.001, 11].map((seconds) => ({ seconds }));
  const says = (...held: readonly ReturnType<typeof key>[]) =>
    litellmSays(calls, [...MODELS, ...held], version);
  expect(says(key(10))).toEqual(['allowed', 'allowed', 'key-expired', 'key-expired']);
  expect(says(key(null))).toEqual(['allowed', 'allowed', 'allowed', 'allowed']);
});

test('the block and the models of a key are asked before its end, budgets and limits after it', () => {
  const calls = [{ seconds: 0, dollars: 5 }, { seconds: 1 }, { seconds: 11 }];
  const last = (fields: JsonObject) => litellmSays(calls, [...MODELS, key(10, fields)]).slice(1);
  expect(last({ blocked: true })).toEqual(['key-blocked', 'key-blocked']);
  expect(last({ models: ['claude'] })).toEqual(['key-models', 'key-models']);
  expect(last({ budget: { limit: '1', period: null } })).toEqual(['key-budget', 'key-expired']);
  expect(last({ requestsPerMinute: 1 })).toEqual(['key-requests', 'key-expired']);
});

test('is as without an end before it, and refuses all after it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ seconds: fc.nat(100), dollars: fc.constantFrom(0, 1) }), { maxLength: 20 }),
      fc.nat(100),
      (made, end) => {
        const calls = made.toSorted((a, b) => a.seconds - b.seconds);
        const fields = { budget: { limit: '3', period: null } };
        const without = litellmSays(calls, [...MODELS, key(null, fields)]);
        expect(litellmSays(calls, [...MODELS, key(end, fields)])).toEqual(
          calls.map(({ seconds }, at) => (seconds > end ? 'key-expired' : without[at])),
        );
      },
    ),
  );
});

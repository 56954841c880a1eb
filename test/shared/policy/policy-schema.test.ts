import { readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { isJsonObject, type JsonValue } from '../../../shared/json.ts';
import { PolicySchema } from '../../../shared/policy/policy-format.ts';
import { policyJsonSchema } from '../../../shared/policy/policy-schema.ts';
import { toJsonSchema } from '../../../shared/policy/to-json-schema.ts';

const accepts = new Ajv({ strict: false }).compile(policyJsonSchema());
const readAccepts = (value: JsonValue): boolean => v.safeParse(PolicySchema, value).success;

const names = fc.constantFrom('payments', 'gpt-4o', 'cheap');
const some = <Shape extends object>(shape: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> }) =>
  fc.record(shape, { requiredKeys: [] });
const dictionary = <Value>(value: fc.Arbitrary<Value>) => fc.dictionary(names, value, { maxKeys: 2 });
const amount = fc.constantFrom('300 USD', '0.5 USD');
const period = fc.constantFrom('day', 'month', '30d', '1mo', null);
const plainBudget = fc.record(
  {
    limit: amount,
    period,
    soft: amount,
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
    alertAt: fc.constantFrom([80], [1, 100], []),
  },
  { requiredKeys: ['limit', 'period'] },
);
const budget = fc.option(plainBudget);
const limit = fc.option(fc.nat());
const limits = some({ requestsPerMinute: limit, tokensPerMinute: limit, parallelRequests: limit });
const list = fc.array(names, { maxLength: 3 });
const access = {
  models: fc.oneof(list, fc.constant('all')),
  budget,
  limits,
  modelBudgets: dictionary(plainBudget),
};
const team = some({
  ...access,
  memberBudget: budget,
  memberBudgets: dictionary(plainBudget),
  environments: list,
  members: fc.oneof(list, dictionary(fc.option(names))),
});
const exception = fc.record(
  {
    team: names,
    reason: names,
    until: fc.constantFrom('2026-12-31', '2026-12-31T10:00Z'),
    from: fc.constant('2026-01-01'),
    models: list,
    budget,
  },
  { requiredKeys: ['reason', 'until'] },
);
const policies = fc.record(
  {
    version: fc.constant(1),
    timeZone: fc.constant('Europe/Berlin'),
    alertAt: fc.constant([80, 95]),
    modelGroups: fc.option(dictionary(list)),
    models: fc.option(dictionary(some({ budget, limits }))),
    roles: fc.option(dictionary(fc.record({ permissions: fc.constantFrom(['use-models'], []) }))),
    defaults: some({ team: some(access), key: some(access) }),
    teams: fc.option(dictionary(fc.option(team))),
    users: fc.option(dictionary(fc.option(some({ role: names, ...access })))),
    keys: fc.option(dictionary(fc.option(some(access)))),
    exceptions: fc.option(fc.array(exception, { maxLength: 2 })),
  },
  { requiredKeys: ['version'] },
);

/** What may stand somewhere in place of what is right there. */
const others = fc.constantFrom<JsonValue>(
  null,
  'all',
  '',
  'x',
  true,
  -1,
  0,
  1.5,
  101,
  9_007_199_254_740_992,
  [],
  [1],
  ['x'],
  {},
  { x: 1 },
  '-5 USD',
  '5',
  '5 EUR',
  '0.0000000001 USD',
  'monthly',
  '0d',
  '2026-13-01',
  '1st',
  'use-models',
);

/** A document with one value replaced, taken out, or given a key more. */
function damaged(
  value: JsonValue,
  at: number,
  how: 'replace' | 'remove' | 'add',
  other: JsonValue,
): JsonValue {
  let left = at;
  const walk = (here: JsonValue): JsonValue | undefined => {
    if (left-- === 0) {
      if (how === 'remove') return undefined;
      return how === 'add' && isJsonObject(here) ? { ...here, typo: other } : other;
    }
    if (Array.isArray(here)) return here.map(walk).filter((item) => item !== undefined);
    if (!isJsonObject(here)) return here;
    return Object.fromEntries(
      Object.entries(here).flatMap(([key, item]) => {
        const kept = walk(item);
        return kept === undefined ? [] : [[key, kept]];
      }),
    );
  };
  return walk(value) ?? null;
}

describe('the JSON Schema of the policy file', () => {
  it('accepts and refuses the same documents as the app', () => {
    const counts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(
        policies,
        fc.option(fc.tuple(fc.nat(40), fc.constantFrom('replace', 'remove', 'add'), others)),
        (written, damage) => {
          const whole = JSON.parse(JSON.stringify(written)) as JsonValue;
          const value = damage === null ? whole : damaged(whole, ...damage);
          const read = readAccepts(value);
          counts[read ? 'accepted' : 'refused'] += 1;
          expect(accepts(value)).toBe(read);
          if (damage === null) expect(read).toBe(true);
        },
      ),
      { numRuns: 4000 },
    );
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(100);
  });

  it('is published as it is', () => {
    const file = new URL('../../../shared/policy/policy.schema.json', import.meta.url);
    const text: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(text).toEqual(policyJsonSchema());
  });

  it('explains every key that can be written', () => {
    const missing: string[] = [];
    const walk = (schema: JsonValue, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [key, part] of Object.entries(schema)) {
        if (key === 'properties') {
          for (const [name, one] of Object.entries(part as Record<string, { description?: string }>))
            if (one.description === undefined) missing.push(`${path}.${name}`);
        }
        walk(part, key === 'properties' ? path : `${path}.${key}`);
      }
    };
    walk(policyJsonSchema(), '');
    expect(missing).toEqual([]);
  });

  it('is not made of what it does not understand', () => {
    expect(() =>
      toJsonSchema(
        v.pipe(
          v.string(),
          v.check(() => true),
        ),
      ),
    ).toThrow('check');
    expect(() => toJsonSchema(v.date())).toThrow('date');
  });
});

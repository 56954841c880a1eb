import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../../../shared/json.ts';
import { withIds } from '../../../shared/plan/references.ts';

const ids = new Map([
  ['team search', 't1'],
  ['user ann', 'u1'],
  ['key ci', 'k1'],
]);
const idOf = (kind: string, name: string) => ids.get(`${kind} ${name}`);

describe('references', () => {
  it.each<[Parameters<typeof withIds>[0], JsonObject, JsonObject]>([
    ['key', { team: 'search', user: 'ann' }, { team: 't1', user: 'u1' }],
    ['team', { members: ['u9', 'ann'] }, { members: ['u1', 'u9'] }],
    ['team', { memberBudgets: { ann: null, u9: 1 } }, { memberBudgets: { u1: null, u9: 1 } }],
    ['accessGroup', { teams: ['search'], keys: ['ci', 'other'] }, { teams: ['t1'], keys: ['k1', 'other'] }],
    ['budget', { team: 'search' }, { team: 'search' }],
  ])('of a %s go by id', (kind, fields, expected) => {
    expect(withIds(kind, fields, idOf)).toEqual(expected);
  });

  it('leave everything alone that stands for nothing, and are the same object then', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (given) => {
        const fields = given as JsonObject;
        expect(withIds('key', fields, () => undefined)).toBe(fields);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  budgetOf,
  decimalText,
  isUnset,
  modelsAsTheyCame,
  modelsOf,
} from '../../../../electron/gateways/litellm/fields.ts';
import type { JsonValue } from '../../../../shared/json.ts';

describe('decimalText', () => {
  it.each<[JsonValue | undefined, string | null]>([
    [10, '10'],
    ['10.50', '10.5'],
    ['0.0', '0'],
    ['-0', '0'],
    [2.5e-6, '0.0000025'],
    [1e21, '1000000000000000000000'],
    ['1.25e3', '1250'],
    ['007', '7'],
    [-3.5, '-3.5'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
    [null, null],
    ['free', null],
    [true, null],
    ['', null],
  ])('spells %s as %s', (value, text) => {
    expect(decimalText(value)).toBe(text);
  });

  it('spells every amount so that it is the same number again, without an exponent', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e25, noNaN: true }), (value) => {
        const text = decimalText(value) ?? '';
        expect(text).toMatch(/^\d+(?:\.\d*[1-9])?$/);
        expect(Number(text)).toBe(value);
      }),
    );
  });
});

describe('modelsOf', () => {
  it.each([
    [[], ['*']],
    [undefined, ['*']],
    [['all-proxy-models'], ['*']],
    [['gpt-4o', '*'], ['*']],
    [['no-default-models'], []],
    [
      ['b', 'a', 'b'],
      ['a', 'b'],
    ],
  ])('reads %j as %j', (models, neutral) => {
    expect(modelsOf(models)).toEqual(neutral);
  });

  it('keeps the words of the gateway where the neutral ones differ', () => {
    expect(modelsAsTheyCame({ models: ['all-proxy-models'] })).toEqual({ models: ['all-proxy-models'] });
    expect(modelsAsTheyCame({ models: ['b', 'a'] })).toEqual({});
    expect(modelsAsTheyCame({ models: [] })).toEqual({});
  });
});

describe('budgetOf', () => {
  it('is null without a limit, even when a period is left over', () => {
    expect(budgetOf({ max_budget: null, budget_duration: '30d' })).toBeNull();
    expect(budgetOf({ max_budget: 0, budget_duration: null })).toEqual({ limit: '0', period: null });
  });
});

describe('isUnset', () => {
  it('takes null, empty lists, objects and texts alike, and nothing else', () => {
    for (const value of [null, undefined, '', [], {}]) expect(isUnset(value)).toBe(true);
    for (const value of [0, false, 'x', [null], { a: null }]) expect(isUnset(value)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';

import { describedAt, keysAt, valuesAt } from '../../../shared/config/schema-help.ts';
import { policyJsonSchema } from '../../../shared/policy/policy-schema.ts';

const SCHEMA = policyJsonSchema();
const words = (list: readonly { readonly word: string }[]) => list.map(({ word }) => word);

describe('what a schema says of a place', () => {
  it('names the keys of a mapping, through names and choices', () => {
    expect(words(keysAt(SCHEMA, []))).toContain('exceptions');
    expect(words(keysAt(SCHEMA, ['teams', 'payments']))).toEqual([
      'models',
      'budget',
      'modelBudgets',
      'limits',
      'memberBudget',
      'memberBudgets',
      'members',
      'environments',
    ]);
    expect(words(keysAt(SCHEMA, ['teams', 'payments', 'budget']))).toEqual([
      'limit',
      'period',
      'soft',
      'timeZone',
      'alertAt',
    ]);
    expect(words(keysAt(SCHEMA, ['exceptions', 3]))).toContain('until');
    expect(keysAt(SCHEMA, ['teams'])).toEqual([]);
    expect(keysAt(SCHEMA, ['nowhere', 'else'])).toEqual([]);
  });

  it('names values', () => {
    expect(words(valuesAt(SCHEMA, ['keys', 'k', 'budget', 'period']))).toEqual(
      expect.arrayContaining(['day', 'month', 'null']),
    );
    expect(words(valuesAt(SCHEMA, ['teams', 't', 'models']))).toContain('all');
    expect(words(valuesAt(SCHEMA, ['roles', 'r', 'permissions', 0]))).toContain('use-models');
  });

  it('explains keys, and not names', () => {
    expect(describedAt(SCHEMA, ['teams', 'payments', 'budget', 'soft'])).toContain('nothing is refused');
    expect(describedAt(SCHEMA, ['teams'])).toContain('Teams by the name');
    expect(describedAt(SCHEMA, ['teams', 'payments'])).toBeNull();
    expect(describedAt(SCHEMA, ['typo'])).toBeNull();
    expect(describedAt(SCHEMA, [])).toBeNull();
  });
});

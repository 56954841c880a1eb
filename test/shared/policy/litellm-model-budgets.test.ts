import { describe, expect, it } from 'vitest';

import { knownGateway } from '../../../shared/policy/known-gateway.ts';
import { wantedModelBudgets } from '../../../shared/policy/litellm-model-budgets.ts';
import { heldRules } from '../../../shared/policy/held-rules.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';

const day = (limit: string) => ({ limit, period: '1d' });
const NEW = { version: '1.106.2', licensed: true };

describe('budgets of single models that are wanted', () => {
  it('are all that the policy names, in the spelling that is there, and no others', () => {
    const held = {
      a: { budget_limit: 1, time_period: '1d' },
      b: { max_budget: 1, budget_duration: '1d', rpm_limit: 3 },
      gone: { max_budget: 9, budget_duration: '7d' },
    };
    expect(wantedModelBudgets('key', { a: day('2'), b: day('2.5'), c: day('3') }, held, NEW)).toEqual({
      a: { budget_limit: 2, time_period: '1d' },
      b: { max_budget: 2.5, budget_duration: '1d' },
      c: { max_budget: 3, budget_duration: '1d' },
      gone: null,
    });
    expect(wantedModelBudgets('key', {}, held, NEW)).toEqual({ a: null, b: null, gone: null });
    expect(wantedModelBudgets('key', undefined, held, NEW)).toBeUndefined();
    expect(wantedModelBudgets('key', {}, undefined, NEW)).toBeUndefined();
  });

  it('are none of which the node refuses nothing', () => {
    const some = { a: day('2'), never: { limit: '2', period: null } };
    expect(wantedModelBudgets('user', some, {}, NEW)).toEqual({
      a: { max_budget: 2, budget_duration: '1d' },
    });
    expect(wantedModelBudgets('user', some, {}, { ...NEW, version: '1.81.13' })).toBeUndefined();
    expect(wantedModelBudgets('key', some, {}, { ...NEW, licensed: false })).toBeUndefined();
    expect(wantedModelBudgets('user', some, {}, { ...NEW, licensed: false })).toBeDefined();
  });

  it('leave a period that means the same as it is spelled', () => {
    const held = { a: { max_budget: 1, budget_duration: '30d' } };
    expect(wantedModelBudgets('key', { a: { limit: '2', period: '1mo' } }, held, NEW)).toEqual({
      a: { max_budget: 2, budget_duration: '30d' },
    });
  });
});

const holding = (budgets: JsonObject): Resource => ({
  kind: 'key',
  id: 'k',
  name: 'k',
  owner: 'database',
  fields: {},
  settings: { model_max_budget: budgets },
  observed: {},
});

describe('budgets of single models that are held', () => {
  it('are read in either spelling, all or none', () => {
    const both = { a: { budget_limit: 1.5, time_period: '1d' }, b: { max_budget: 2, budget_duration: '7d' } };
    expect(heldRules(holding(both))).toEqual({
      rules: { modelBudgets: { a: { limit: '1.5 USD', period: '1d' }, b: { limit: '2 USD', period: '7d' } } },
      left: [],
    });
    for (const odd of [{ max_budget: 2 }, { budget_duration: '1d' }, 'none'])
      expect(heldRules(holding({ ...both, c: odd }))).toEqual({
        rules: {},
        left: ['its budgets of single models'],
      });
    expect(heldRules(holding({}))).toEqual({ rules: {}, left: [] });
  });
});

describe('what is known of a gateway', () => {
  it('is its release, and its licence where it tells', () => {
    const licence = (has: boolean): Resource => ({
      ...holding({}),
      kind: 'status',
      id: 'licence',
      observed: { has_license: has },
    });
    expect(knownGateway({ version: '1', resources: [licence(false)] })).toEqual({
      version: '1',
      licensed: false,
    });
    expect(knownGateway({ version: '1', resources: [licence(true)] }).licensed).toBe(true);
    expect(knownGateway({ version: null, resources: [holding({})] }).licensed).toBeNull();
  });
});

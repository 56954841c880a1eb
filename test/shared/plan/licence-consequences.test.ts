import { expect, it } from 'vitest';

import type { Resource, Snapshot } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Draft } from '../../../shared/plan/gateway-planning.ts';
import { licenceConsequences } from '../../../shared/plan/licence-consequences.ts';

const draft = (budgets: JsonObject, rest: Partial<Draft> = {}): Draft => ({
  action: 'update',
  kind: 'key',
  name: 'ci',
  node: 'eu',
  fields: [],
  wanted: { settings: { model_max_budget: budgets } },
  ...rest,
});
const snapshot = (licensed: boolean | null): Snapshot => {
  const licence: Resource = {
    kind: 'status',
    id: 'licence',
    name: 'licence',
    owner: 'server',
    fields: {},
    settings: {},
    observed: { has_license: licensed },
  };
  return {
    format: 1,
    node: 'eu',
    kind: 'litellm',
    takenAt: '2026-11-01T00:00:00.000Z',
    version: '1.106.2',
    sections: [],
    resources: [licence],
    hash: 'h',
  };
};
const set = { a: { max_budget: 1, budget_duration: '1d' } };

it('says that a gateway without a licence refuses budgets of single models of keys and teams', () => {
  expect(licenceConsequences(draft(set), snapshot(false))[0]).toContain('and eu has none');
  expect(licenceConsequences(draft(set, { kind: 'team' }), snapshot(null))[0]).toContain('is not known');
  for (const none of [
    licenceConsequences(draft(set), snapshot(true)),
    licenceConsequences(draft({ a: null }), snapshot(false)),
    licenceConsequences(draft(set, { kind: 'user' }), snapshot(false)),
    licenceConsequences(draft(set, { wanted: { budget: null } }), snapshot(false)),
    licenceConsequences(draft(set, { action: 'delete' }), snapshot(false)),
  ])
    expect(none).toEqual([]);
});

import { describe, expect, it } from 'vitest';

import type { GatewayKind, NodeEntry } from '../../../shared/fleet/node.ts';
import type { Resource, Snapshot } from '../../../shared/fleet/snapshot.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { wantedState } from '../../../shared/policy/wanted-state.ts';

function resource(kind: Resource['kind'], name: string, rest: Partial<Resource> = {}): Resource {
  return {
    kind,
    id: `${kind}-${name}`,
    name,
    owner: 'database',
    fields: {},
    settings: {},
    observed: {},
    ...rest,
  };
}

function stateOf(
  policyText: string,
  kind: GatewayKind,
  resources: readonly Resource[],
  environment = 'prod',
) {
  const node: NodeEntry = { name: 'n1', kind, url: 'http://127.0.0.1', environment, key: { from: 'sample' } };
  const snapshot: Snapshot = {
    format: 1,
    node: 'n1',
    kind,
    takenAt: '2026-11-01T10:00:00.000Z',
    version: null,
    sections: [],
    resources,
    hash: 'h',
  };
  const { policy } = readPolicy(policyText);
  if (policy === null) throw new Error('The policy of this test does not read.');
  return wantedState(policy, snapshot, node);
}

const POLICY = `version: 1
modelGroups: { general: [gpt-4o, claude-sonnet] }
teams:
  payments:
    models: [general, general-access]
    budget: { limit: "300 USD", period: 30d }
    limits: { requestsPerMinute: 60 }
`;
const MODELS = [
  resource('model', 'gpt-4o', { settings: { model_info: { access_groups: ['general-access'] } } }),
  resource('model', 'claude-sonnet'),
];

describe('wantedState', () => {
  it('wants of LiteLLM everything the policy names, and nothing it does not', () => {
    const { resources, warnings } = stateOf(POLICY, 'litellm', [...MODELS, resource('team', 'payments')]);
    expect(resources).toEqual([
      {
        ...resource('team', 'payments'),
        fields: {
          models: ['claude-sonnet', 'general-access', 'gpt-4o'],
          budget: { limit: '300', period: '30d' },
          requestsPerMinute: 60,
        },
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it('wants of Doubleword the models it has, and says what stays without effect', () => {
    const { resources, warnings } = stateOf(POLICY, 'doubleword', MODELS);
    expect(resources).toMatchObject([
      { id: '', fields: { models: ['claude-sonnet', 'general-access', 'gpt-4o'] } },
    ]);
    expect(Object.keys(resources[0]?.fields ?? {})).toEqual(['models']);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('no team budgets'),
      expect.stringContaining('no team rate limits'),
    ]);
  });

  it('warns of models the node does not offer', () => {
    const text = 'version: 1\nteams: { a: { models: [gpt-4o, bedrock/x, nothing] } }';
    const models = [...MODELS, resource('model', 'bedrock/*')];
    const litellm = stateOf(text, 'litellm', models);
    expect(litellm.resources[0]?.fields).toEqual({ models: ['bedrock/x', 'gpt-4o', 'nothing'] });
    expect(litellm.warnings.map(({ message }) => message)).toEqual([
      'n1 does not offer nothing, which "a" may use: the team may use it as soon as it is offered.',
    ]);
    expect(stateOf(text, 'doubleword', MODELS).resources[0]?.fields).toEqual({ models: ['gpt-4o'] });
  });

  it('spells "all" as each gateway can hold it', () => {
    const text = 'version: 1\nteams: { a: { models: all } }';
    expect(stateOf(text, 'litellm', MODELS).resources[0]?.fields).toEqual({ models: ['*'] });
    const doubleword = stateOf(text, 'doubleword', [resource('model', 'b'), resource('model', 'a')]);
    expect(doubleword.resources[0]?.fields).toEqual({ models: ['a', 'b'] });
    expect(doubleword.warnings[0]?.message).toContain('2 models of today');
  });

  it('passes null on, which clears, and leaves out what is absent, which keeps', () => {
    const text = 'version: 1\nteams: { a: { budget: null, limits: { tokensPerMinute: null } } }';
    expect(stateOf(text, 'litellm', []).resources[0]?.fields).toEqual({
      budget: null,
      tokensPerMinute: null,
    });
  });

  it('warns when LiteLLM is to forget the period of a budget, and only then', () => {
    const text = 'version: 1\nteams: { a: { budget: { limit: "5 USD", period: null } } }';
    const held = (budget: JsonValue) => [resource('team', 'a', { fields: { budget } })];
    const period = stateOf(text, 'litellm', held({ limit: '5', period: '30d' }));
    expect(period.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('n1 is asked to let the budget of "a" never start anew.'),
    ]);
    expect(period.resources[0]?.fields).toEqual({ budget: { limit: '5', period: null } });
    for (const budget of [null, { limit: '5', period: null }])
      expect(stateOf(text, 'litellm', held(budget)).warnings).toEqual([]);
  });

  it('leaves out a name that stands for several teams, and teams of other environments', () => {
    const text = 'version: 1\nteams: { twice: { models: [] }, test: { environments: [staging] } }';
    const held = [resource('team', 'twice', { id: '1' }), resource('team', 'twice', { id: '2' })];
    const { resources, ambiguous, elsewhere, warnings } = stateOf(text, 'litellm', held);
    expect(resources).toEqual([]);
    expect([[...ambiguous], [...elsewhere]]).toEqual([['twice'], ['test']]);
    expect(warnings[0]?.message).toContain('2 teams named "twice"');
    expect(stateOf(text, 'litellm', [], 'staging').resources.map(({ name }) => name)).toEqual([
      'twice',
      'test',
    ]);
  });
});

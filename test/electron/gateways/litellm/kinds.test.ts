import { describe, expect, it } from 'vitest';
import { readTeamMembers } from '../../../../electron/gateways/litellm/team-members.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { read, readBody, resources } from './read.ts';
import { recordedBody } from './recorded.ts';
import type { Release } from './recorded.ts';

describe('the readers of LiteLLM, kind by kind,', () => {
  it('read access groups of both kinds', () => {
    const [group] = resources('access_group-v1-list');
    expect(group).toMatchObject({
      kind: 'accessGroup',
      id: '4e3f10ea-3097-4112-8836-52d32e085d9b',
      name: 'frontier',
      fields: { models: ['claude-sonnet', 'gpt-4o'], teams: ['team-02'], keys: [] },
      settings: { description: 'frontier models' },
    });
    expect(resources('access_group-v1-list', '1.81.13')[0]?.fields).toEqual(group?.fields);
    const [ofModels] = resources('access_group-model-info');
    expect(ofModels).toMatchObject({
      id: 'general',
      name: 'general',
      fields: { models: ['db-claude'], budget: null },
    });
    expect(resources('access_group-model-info', '1.81.13')[0]?.fields).toEqual({ models: ['db-claude'] });
    const [withBudget] =
      readBody('/access_group/list', {
        access_groups: [
          {
            access_group: 'general',
            model_names: [],
            deployment_count: 0,
            spend: 1,
            budget: {
              budget_id: 'x',
              max_budget: 3,
              budget_duration: '1d',
              soft_budget: 2,
              budget_reset_at: null,
            },
          },
        ],
      })?.items ?? [];
    expect(withBudget).toMatchObject({
      resource: {
        fields: { budget: { limit: '3', period: '1d' } },
        settings: { budget: { soft_budget: 2 } },
      },
    });
  });

  it.each<Release>(['1.106.2', '1.81.13'])(
    'read credentials of %s by the names of their values',
    (release) => {
      const reading = read('credentials-list-masked', release);
      const [item] = reading.items;
      expect(item).toMatchObject({
        resource: {
          id: 'openai-prod',
          owner: 'database',
          fields: { values: ['api_base', 'api_key'] },
          settings: { credential_info: { description: 'prod', custom_llm_provider: 'openai' } },
        },
      });
      expect(JSON.stringify([(item as { resource: Resource }).resource, reading.facts])).not.toMatch(
        /\*\*34|example\.test/,
      );
    },
  );

  it('read customers with their budget, whose id counts only where somebody chose it', () => {
    const customers = new Map(resources('customer-list').map((customer) => [customer.id, customer]));
    expect(customers.get('cust-00')).toMatchObject({
      kind: 'customer',
      name: 'Customer 0',
      fields: { blocked: false, budget: { limit: '5', period: null }, requestsPerMinute: null },
      settings: {},
      observed: { budget_id: '40b6ed2a-efb8-4742-a724-f506c464f1ed' },
    });
    expect(resources('customer-info-blocked')[0]?.fields['blocked']).toBe(true);
    const [chosen] =
      readBody('/customer/list', [
        {
          user_id: 'c',
          budget_id: 'free-tier',
          litellm_budget_table: { budget_id: 'free-tier', max_budget: 1 },
        },
      ])?.items ?? [];
    expect(chosen).toMatchObject({ resource: { settings: { budget_id: 'free-tier' } } });
  });

  it('tell tags that somebody made from those that requests brought along', () => {
    const made = {
      name: 'checkout',
      description: 'd',
      models: ['b', 'a'],
      model_info: {},
      created_by: 'someone',
    };
    const brought = { name: 'User-Agent: x', description: 'just a spend tag', models: null, created_at: 't' };
    const items = readBody('/tag/list', [made, brought])?.items ?? [];
    expect(items.map((item) => 'resource' in item && item.resource.kind)).toEqual(['tag', 'status']);
    expect(items[0]).toMatchObject({
      resource: {
        id: 'checkout',
        fields: { models: ['a', 'b'], budget: null },
        settings: { description: 'd' },
      },
    });
  });

  it('know guardrails of the file by their name, for their id changes with every start', () => {
    const guardrails = resources('guardrails-list-v2');
    expect(guardrails.find(({ name }) => name === 'file-guard')).toMatchObject({
      id: 'file-guard',
      owner: 'file',
    });
    expect(guardrails.find(({ name }) => name === 'db-guard')).toMatchObject({
      id: 'f305df86-6bf8-4898-8308-89c9250cb6b4',
      owner: 'database',
    });
    expect(resources('guardrails-get')[0]).toMatchObject({ kind: 'guardrail', name: 'rec-guard' });
  });

  it('keep of a guardrail what somebody set, and count nothing that the gateway fills in', () => {
    for (const release of ['1.106.2', '1.81.13'] as const) {
      const [first] = resources('guardrails-list-v2', release);
      expect(first?.settings, release).toEqual({
        guardrail_info: { owner: 'secops' },
        litellm_params: {
          guardrail: 'litellm_content_filter',
          mode: 'pre_call',
          patterns: [{ pattern_type: 'prebuilt', pattern_name: 'email', action: 'MASK' }],
        },
      });
    }
  });

  it('count the access groups of a team and a key with the groups, whose ids differ from node to node', () => {
    const [team] = readBody('/team/list', [{ team_id: 't', access_group_ids: ['g1'] }])?.items ?? [];
    expect(team).toMatchObject({ resource: { settings: {}, observed: { access_group_ids: ['g1'] } } });
    const [key] =
      readBody('/key/list', { keys: [{ token: 'a'.repeat(64), access_group_ids: ['g1'] }] })?.items ?? [];
    expect(key).toMatchObject({ resource: { settings: {}, observed: { access_group_ids: ['g1'] } } });
  });

  it('read guardrail policies in production, and report other versions only', () => {
    const [strict] = resources('policies-list');
    expect(strict).toMatchObject({
      kind: 'guardrailPolicy',
      name: 'strict',
      settings: { inherit: 'baseline', guardrails_add: ['file-guard'], condition: { model: 'gpt-4o.*' } },
      observed: { version_number: 1, version_status: 'production' },
    });
    expect(resources('policies-list', '1.81.13')[0]?.settings).toEqual(strict?.settings);
    const draft = { policy_id: 'p', policy_name: 'strict', version_number: 2, version_status: 'draft' };
    const file = { policy_id: 'random', policy_name: 'base', definition_location: 'config' };
    const [second, ofFile] =
      readBody('/policies/list', { policies: [draft, file], total_count: 2 })?.items ?? [];
    expect(second).toMatchObject({
      resource: { kind: 'status', name: 'policy strict, version 2 (draft)' },
    });
    expect(ofFile).toMatchObject({ resource: { id: 'base', name: 'base', owner: 'file' } });
  });

  it('call policy attachments by what they attach to what', () => {
    const attachments = [
      { attachment_id: 'a', policy_name: 'base', scope: '*', teams: [], keys: [], models: [], tags: [] },
      {
        attachment_id: 'b',
        policy_name: 'strict',
        scope: null,
        teams: ['red', 'blue'],
        keys: ['k-*'],
        default: false,
      },
      { attachment_id: 'c', policy_name: 'strict' },
    ];
    const items = readBody('/policies/attachments/list', { attachments, total_count: 3 })?.items ?? [];
    expect(items.map((item) => 'resource' in item && item.resource.name)).toEqual([
      'base: everything',
      'strict: teams blue, red; keys k-*',
      'strict: nothing',
    ]);
    expect(items[1]).toMatchObject({
      resource: { settings: { policy_name: 'strict', teams: ['blue', 'red'], keys: ['k-*'] } },
    });
  });

  it('read the settings of the router, with their owner, and none where the default rules', () => {
    const settings = new Map(resources('nodb-router-settings').map((setting) => [setting.id, setting]));
    expect(settings.get('router_settings.fallbacks')).toMatchObject({
      owner: 'file',
      fields: { value: [{ broken: ['claude-sonnet'] }] },
      observed: { source: 'config' },
    });
    expect(settings.get('router_settings.num_retries')).toMatchObject({
      owner: 'database',
      fields: { value: null },
      observed: { value_in_use: 0 },
    });
  });

  it('read the defaults of teams and users as settings', () => {
    expect(resources('settings-get-default-team-settings')).toEqual([
      {
        kind: 'setting',
        id: 'litellm_settings.default_team_params',
        name: 'litellm_settings.default_team_params',
        owner: 'database',
        fields: { value: null },
        settings: {},
        observed: {},
      },
    ]);
    const [users] =
      readBody('/get/internal_user_settings', { values: { user_role: 'x', models: null } })?.items ?? [];
    expect(users).toMatchObject({ resource: { fields: { value: { user_role: 'x' } } } });
  });

  it('report callbacks with the names of their variables, never the values', () => {
    const reading = readBody('/get/config/callbacks', {
      status: 'success',
      callbacks: [
        { name: 'otel', variables: { OTEL_ENDPOINT: 'http://x', OTEL_HEADERS: 'plain-0001', OTHER: null } },
      ],
      alerts: [{ name: 'email', variables: { SMTP_HOST: null } }],
    });
    const [item] = reading?.items ?? [];
    expect(item).toMatchObject({
      resource: {
        kind: 'status',
        name: 'callbacks',
        owner: 'server',
        fields: {},
        observed: {
          callbacks: [{ name: 'otel', variables: ['OTEL_ENDPOINT', 'OTEL_HEADERS'] }],
          alerts: [{ name: 'email', variables: [] }],
        },
      },
    });
    expect(JSON.stringify((item as { resource: Resource }).resource)).not.toContain('plain-0001');
  });

  it('report the licence, the gateway, the cache and who may ask', () => {
    expect(resources('health-license')[0]).toMatchObject({
      id: 'licence',
      observed: { license_type: 'community' },
    });
    expect(resources('health-readiness-details-admin')[0]).toMatchObject({
      observed: { litellm_version: '1.106.2' },
    });
    expect(resources('config-get-allowed-ips')[0]).toMatchObject({
      id: 'allowed-ips',
      observed: { data: null },
    });
    const cache = { fields: [], current_values: { type: 'redis', url: 'redis://:pw-0001@h:1' } };
    const [item] = readBody('/cache/settings', cache)?.items ?? [];
    expect(item).toMatchObject({
      resource: { observed: { current_values: { type: 'redis', url: 'redis://‹hidden›@h:1' } } },
    });
  });

  it('read what members of a team may spend, from the team alone', () => {
    const members = readTeamMembers(recordedBody('team-info-with-keys', '1.81.13'));
    expect(members.find(({ user }) => user === 'user-022')).toMatchObject({
      budget: { limit: '3', period: null },
      settings: {},
    });
    expect(readTeamMembers({ team_memberships: null })).toEqual([]);
  });
});

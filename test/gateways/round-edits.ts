import type { JsonObject } from '../../shared/json.ts';
import { change, create, remove, settingsWith, type Edit } from './edits.ts';

/** What the references to secrets stand for: made up. */
export const ROUND_SECRETS: Readonly<Record<string, string>> = {
  ROUND_KEY_A: 'sk-made-up-round-key-00000001',
  ROUND_KEY_B: 'sk-made-up-round-key-00000002',
  ROUND_PROVIDER: 'sk-made-up-round-provider-0001',
};

const monthly = (limit: string): JsonObject => ({ limit, period: '30d' });

/** Thirty edits and more, of every kind that is written. */
const EDITS: readonly Edit[] = [
  create('budget', 'round-budget-a', { budget: monthly('40'), requestsPerMinute: 10 }),
  create('budget', 'round-budget-b', { budget: { limit: '0.5', period: null } }),
  change('budget', 'budget-team', { budget: monthly('120.25') }),
  remove('budget', 'budget-zero'),

  create('team', 'round team', {
    models: ['claude-sonnet', 'gpt-4o'],
    budget: monthly('75'),
    tokensPerMinute: 20_000,
    members: ['user-006', 'user-008'],
    memberBudget: monthly('7.5'),
    memberBudgets: { 'user-008': { limit: '1', period: null } },
    settings: { metadata: { cost_center: 'CC-900' } },
  }),
  create('team', 'round team without models', { models: [], members: ['user-006', 'user-007'] }),
  change('team', 'payments', {
    budget: monthly('11.5'),
    requestsPerMinute: 450,
    memberBudget: { limit: '2.25', period: '7d' },
  }),
  change('team', 'search', { models: ['gpt-4o'], blocked: false }),
  change('team', 'support', { budget: null }),
  remove('team', 'empty-team'),

  create('user', 'round@example.test', { role: 'internal_user', budget: { limit: '4', period: '7d' } }),
  change('user', 'person004@example.test', { budget: { limit: '9', period: '7d' } }),
  change('user', 'person005@example.test', { role: 'internal_user_viewer' }),

  create('key', 'round-key-a', {
    team: 'team-03',
    models: ['gpt-4o'],
    budget: monthly('2'),
    settings: { key: '${ROUND_KEY_A}', metadata: { owner: 'round' } },
  }),
  create('key', 'round-key-b', { requestsPerMinute: 30, settings: { key: '${ROUND_KEY_B}' } }),
  change('key', 'svc-0003', { models: ['claude-sonnet'], requestsPerMinute: 25 }),
  change('key', 'svc-0005', { budget: monthly('3.75') }),
  change('key', 'svc-0008', { blocked: true }),

  create('model', 'round-model', {
    target: 'openai/gpt-4o-mini',
    inputPrice: '0.0000002',
    outputPrice: '0.0000008',
    requestsPerMinute: 15,
    settings: { litellm_params: { mock_response: 'made up' } },
  }),
  change('model', 'db-gpt-mini', { requestsPerMinute: 70 }),

  create('customer', 'round-customer', { budget: { limit: '6', period: null } }),
  change('customer', 'Customer 1', { budget: { limit: '7', period: null } }),

  create('tag', 'round-tag', {
    budget: { limit: '2', period: '7d' },
    settings: { description: 'made by the round' },
  }),
  change('tag', 'checkout', {
    budget: { limit: '5', period: '30d' },
    settings: { description: 'changed by the round' },
  }),
  remove('tag', 'Ünïcode tag'),

  {
    ...create('accessGroup', 'round-group', { models: ['gpt-4o'], settings: { description: 'round' } }),
    since: '1.106.2',
  },
  {
    ...change('accessGroup', 'frontier', { models: ['claude-sonnet', 'db-claude', 'gpt-4o'] }),
    since: '1.106.2',
  },

  create('credential', 'round-credential', {
    settings: {
      credential_info: { custom_llm_provider: 'openai' },
      credential_values: { api_key: '${ROUND_PROVIDER}' },
    },
  }),
  change('credential', 'openai-prod', (before) => ({
    settings: settingsWith(before, {
      credential_info: { custom_llm_provider: 'openai', description: 'changed by the round' },
    }),
  })),

  create('guardrail', 'round-guardrail', {
    settings: {
      litellm_params: {
        guardrail: 'litellm_content_filter',
        mode: 'pre_call',
        patterns: [{ pattern_type: 'prebuilt', pattern_name: 'us_ssn', action: 'BLOCK' }],
      },
      guardrail_info: { owner: 'round' },
    },
  }),
  change('guardrail', 'db-guard', (before) => ({
    settings: settingsWith(before, { guardrail_info: { owner: 'somebody else' } }),
  })),

  create('guardrailPolicy', 'round-policy', {
    settings: { description: 'round', guardrails_add: ['db-guard'] },
  }),
  change('guardrailPolicy', 'baseline', (before) => ({
    settings: settingsWith(before, { description: 'changed by the round' }),
  })),

  // An attachment goes by what it attaches.
  create('policyAttachment', 'baseline: teams legal', {
    settings: { policy_name: 'baseline', teams: ['legal'] },
  }),

  change('setting', 'general_settings.global_max_parallel_requests', { value: 900 }),
  // 1.81.13 goes on with a value that was taken out of its database until it is started again.
  { ...change('setting', 'general_settings.max_parallel_requests', { value: 55 }), since: '1.106.2' },
];

/** The edits that a release can take. */
export function editsOf(release: string): readonly Edit[] {
  return EDITS.filter(({ since }) => since === undefined || release !== '1.81.13');
}

/**
 * What the proxy under test holds before the suite begins, as bodies of its admin API (1.81.13, 1.106.2). The simulator
 * under test holds the same (test/electron/sample/litellm/lab-state.ts), and so did the proxies that the recordings are of.
 * Every key is made up.
 */

/** @typedef {Readonly<Record<string, unknown>>} Body */

/** Keys that tests use in the clear, by what they are. */
export const KEYS = {
  viewer: 'sk-test-admin-viewer-0000000001',
  admin: 'sk-test-proxy-admin-00000000001',
  internalUser: 'sk-test-internal-user-000000001',
  llmOnly: 'sk-test-llm-api-000000000000001',
  blocked: 'sk-test-blocked-000000000000001',
};

const TEAMS = [
  'payments',
  'search',
  'data-science',
  'support',
  'mobile',
  'platform',
  'legal',
  'hr',
  'finance',
  'Büro-Köln 🏢',
  'sandbox',
  'empty-team',
];
const TEAM_MODELS = [
  ['gpt-4o', 'claude-sonnet'],
  [],
  ['general'],
  ['all-proxy-models'],
  ['bedrock/*'],
  ['no-default-models'],
];
const ROLES = ['internal_user', 'internal_user_viewer', 'proxy_admin_viewer', 'proxy_admin', 'internal_user'];

export const budgets = [
  { budget_id: 'budget-small', max_budget: 5, budget_duration: '1d', tpm_limit: 10_000, rpm_limit: 100 },
  { budget_id: 'budget-team', max_budget: 100, budget_duration: '30d', tpm_limit: 10_000, rpm_limit: 200 },
  { budget_id: 'budget-zero', max_budget: 0, budget_duration: '7d', tpm_limit: 10_000, rpm_limit: 300 },
  { budget_id: 'budget-big', max_budget: 25_000.5, tpm_limit: 5_000_000_000, rpm_limit: 400 },
];

export const teams = TEAMS.map((team_alias, index) => ({
  team_id: `team-${two(index)}`,
  team_alias,
  models: TEAM_MODELS[index % 6] ?? [],
  metadata: { cost_center: `CC-${100 + index}`, nested: { a: [1, 2, { b: null }] } },
  ...(index % 3 === 0
    ? { max_budget: 10 * (index + 1), budget_duration: '30d', tpm_limit: 100_000, rpm_limit: 500 }
    : {}),
  ...(index === 1 ? { blocked: true } : {}),
  ...(index === 10 ? { max_budget: 1e-7 } : {}),
}));

export const users = numbers(30).map((index) => ({
  user_id: userId(index),
  user_email: `person${three(index)}@example.test`,
  user_alias: `Person ${three(index)}`,
  user_role: ROLES[index % 5] ?? '',
  auto_create_key: false,
  ...(index % 4 === 0 ? { max_budget: 1.5 * index, budget_duration: '7d' } : {}),
}));

export const members = numbers(15).map((half) => ({
  team_id: `team-${two((half * 2) % 11)}`,
  member: [{ role: 'user', user_id: userId(half * 2) }],
  // Every second member spends from a budget of their own.
  ...(half % 2 === 1 ? { max_budget_in_team: 3 } : {}),
}));

/** The numbered keys of teams and users. */
export const numberedKeys = numbers(115).map((index) => ({
  key: keyText(index),
  key_alias: `svc-${String(index).padStart(4, '0')}`,
  metadata: { owner: `o${index}`, env: index % 2 === 0 ? 'prod' : 'dev' },
  ...teamOfKey(index),
  ...(index % 5 === 0 ? { max_budget: 2.5, budget_duration: '30d' } : {}),
  ...(index % 6 === 0 ? { models: ['gpt-4o'] } : {}),
  ...(index % 7 === 0 ? { user_id: userId(index % 30) } : {}),
  ...(index % 9 === 0 ? { duration: '90d' } : {}),
  ...(index % 11 === 0 ? { aliases: { fast: 'gpt-4o' }, tpm_limit: 1000, rpm_limit: 10 } : {}),
}));

/** @type {readonly Body[]} */
export const keys = [
  ...numberedKeys,
  { key: KEYS.internalUser, key_alias: 'k-internal', user_id: 'user-000' },
  { key: KEYS.viewer, key_alias: 'k-viewer', user_id: 'user-002' },
  { key: KEYS.admin, key_alias: 'k-admin', user_id: 'user-003' },
  { key: KEYS.llmOnly, key_alias: 'k-llm', key_type: 'llm_api' },
  { key: KEYS.blocked, key_alias: 'k-blocked', blocked: true },
];

export const customers = numbers(12).map((index) => ({
  user_id: `cust-${two(index)}`,
  alias: `Customer ${index}`,
  blocked: index === 5,
  ...(index % 3 === 0 ? { max_budget: 5 } : {}),
}));

/** @type {readonly Body[]} */
export const tags = ['checkout', 'batch', 'Ünïcode tag'].map((name) => ({
  name,
  description: `tag ${name}`,
  models: [],
}));

export const models = [
  databaseModel('db-model-0001', 'db-gpt-mini', 'openai/gpt-4o-mini', {}),
  databaseModel('db-model-0002', 'db-claude', 'anthropic/claude-haiku-4-5', { access_groups: ['general'] }),
  databaseModel('db-model-0003', 'gpt-4o', 'openai/gpt-4o', { base_model: 'gpt-4o' }),
];

/** @type {Body} */
export const credential = {
  credential_name: 'openai-prod',
  credential_info: { custom_llm_provider: 'openai', description: 'prod' },
  credential_values: { api_key: 'sk-test-credential-value-1234', api_base: 'https://example.test/v1' },
};

/** @type {Body} */
export const accessGroup = {
  access_group_name: 'frontier',
  description: 'frontier models',
  access_model_names: ['gpt-4o', 'claude-sonnet'],
  assigned_team_ids: ['team-02'],
};

/** @type {Body} */
export const guardrail = {
  guardrail: {
    guardrail_name: 'db-guard',
    litellm_params: {
      guardrail: 'litellm_content_filter',
      mode: 'pre_call',
      default_on: false,
      patterns: [{ pattern_type: 'prebuilt', pattern_name: 'email', action: 'MASK' }],
    },
    guardrail_info: { owner: 'secops' },
  },
};

/** @type {readonly Body[]} */
export const policies = [
  { policy_name: 'baseline', description: 'all', guardrails_add: ['db-guard'], guardrails_remove: [] },
  {
    policy_name: 'strict',
    inherit: 'baseline',
    guardrails_add: ['file-guard'],
    condition: { model: 'gpt-4o.*' },
  },
];

/** @type {readonly Body[]} */
export const attachments = [
  { policy_name: 'baseline', teams: ['payments', 'search'] },
  { policy_name: 'strict', keys: ['svc-*'] },
];

/** A setting that stands in the database. @type {Body} */
export const setting = {
  config_type: 'general_settings',
  field_name: 'global_max_parallel_requests',
  field_value: 1000,
};

/**
 * @param {string} id
 * @param {string} model_name
 * @param {string} model
 * @param {Body} info
 */
function databaseModel(id, model_name, model, info) {
  return {
    model_name,
    litellm_params: { model, api_key: 'sk-test-upstream-secret-0001', mock_response: 'db mock', rpm: 50 },
    model_info: { id, ...info },
  };
}

/**
 * The plain text of a numbered key.
 *
 * @param {number} index
 */
export function keyText(index) {
  return `sk-test-key-${String(index).padStart(4, '0')}-0000000000`;
}

/**
 * @param {number} index
 * @returns {{ readonly team_id?: string }}
 */
function teamOfKey(index) {
  if (index % 10 === 1) return { team_id: 'team-00' };
  return index % 7 === 0 ? {} : { team_id: `team-${two(index % 10)}` };
}

/**
 * @param {number} index
 */
function userId(index) {
  return `user-${three(index)}`;
}

/**
 * @param {number} number
 */
function two(number) {
  return String(number).padStart(2, '0');
}

/**
 * @param {number} number
 */
function three(number) {
  return String(number).padStart(3, '0');
}

/**
 * @param {number} count
 */
function numbers(count) {
  return Array.from({ length: count }, (_, index) => index);
}

import { post, type Step } from './step.ts';

const pad = (number: number, size: number): string => String(number).padStart(size, '0');

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

const BUDGETS: readonly (readonly [string, number, string | null])[] = [
  ['budget-small', 5, '1d'],
  ['budget-team', 100, '30d'],
  ['budget-zero', 0, '7d'],
  ['budget-big', 25_000.5, null],
];

function budgets(): readonly Step[] {
  return BUDGETS.map(([id, limit, period], i) =>
    post('/budget/new', {
      budget_id: id,
      max_budget: limit,
      rpm_limit: 100 * (i + 1),
      tpm_limit: i === 3 ? 5_000_000_000 : 10_000,
      ...(period === null ? {} : { budget_duration: period }),
    }),
  );
}

function team(alias: string, i: number): Step {
  return post('/team/new', {
    team_id: `team-${pad(i, 2)}`,
    team_alias: alias,
    models: TEAM_MODELS[i % 6],
    metadata: { cost_center: `CC-${100 + i}`, nested: { a: [1, 2, { b: null }] } },
    ...(i % 3 === 0
      ? { max_budget: 10 * (i + 1), budget_duration: '30d', tpm_limit: 100_000, rpm_limit: 500 }
      : {}),
    ...(i === 1 ? { blocked: true } : {}),
    ...(i === 10 ? { max_budget: 1e-7 } : {}),
  });
}

function user(i: number): Step {
  return post('/user/new', {
    user_id: `user-${pad(i, 3)}`,
    user_email: `person${pad(i, 3)}@example.test`,
    user_alias: `Person ${pad(i, 3)}`,
    user_role: ROLES[i % 5],
    auto_create_key: false,
    ...(i % 4 === 0 ? { max_budget: 1.5 * i, budget_duration: '7d' } : {}),
  });
}

function member(i: number): Step {
  return post('/team/member_add', {
    team_id: `team-${pad(i % 11, 2)}`,
    member: [{ role: 'user', user_id: `user-${pad(i, 3)}` }],
    max_budget_in_team: i % 4 === 0 ? null : 3,
  });
}

/** The plain text of a numbered key of the lab: made up. */
export function labKeyText(i: number): string {
  return `sk-test-key-${pad(i, 4)}-0000000000`;
}

function key(i: number): Step {
  const teamId = i % 10 === 1 ? 'team-00' : i % 7 === 0 ? null : `team-${pad(i % 10, 2)}`;
  return post('/key/generate', {
    key: labKeyText(i),
    key_alias: `svc-${pad(i, 4)}`,
    metadata: { owner: `o${i}`, env: i % 2 === 0 ? 'prod' : 'dev' },
    ...(teamId === null ? {} : { team_id: teamId }),
    ...(i % 5 === 0 ? { max_budget: 2.5, budget_duration: '30d' } : {}),
    ...(i % 6 === 0 ? { models: ['gpt-4o'] } : {}),
    ...(i % 9 === 0 ? { duration: '90d' } : {}),
    ...(i % 7 === 0 ? { user_id: `user-${pad(i % 30, 3)}` } : {}),
    ...(i % 11 === 0 ? { aliases: { fast: 'gpt-4o' }, tpm_limit: 1000, rpm_limit: 10 } : {}),
  });
}

const SPECIAL_KEYS: Readonly<Record<string, object>> = {
  'sk-test-internal-user-000000001': { user_id: 'user-000', key_alias: 'k-internal' },
  'sk-test-admin-viewer-0000000001': { user_id: 'user-002', key_alias: 'k-viewer' },
  'sk-test-proxy-admin-00000000001': { user_id: 'user-003', key_alias: 'k-admin' },
  'sk-test-internal-viewer-0000001': { user_id: 'user-001', key_alias: 'k-intviewer' },
  'sk-test-team-only-0000000000001': { team_id: 'team-00', key_alias: 'k-team' },
  'sk-test-spend-routes-0000000001': { key_alias: 'k-spend', permissions: { get_spend_routes: true } },
  'sk-test-blocked-000000000000001': { key_alias: 'k-blocked', blocked: true },
  'sk-test-expired-000000000000001': { key_alias: 'k-expired', duration: '1s' },
  'sk-test-tiny-budget-00000000001': { key_alias: 'k-tiny', max_budget: 1e-7 },
  'sk-test-zero-budget-00000000001': { key_alias: 'k-zero', max_budget: 0 },
  'sk-test-one-model-0000000000001': { key_alias: 'k-onemodel', models: ['claude-sonnet'] },
  'sk-test-rpm-one-00000000000001': { key_alias: 'k-rpm1', rpm_limit: 1 },
  'sk-test-read-only-0000000000001': { key_alias: 'k-readonly', key_type: 'read_only' },
  'sk-test-management-000000000001': { key_alias: 'k-mgmt', key_type: 'management' },
  'sk-test-llm-api-000000000000001': { key_alias: 'k-llm', key_type: 'llm_api' },
  'sk-test-team-blocked-0000000001': { team_id: 'team-01', key_alias: 'k-teamblocked' },
  'sk-test-team-nomodel-0000000001': { team_id: 'team-05', key_alias: 'k-teamnomodel' },
  'sk-test-team-poor-000000000001': { team_id: 'team-10', key_alias: 'k-teampoor' },
};

/** The plain text of every key of the lab. */
export function labKeys(): readonly string[] {
  return [...count(115, labKeyText), ...Object.keys(SPECIAL_KEYS)];
}

const DATABASE_MODELS: readonly (readonly [string, string, object])[] = [
  ['db-gpt-mini', 'openai/gpt-4o-mini', { id: 'db-model-0001' }],
  ['db-claude', 'anthropic/claude-haiku-4-5', { id: 'db-model-0002', access_groups: ['general'] }],
  ['gpt-4o', 'openai/gpt-4o', { id: 'db-model-0003', base_model: 'gpt-4o' }],
];

function rules(): readonly Step[] {
  const guardrail = {
    guardrail_name: 'db-guard',
    litellm_params: {
      guardrail: 'litellm_content_filter',
      mode: 'pre_call',
      default_on: false,
      patterns: [{ pattern_type: 'prebuilt', pattern_name: 'email', action: 'MASK' }],
    },
    guardrail_info: { owner: 'secops' },
  };
  return [
    post('/credentials', {
      credential_name: 'openai-prod',
      credential_info: { custom_llm_provider: 'openai', description: 'prod' },
      credential_values: { api_key: 'sk-test-credential-value-1234', api_base: 'https://example.test/v1' },
    }),
    post('/v1/access_group', {
      access_group_name: 'frontier',
      description: 'frontier models',
      access_model_names: ['gpt-4o', 'claude-sonnet'],
      assigned_team_ids: ['team-02'],
    }),
    post('/guardrails', { guardrail }),
    post('/policies', {
      policy_name: 'baseline',
      description: 'all',
      guardrails_add: ['db-guard'],
      guardrails_remove: [],
    }),
    post('/policies', {
      policy_name: 'strict',
      inherit: 'baseline',
      guardrails_add: ['file-guard'],
      condition: { model: 'gpt-4o.*' },
    }),
    post('/policies/attachments', { policy_name: 'baseline', teams: ['payments', 'search'] }),
    post('/policies/attachments', { policy_name: 'strict', keys: ['svc-*'] }),
  ];
}

const ASKED = ['gpt-4o', 'claude-sonnet', 'gpt-4o', 'free-local', 'broken', 'nope'];
const TAGS = [['checkout'], ['batch', 'nightly'], []];

function chat(i: number): Step {
  const body = {
    model: ASKED[i % 6],
    messages: [{ role: 'user', content: `hi ${i}` }],
    user: `cust-${pad(i % 12, 2)}`,
    metadata: { tags: TAGS[i % 3] },
  };
  return post('/v1/chat/completions', body, { key: labKeyText((i * 7) % 115) });
}

const count = <T>(length: number, make: (i: number) => T): readonly T[] =>
  Array.from({ length }, (_, i) => make(i));

/** How the recorded proxy was filled over its own API, in order. */
export function labSeed(): readonly Step[] {
  return [
    ...budgets(),
    post('/organization/new', {
      organization_id: 'org-research',
      organization_alias: 'Research',
      models: [],
      max_budget: 500,
    }),
    ...TEAMS.map(team),
    ...count(30, user),
    ...count(15, (i) => member(i * 2)),
    ...count(115, key),
    ...Object.entries(SPECIAL_KEYS).map(([plain, body]) => post('/key/generate', { key: plain, ...body })),
    ...count(12, (i) =>
      post('/customer/new', {
        user_id: `cust-${pad(i, 2)}`,
        alias: `Customer ${i}`,
        ...(i % 3 === 0 ? { max_budget: 5 } : {}),
        blocked: i === 5,
      }),
    ),
    ...['checkout', 'batch', 'Ünïcode tag'].map((name) =>
      post('/tag/new', { name, description: `tag ${name}`, models: [] }),
    ),
    ...DATABASE_MODELS.map(([name, model, info]) =>
      post('/model/new', {
        model_name: name,
        litellm_params: { model, api_key: 'sk-test-upstream-secret-0001', mock_response: 'db mock', rpm: 50 },
        model_info: info,
      }),
    ),
    ...rules(),
    ...count(150, chat),
  ];
}

import * as data from '../../../../build/gateways/seed-data.mjs';
import { hashKey } from '../../../../electron/sample/litellm/auth.ts';
import { float } from '../../../../electron/sample/litellm/python.ts';
import type {
  Deployment,
  KeyRow,
  LitellmState,
  TeamRow,
  UserRow,
} from '../../../../electron/sample/litellm/state.ts';
import { nextReset } from '../../../../electron/sample/litellm/time.ts';

/** The instant of most recordings. */
export const LAB_NOW = Date.UTC(2026, 10, 23, 13, 4);
/** The master key that the recordings were made with: made up. */
export const LAB_MASTER_KEY = 'sk-test-master-000000000000000000000001';

const MADE = Date.UTC(2026, 10, 23, 12, 56);

/** The state of the proxy that the recordings were made from, as far as the simulated routes show it. */
export function labState(): LitellmState {
  return {
    seed: 'lab',
    models: [...FILE_MODELS, ...DATABASE_MODELS],
    teams: data.teams.map(labTeam),
    deletedTeams: [],
    keys: [...data.numberedKeys.map(labKey), ...Object.entries(SPECIAL_KEYS).map(specialKey)],
    users: [
      labUser({ user_id: 'default_user_id', user_role: 'internal_user' }, -1),
      ...data.users.map(labUser),
    ],
    budgets: data.budgets.map(labBudget),
    customers: data.customers.map(({ user_id: id, alias, blocked, max_budget: limit }) => ({
      id,
      alias,
      blocked,
      spend: 0.002,
      budgetId: limit === undefined ? null : 'budget-big',
    })),
    credentials: [
      {
        name: 'openai-prod',
        info: { description: 'prod', custom_llm_provider: 'openai' },
        maskedValues: { api_key: 'sk****34', api_base: 'https://example.test/v1' },
      },
    ],
    generalSettings: {
      master_key: 'os.environ/LITELLM_MASTER_KEY',
      store_model_in_db: true,
      proxy_batch_write_at: 10,
      alerting_threshold: 300,
    },
    storedSettings: {},
    routerSettings: {},
    aliases: { 'gpt-4': 'gpt-4o' },
    defaultTeam: {},
  };
}

/** The deployments of the recorded proxy's config file. */
export const FILE_MODELS: readonly Deployment[] = [
  fileModel(
    'file-gpt-4o',
    'gpt-4o',
    { model: 'openai/gpt-4o', mock_response: 'Hello from the mock.', rpm: 600, tpm: 100_000 },
    { mode: 'chat', base_model: 'gpt-4o', access_groups: ['general'] },
  ),
  fileModel(
    'file-gpt-4o-azure',
    'gpt-4o',
    {
      model: 'azure/gpt-4o-eu',
      api_base: 'http://127.0.0.1:9/azure',
      api_version: '2024-10-21',
      mock_response: 'Hello from azure mock.',
    },
    { mode: 'chat' },
  ),
  fileModel(
    'file-claude',
    'claude-sonnet',
    { model: 'anthropic/claude-sonnet-4-5', mock_response: 'Bonjour.' },
    { access_groups: ['general', 'premium'] },
  ),
  fileModel('file-embed', 'text-embed', { model: 'openai/text-embedding-3-small' }, { mode: 'embedding' }),
  fileModel(
    'file-free',
    'free-local',
    {
      model: 'openai/free-local',
      api_base: 'http://127.0.0.1:9/v1',
      mock_response: 'free',
      input_cost_per_token: float(0),
      output_cost_per_token: float(0),
    },
    {},
  ),
  fileModel(
    'file-broken',
    'broken',
    {
      model: 'openai/broken',
      api_base: 'http://127.0.0.1:9/v1',
      mock_response: 'litellm.InternalServerError',
    },
    {},
  ),
  fileModel('file-wild', 'bedrock/*', { model: 'bedrock/*', mock_response: 'wild' }, {}),
];

const DATABASE_MODELS: readonly Deployment[] = data.models.map(
  ({ model_name: name, litellm_params: params, model_info: { id, ...info } }) =>
    databaseModel(id, name, params.model, info),
);

function fileModel(
  id: string,
  name: string,
  params: Deployment['params'],
  info: Deployment['info'],
): Deployment {
  return {
    id,
    name,
    origin: 'file',
    params,
    info,
    blocked: false,
    live: true,
    createdMs: MADE,
    updatedMs: MADE,
  };
}

function databaseModel(id: string, name: string, model: string, info: Deployment['info']): Deployment {
  const params = { model, mock_response: 'db mock', rpm: 50, api_key: 'sk-test-upstream-secret-0001' };
  return { ...fileModel(id, name, params, info), origin: 'db' };
}

function labTeam(body: (typeof data.teams)[number], i: number): TeamRow {
  const period = body.budget_duration ?? null;
  return {
    id: body.team_id,
    alias: body.team_alias,
    models: body.models,
    maxBudget: body.max_budget ?? null,
    softBudget: null,
    budgetDuration: period,
    budgetResetMs: resetOf(period),
    tpmLimit: body.tpm_limit ?? null,
    rpmLimit: body.rpm_limit ?? null,
    blocked: body.blocked ?? false,
    metadata: body.metadata,
    members: [
      { userId: 'default_user_id', email: null, role: 'admin' },
      ...data.members
        .filter(({ team_id: team }) => team === body.team_id)
        .flatMap(({ member }) => member)
        .map(({ user_id: user }) => ({
          userId: user,
          email: data.users.find(({ user_id: id }) => id === user)?.user_email ?? null,
          role: 'user' as const,
        })),
    ],
    permissions: [],
    spend: 0.002,
    createdMs: MADE + i * 100 + 1,
    updatedMs: MADE + i * 100 + 1,
  };
}

/** What the seed says of a user, in part. */
type UserBody = Partial<(typeof data.users)[number]> & {
  readonly user_id: string;
  readonly user_role: string;
};

function labUser(body: UserBody, i: number): UserRow {
  const period = body.budget_duration ?? null;
  return {
    id: body.user_id,
    role: body.user_role,
    email: body.user_email ?? null,
    alias: body.user_alias ?? null,
    maxBudget: body.max_budget ?? null,
    budgetDuration: period,
    budgetResetMs: resetOf(period),
    spend: 0,
    createdMs: MADE + 5000 + i * 100 + 1,
  };
}

function labKey(body: (typeof data.numberedKeys)[number], i: number): KeyRow {
  const period = body.budget_duration ?? null;
  return {
    ...BARE_KEY,
    token: hashKey(body.key),
    name: `sk-...${body.key.slice(-4)}`,
    alias: body.key_alias,
    teamId: body.team_id ?? null,
    userId: body.user_id ?? null,
    models: body.models ?? [],
    aliases: body.aliases ?? {},
    metadata: body.metadata,
    maxBudget: body.max_budget ?? null,
    budgetDuration: period,
    budgetResetMs: resetOf(period),
    tpmLimit: body.tpm_limit ?? null,
    rpmLimit: body.rpm_limit ?? null,
    expiresMs: body.duration === undefined ? null : MADE + 90 * 86_400_000 + 7,
    lastActiveMs: MADE + 30_001,
    createdMs: MADE + 12_000 + i * 100 + 1,
  };
}

function resetOf(period: string | null): number | null {
  return period === null ? null : nextReset(period, MADE);
}

const BARE_KEY: KeyRow = {
  token: '',
  name: 'sk-...0001',
  alias: null,
  userId: null,
  teamId: null,
  models: [],
  aliases: {},
  metadata: {},
  maxBudget: null,
  budgetDuration: null,
  budgetResetMs: null,
  tpmLimit: null,
  rpmLimit: null,
  blocked: null,
  expiresMs: null,
  keyType: 'default',
  permissions: {},
  spend: 0,
  createdMs: MADE + 30_001,
  lastActiveMs: null,
};

const SPECIAL_KEYS: Readonly<Record<string, Partial<KeyRow>>> = {
  'sk-test-internal-user-000000001': { userId: 'user-000', alias: 'k-internal' },
  'sk-test-admin-viewer-0000000001': { userId: 'user-002', alias: 'k-viewer' },
  'sk-test-proxy-admin-00000000001': { userId: 'user-003', alias: 'k-admin' },
  'sk-test-internal-viewer-0000001': { userId: 'user-001', alias: 'k-intviewer' },
  'sk-test-team-only-0000000000001': { teamId: 'team-00', alias: 'k-team' },
  'sk-test-blocked-000000000000001': { alias: 'k-blocked', blocked: true },
  'sk-test-expired-000000000000001': { alias: 'k-expired', expiresMs: MADE + 44_725 },
  'sk-test-llm-api-000000000000001': { alias: 'k-llm', keyType: 'llm_api' },
};

function specialKey([key, rest]: [string, Partial<KeyRow>]): KeyRow {
  return { ...BARE_KEY, token: hashKey(key), ...rest };
}

function labBudget(body: (typeof data.budgets)[number], i: number): LitellmState['budgets'][number] {
  const period = body.budget_duration ?? null;
  return {
    id: body.budget_id,
    maxBudget: body.max_budget,
    duration: period,
    tpmLimit: body.tpm_limit,
    rpmLimit: body.rpm_limit,
    resetMs: resetOf(period),
    createdMs: MADE + i * 100 + 1,
  };
}

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
const pad = (number: number, size: number): string => String(number).padStart(size, '0');

/** The state of the proxy that the recordings were made from, as far as the simulated routes show it. */
export function labState(): LitellmState {
  return {
    seed: 'lab',
    models: [...FILE_MODELS, ...DATABASE_MODELS],
    teams: TEAM_ALIASES.map(labTeam),
    deletedTeams: [],
    keys: [
      ...Array.from({ length: 115 }, (_, i) => labKey(i)),
      ...Object.entries(SPECIAL_KEYS).map(specialKey),
    ],
    users: [
      labUser('default_user_id', 'internal_user', -1),
      ...Array.from({ length: 30 }, (_, i) => labUser(`user-${pad(i, 3)}`, ROLES[i % 5] ?? '', i)),
    ],
    budgets: [
      budget('budget-small', 5, '1d', 0),
      budget('budget-team', 100, '30d', 1),
      budget('budget-zero', 0, '7d', 2),
      budget('budget-big', 25_000.5, null, 3),
    ],
    customers: Array.from({ length: 12 }, (_, i) => ({
      id: `cust-${pad(i, 2)}`,
      alias: `Customer ${i}`,
      blocked: i === 5,
      spend: 0.002,
      budgetId: i % 3 === 0 ? 'budget-big' : null,
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

const DATABASE_MODELS: readonly Deployment[] = [
  databaseModel('db-model-0001', 'db-gpt-mini', 'openai/gpt-4o-mini', {}),
  databaseModel('db-model-0002', 'db-claude', 'anthropic/claude-haiku-4-5', { access_groups: ['general'] }),
  databaseModel('db-model-0003', 'gpt-4o', 'openai/gpt-4o', { base_model: 'gpt-4o' }),
];

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

const TEAM_ALIASES = [
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

function labTeam(alias: string, i: number): TeamRow {
  const limited = i % 3 === 0;
  const members = Array.from({ length: 15 }, (_, n) => n * 2).filter((user) => user % 11 === i);
  return {
    id: `team-${pad(i, 2)}`,
    alias,
    models: TEAM_MODELS[i % 6] ?? [],
    maxBudget: i === 10 ? 1e-7 : limited ? 10 * (i + 1) : null,
    softBudget: null,
    budgetDuration: limited ? '30d' : null,
    budgetResetMs: limited ? nextReset('30d', MADE) : null,
    tpmLimit: limited ? 100_000 : null,
    rpmLimit: limited ? 500 : null,
    blocked: i === 1,
    metadata: { cost_center: `CC-${100 + i}`, nested: { a: [1, 2, { b: null }] } },
    members: [
      { userId: 'default_user_id', email: null, role: 'admin' },
      ...members.map((user) => ({
        userId: `user-${pad(user, 3)}`,
        email: `person${pad(user, 3)}@example.test`,
        role: 'user' as const,
      })),
    ],
    permissions: [],
    spend: 0.002,
    createdMs: MADE + i * 100 + 1,
    updatedMs: MADE + i * 100 + 1,
  };
}

const ROLES = ['internal_user', 'internal_user_viewer', 'proxy_admin_viewer', 'proxy_admin', 'internal_user'];

function labUser(id: string, role: string, i: number): UserRow {
  const limited = i >= 0 && i % 4 === 0;
  return {
    id,
    role,
    email: i < 0 ? null : `person${pad(i, 3)}@example.test`,
    alias: i < 0 ? null : `Person ${pad(i, 3)}`,
    maxBudget: limited ? 1.5 * i : null,
    budgetDuration: limited ? '7d' : null,
    budgetResetMs: limited ? nextReset('7d', MADE) : null,
    spend: 0,
    createdMs: MADE + 5000 + i * 100 + 1,
  };
}

function labKey(i: number): KeyRow {
  const teamId = i % 10 === 1 ? 'team-00' : i % 7 === 0 ? null : `team-${pad(i % 10, 2)}`;
  return {
    ...BARE_KEY,
    token: hashKey(`sk-test-key-${pad(i, 4)}-0000000000`),
    name: 'sk-...0000',
    alias: `svc-${pad(i, 4)}`,
    teamId,
    userId: i % 7 === 0 ? `user-${pad(i % 30, 3)}` : null,
    models: i % 6 === 0 ? ['gpt-4o'] : [],
    aliases: i % 11 === 0 ? { fast: 'gpt-4o' } : {},
    metadata: { env: i % 2 === 0 ? 'prod' : 'dev', owner: `o${i}` },
    maxBudget: i % 5 === 0 ? 2.5 : null,
    budgetDuration: i % 5 === 0 ? '30d' : null,
    budgetResetMs: i % 5 === 0 ? nextReset('30d', MADE) : null,
    tpmLimit: i % 11 === 0 ? 1000 : null,
    rpmLimit: i % 11 === 0 ? 10 : null,
    expiresMs: i % 9 === 0 ? MADE + 90 * 86_400_000 + 7 : null,
    lastActiveMs: MADE + 30_001,
    createdMs: MADE + 12_000 + i * 100 + 1,
  };
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

function budget(
  id: string,
  maxBudget: number,
  duration: string | null,
  i: number,
): LitellmState['budgets'][number] {
  return {
    id,
    maxBudget,
    duration,
    tpmLimit: i === 3 ? 5_000_000_000 : 10_000,
    rpmLimit: 100 * (i + 1),
    resetMs: duration === null ? null : nextReset(duration, MADE),
    createdMs: MADE + i * 100 + 1,
  };
}

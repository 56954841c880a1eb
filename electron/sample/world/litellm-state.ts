import { DAY_MS, HOUR_MS } from '../../../shared/audit/months.ts';
import { float, type ValueObject } from '../litellm/python.ts';
import type { Deployment, KeyRow, LitellmState, TeamRow, UserRow } from '../litellm/state.ts';
import { nextReset } from '../litellm/time.ts';
import { hashText } from '../random.ts';
import { LEAK } from './calendar.ts';
import { keysOf, LEAKED_KEY_ALIAS, USER_COUNT, userIdOf, type SampleKey } from './keys.ts';
import { modelsOf, type SampleModel } from './models.ts';
import { MONTH_END_MS, type LitellmNode } from './node-names.ts';
import { modelIdOf } from './rows.ts';
import { RENAMED_MS } from './team-list.ts';
import { SAMPLE_TEAMS, teamsOf } from './teams.ts';
import type { NodeTotals } from './totals.ts';
import type { SampleTeam } from './sample-team.ts';

/** When the first things of the sample were made. */
const MADE_MS = Date.UTC(2026, 2, 2, 9);

/** What a LiteLLM node of the sample holds at the end of the month; spends agree with its log. */
export function litellmStateOf(node: LitellmNode, seed: number, totals: NodeTotals): LitellmState {
  const keys = keysOf(node, seed).filter(({ team }) => team?.deletedMs === undefined);
  const deleted = SAMPLE_TEAMS.filter(({ deletedMs }) => deletedMs !== undefined);
  return {
    seed: `${seed}/${node}`,
    models: modelsOf(node).map((model, index) => deploymentOf(node, model, index)),
    teams: teamsOf(node).map((team, index) => teamRowOf(team, index, totals)),
    deletedTeams: deleted.map((team, index) => teamRowOf(team, index, totals)),
    keys: keys.map((key, index) => keyRowOf(key, index, totals)),
    users: Array.from({ length: USER_COUNT }, (_, number) => userRowOf(number, totals)),
    budgets: BUDGETS.map(({ id, maxBudget, duration }) => ({
      id,
      maxBudget,
      duration,
      tpmLimit: null,
      rpmLimit: null,
      resetMs: nextReset(duration, MONTH_END_MS),
      createdMs: MADE_MS,
    })),
    customers: CUSTOMERS.map((customer) => ({ ...customer, spend: 0 })),
    credentials: [
      {
        name: 'openai-company',
        info: { description: 'Company account', custom_llm_provider: 'openai' },
        maskedValues: { api_key: 'sk****27' },
      },
      {
        name: 'anthropic-company',
        info: { description: 'Company account', custom_llm_provider: 'anthropic' },
        maskedValues: { api_key: 'sk****61' },
      },
    ],
    generalSettings: generalSettingsOf(node),
    storedSettings: {},
    routerSettings: { routing_strategy: 'simple-shuffle', num_retries: 2 },
    aliases: {},
    defaultTeam: {},
  };
}

const BUDGETS = [
  { id: 'intern-monthly', maxBudget: 20, duration: '30d' },
  { id: 'demo-weekly', maxBudget: 5, duration: '7d' },
  { id: 'customer-trial', maxBudget: 10, duration: '30d' },
  { id: 'customer-standard', maxBudget: 250, duration: '30d' },
] as const;

/** End customers whom somebody gave a name and a budget; the others come with their requests only. */
const CUSTOMERS = [
  { id: 'cust-07', alias: 'Shop North', blocked: false, budgetId: 'customer-standard' },
  { id: 'cust-12', alias: 'Shop South', blocked: false, budgetId: 'customer-standard' },
  { id: 'cust-31', alias: 'Trial', blocked: false, budgetId: 'customer-trial' },
  { id: 'cust-44', alias: 'Unpaid', blocked: true, budgetId: null },
] as const;

/** The `general_settings` of a node's config file. The master key stands there by reference only. */
export function generalSettingsOf(node: LitellmNode): ValueObject {
  return {
    master_key: 'os.environ/LITELLM_MASTER_KEY',
    database_url: 'os.environ/DATABASE_URL',
    store_model_in_db: true,
    proxy_batch_write_at: 10,
    alerting_threshold: node === 'prod-eu' ? 300 : 600,
  };
}

/** A model's `litellm_params` as the config file or the database holds them, the key by reference. */
export function paramsOf(model: SampleModel): ValueObject {
  return {
    model: model.target,
    ...(model.keyVariable === undefined ? {} : { api_key: `os.environ/${model.keyVariable}` }),
    ...(model.apiBase === undefined ? {} : { api_base: model.apiBase }),
    ...(model.requestsPerMinute === undefined ? {} : { rpm: model.requestsPerMinute }),
    ...(model.ownPrice === true
      ? {
          input_cost_per_token: float(model.inputNano / 1e9),
          output_cost_per_token: float(model.outputNano / 1e9),
        }
      : {}),
  };
}

function deploymentOf(node: LitellmNode, model: SampleModel, index: number): Deployment {
  const createdMs = MADE_MS + index * DAY_MS;
  return {
    id: modelIdOf(node, model),
    name: model.name,
    origin: model.stored === true ? 'db' : 'file',
    params: paramsOf(model),
    info: { mode: model.embedding === true ? 'embedding' : 'chat' },
    blocked: false,
    live: true,
    createdMs,
    updatedMs: createdMs,
  };
}

function teamRowOf(team: SampleTeam, index: number, totals: NodeTotals): TeamRow {
  const createdMs = MADE_MS + (index + 1) * DAY_MS;
  return {
    id: team.id,
    alias: team.alias,
    models: team.models,
    maxBudget: team.budget,
    softBudget: null,
    budgetDuration: team.period,
    budgetResetMs: team.period === null ? null : nextReset(team.period, MONTH_END_MS),
    tpmLimit: team.tokensPerMinute,
    rpmLimit: team.requestsPerMinute,
    blocked: team.blocked === true,
    metadata: { cost_center: team.costCentre },
    members: [
      { userId: 'default_user_id', email: null, role: 'admin' },
      ...team.members.map((number) => ({
        userId: userIdOf(number),
        email: emailOf(number),
        role: 'user' as const,
      })),
    ],
    permissions: [],
    spend: dollars(totals.byTeam.get(team.id)?.spendNano),
    createdMs,
    updatedMs: team.formerly === undefined ? createdMs : RENAMED_MS,
  };
}

function keyRowOf(key: SampleKey, index: number, totals: NodeTotals): KeyRow {
  const leaked = key.alias === LEAKED_KEY_ALIAS;
  return {
    token: key.hash,
    name: `sk-...${key.hash.slice(-4)}`,
    alias: key.alias,
    userId: key.userId,
    teamId: key.team?.id ?? null,
    models: [],
    aliases: {},
    metadata: { use: key.use },
    maxBudget: key.use === 'notebook' && !leaked ? 100 : null,
    budgetDuration: key.use === 'notebook' && !leaked ? '30d' : null,
    budgetResetMs: key.use === 'notebook' && !leaked ? nextReset('30d', MONTH_END_MS) : null,
    tpmLimit: null,
    rpmLimit: key.use === 'ci' ? 60 : null,
    blocked: null,
    expiresMs: null,
    keyType: 'default',
    permissions: {},
    spend: dollars(totals.byKey.get(key.hash)?.spendNano),
    createdMs: MADE_MS + 20 * DAY_MS + index * HOUR_MS,
    lastActiveMs: leaked
      ? LEAK.untilMs + 9 * DAY_MS
      : MONTH_END_MS - 60_000 * (1 + (hashText(key.hash) % 3000)),
  };
}

function userRowOf(number: number, totals: NodeTotals): UserRow {
  const id = userIdOf(number);
  return {
    id,
    email: emailOf(number),
    alias: null,
    role: number === 21 ? 'proxy_admin' : number === 22 ? 'proxy_admin_viewer' : 'internal_user',
    maxBudget: null,
    budgetDuration: null,
    budgetResetMs: null,
    spend: dollars(totals.byUser.get(id)?.spendNano),
    createdMs: MADE_MS + number * 7_200_000,
  };
}

function emailOf(number: number): string {
  return `${userIdOf(number)}@company.example`;
}

function dollars(nano: number | undefined): number {
  return (nano ?? 0) / 1e9;
}

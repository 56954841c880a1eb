import type { LitellmState } from '../../../../../electron/sample/litellm/state.ts';
import { FILE_MODELS } from '../lab-state.ts';

/** When the recorded proxy was first filled. */
export const LAB_SEEDED_MS = Date.UTC(2026, 10, 23, 12, 56, 20, 355);

/** The recorded proxy before anything was made over its API: its config file and its admin. */
export function labBase(): LitellmState {
  return {
    seed: 'lab',
    models: FILE_MODELS,
    teams: [],
    deletedTeams: [],
    keys: [],
    users: [
      {
        id: 'default_user_id',
        role: 'internal_user',
        email: null,
        alias: null,
        maxBudget: null,
        budgetDuration: null,
        budgetResetMs: null,
        spend: 0,
        createdMs: LAB_SEEDED_MS - 14_592,
      },
    ],
    budgets: [],
    customers: [],
    credentials: [],
    generalSettings: {
      master_key: 'os.environ/LITELLM_MASTER_KEY',
      store_model_in_db: true,
      proxy_batch_write_at: 10,
      alerting_threshold: 300,
    },
    litellmSettings: { drop_params: true, num_retries: 0, request_timeout: 30 },
    storedSettings: {},
    routerSettings: {
      routing_strategy: 'simple-shuffle',
      fallbacks: [{ broken: ['claude-sonnet'] }],
    },
    guardrails: [
      {
        guardrail_name: 'file-guard',
        litellm_params: {
          guardrail: 'litellm_content_filter',
          mode: 'pre_call',
          patterns: [{ pattern_type: 'prebuilt', pattern_name: 'us_ssn', action: 'BLOCK' }],
        },
      },
    ],
    aliases: { 'gpt-4': 'gpt-4o' },
    defaultTeam: {},
  };
}

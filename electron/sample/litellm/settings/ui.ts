import { ok, type Answer } from '../answer.ts';
import type { Value, ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { words } from '../store/row.ts';
import { schemaOf } from './schema.ts';

/** The settings of the gateway's own web page, and lists that it shows without a key. */
export const UI_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/get/ui_settings', access: 'any', answer: uiSettings },
  { method: 'GET', path: '/get/ui_theme_settings', access: 'any', answer: uiTheme },
  { method: 'GET', path: '/public/providers', access: 'open', answer: () => ok(PROVIDERS) },
];

const PROVIDERS = words(`a2a a2a_agent ai21 ai21_chat aiml anthropic azure bedrock cohere gemini groq
  hosted_vllm mistral ollama openai vertex_ai`);

const FLAGS_BEFORE = words(`disable_model_add_for_internal_users disable_team_admin_delete_team_user
  require_auth_for_public_ai_hub`);
const FLAGS = words(`allow_public_health_readiness_details forward_client_headers_to_llm_api
  forward_llm_provider_auth_headers disable_agents_for_internal_users allow_agents_for_team_admins
  disable_vector_stores_for_internal_users allow_vector_stores_for_team_admins scope_user_search_to_org
  disable_custom_api_keys disable_key_generate_for_org_admin enable_chat_ui enable_projects_ui`);
const NOT_IN_SCHEMA = words('enable_ptu_cost_attribution apply_user_budget_to_team_keys');

const off = (names: readonly string[]): ValueObject => Object.fromEntries(names.map((name) => [name, false]));
const BOOLEAN = { type: 'boolean' };

function uiSettings({ older }: Call): Answer {
  const flags = older ? FLAGS_BEFORE : [...FLAGS_BEFORE, ...FLAGS];
  const values: ValueObject = {
    ...off(flags),
    enabled_ui_pages_internal_users: null,
    ...(older ? {} : { ...off(NOT_IN_SCHEMA), moyai_url: null, team_admin_editable_team_fields: [] }),
  };
  const field_schema = schemaOf('settings of the web page', {
    ...Object.fromEntries(flags.map((name) => [name, BOOLEAN])),
    enabled_ui_pages_internal_users: older
      ? { type: 'string' }
      : { type: 'array', items: { type: 'string' } },
    ...(older ? {} : LATER_SCHEMA),
  });
  if (older) return ok({ values, field_schema });
  const sources = Object.entries(values).map(([name, value]): [string, Value] => [
    name,
    value === null ? 'unset' : 'default',
  ]);
  return ok({ values, field_schema, source: Object.fromEntries(sources) });
}

const LATER_SCHEMA: Readonly<Record<string, ValueObject>> = {
  moyai_url: { type: 'string' },
  team_admin_editable_team_fields: {
    type: 'array',
    items: {
      enum: ['max_budget', 'member_key_budgets', 'projects', 'rpm_limit', 'tpm_limit'],
      type: 'string',
    },
  },
};

function uiTheme({ older }: Call): Answer {
  const names = older ? ['logo_url'] : ['logo_url', 'logo_url_dark', 'favicon_url'];
  return ok({
    values: Object.fromEntries(names.map((name) => [name, null])),
    field_schema: schemaOf(
      'theme of the web page',
      Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    ),
  });
}

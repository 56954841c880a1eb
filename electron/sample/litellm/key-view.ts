import { float, type ValueObject } from './python.ts';
import type { KeyRow } from './state.ts';
import { stamp, stampWithOffset } from './time.ts';

/** What every answer says of a key (LiteLLM 1.106.2). */
function common(key: KeyRow): ValueObject {
  return {
    key_name: key.name,
    key_alias: key.alias,
    soft_budget_cooldown: false,
    spend: float(key.spend),
    total_spend: float(key.spend),
    models: key.models,
    aliases: key.aliases,
    config: {},
    router_settings: {},
    user_id: key.userId,
    team_id: key.teamId,
    agent_id: null,
    project_id: null,
    permissions: key.permissions,
    max_parallel_requests: null,
    metadata: key.metadata,
    blocked: key.blocked,
    tpm_limit: key.tpmLimit,
    rpm_limit: key.rpmLimit,
    tpd_limit: null,
    max_budget: float(key.maxBudget),
    budget_duration: key.budgetDuration,
    allowed_cache_controls: [],
    allowed_routes: [],
    key_type: key.keyType,
    access_group_ids: [],
    model_spend: {},
    model_max_budget: {},
    budget_fallbacks: {},
    budget_id: null,
    object_permission_id: null,
    created_by: 'default_user_id',
    updated_by: 'default_user_id',
    settings_updated_at: null,
    rotation_count: 0,
    auto_rotate: false,
    rotation_interval: null,
    last_rotation_at: null,
    key_rotation_at: null,
    budget_limits: null,
    litellm_budget_table: null,
    object_permission: null,
  };
}

const TABLES = {
  policies: [],
  organization_id: null,
  litellm_organization_table: null,
  litellm_project_table: null,
  jwt_key_mappings: null,
};

/** A key inside a team or user answer: with its hash as `token`. */
export function keyTableView(key: KeyRow): ValueObject {
  return {
    token: key.token,
    ...common(key),
    ...TABLES,
    expires: stampWithOffset(key.expiresMs),
    budget_reset_at: stamp(key.budgetResetMs),
    created_at: stamp(key.createdMs),
    updated_at: stamp(key.createdMs),
    last_active: stamp(key.lastActiveMs),
  };
}

/** The `info` of `/key/info`. */
export function keyInfoView(key: KeyRow, nowMs: number): ValueObject {
  const expired = key.expiresMs !== null && key.expiresMs < nowMs;
  return {
    ...common(key),
    ...TABLES,
    expires: stampWithOffset(key.expiresMs),
    budget_reset_at: stampWithOffset(key.budgetResetMs),
    created_at: stampWithOffset(key.createdMs),
    updated_at: stampWithOffset(key.createdMs),
    last_active: stampWithOffset(key.lastActiveMs),
    status: key.blocked === true ? 'blocked' : expired ? 'expired' : 'active',
  };
}

const NULL_FIELDS = `
  team_spend team_alias team_tpm_limit team_rpm_limit team_tpd_limit team_max_budget team_soft_budget
  team_model_max_budget soft_budget team_model_aliases team_member team_metadata team_object_permission_id
  team_member_spend team_member_tpm_limit team_member_rpm_limit end_user_id end_user_tpm_limit
  end_user_rpm_limit end_user_tpd_limit end_user_max_budget end_user_model_max_budget organization_alias
  organization_max_budget organization_tpm_limit organization_rpm_limit organization_metadata project_alias
  project_metadata last_refreshed_at api_key user_role allowed_model_region parent_otel_span
  rpm_limit_per_model tpm_limit_per_model user_tpm_limit user_rpm_limit user_email user_spend
  user_max_budget user_model_max_budget request_route end_user_object_permission team_object_permission
  jwt_claims org_id`
  .trim()
  .split(/\s+/);

/** A row of `/key/list?return_full_object=true`: about a hundred fields, most of them null. */
export function keyListView(key: KeyRow): ValueObject {
  return {
    ...Object.fromEntries(NULL_FIELDS.map((name) => [name, null])),
    token: key.token,
    ...common(key),
    expires: stamp(key.expiresMs),
    budget_reset_at: stamp(key.budgetResetMs),
    created_at: stamp(key.createdMs),
    updated_at: stamp(key.createdMs),
    last_active: stamp(key.lastActiveMs),
    team_models: [],
    team_blocked: false,
    is_session_token: false,
    user: null,
    created_by_user: null,
  };
}

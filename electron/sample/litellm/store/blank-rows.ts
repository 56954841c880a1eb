import { float } from '../python.ts';
import type { Row } from './row.ts';

const none = (names: string): Row =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, null]),
  );

/** The columns of a team (LiteLLM 1.106.2), as they are in a new one. */
export const BLANK_TEAM: Row = {
  ...none(`team_alias team_id organization_id tpm_limit rpm_limit tpd_limit max_budget soft_budget
    budget_duration budget_limits max_parallel_requests budget_reset_at model_id litellm_model_table
    object_permission object_permission_id`),
  admins: [],
  members: [],
  members_with_roles: [],
  team_member_permissions: [],
  metadata: {},
  models: [],
  blocked: false,
  router_settings: {},
  access_group_ids: [],
  default_team_member_models: [],
  spend: float(0),
  model_spend: {},
  model_max_budget: {},
  policies: [],
  allow_team_guardrail_config: false,
};

/** The columns of a virtual key (LiteLLM 1.106.2), as they are in a new one. */
export const BLANK_KEY: Row = {
  ...none(`token key_name key_alias expires user_id team_id agent_id project_id max_parallel_requests
    blocked tpm_limit rpm_limit tpd_limit max_budget budget_duration budget_reset_at budget_id
    organization_id object_permission_id settings_updated_at last_active rotation_interval
    last_rotation_at key_rotation_at budget_limits litellm_budget_table litellm_organization_table
    litellm_project_table object_permission jwt_key_mappings`),
  soft_budget_cooldown: false,
  spend: float(0),
  total_spend: float(0),
  models: [],
  aliases: {},
  config: {},
  router_settings: {},
  permissions: {},
  metadata: {},
  allowed_cache_controls: [],
  allowed_routes: [],
  key_type: 'default',
  policies: [],
  access_group_ids: [],
  model_spend: {},
  model_max_budget: {},
  budget_fallbacks: {},
  created_by: 'default_user_id',
  updated_by: 'default_user_id',
  rotation_count: 0,
  auto_rotate: false,
};

/** The columns of a user (LiteLLM 1.106.2), as they are in a new one. */
export const BLANK_USER: Row = {
  ...none(`user_id user_alias team_id sso_user_id organization_id object_permission_id
    password_reset_required last_breach_check_at user_role max_budget user_email max_parallel_requests
    tpm_limit rpm_limit budget_duration budget_reset_at object_permission`),
  teams: [],
  spend: float(0),
  models: [],
  metadata: {},
  allowed_cache_controls: [],
  policies: [],
  model_spend: {},
  model_max_budget: {},
};

/** The columns of a budget (LiteLLM 1.106.2), as they are in a new one. */
export const BLANK_BUDGET: Row = {
  ...none(`budget_id max_budget soft_budget max_parallel_requests tpm_limit rpm_limit tpd_limit
    model_max_budget budget_duration budget_reset_at temp_budget_increase temp_budget_expiry`),
  allowed_models: [],
  created_by: 'default_user_id',
  updated_by: 'default_user_id',
};

/** The columns of a customer (LiteLLM 1.106.2), as they are in a new one. */
export const BLANK_CUSTOMER: Row = {
  ...none(`user_id alias allowed_model_region default_model budget_id object_permission_id
    object_permission`),
  blocked: false,
  spend: float(0),
  models: [],
};

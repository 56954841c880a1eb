import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { budgetOf, limitOf, modelsAsTheyCame, modelsOf, objectOf, textOf } from './fields.ts';
import { isRuntime, splitRow, withoutUnset } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set(
  'team_id team_alias models max_budget budget_duration rpm_limit tpm_limit blocked members_with_roles'.split(
    ' ',
  ),
);
/**
 * Counts, joins and usage that only some routes add. `members` and `admins` repeat `members_with_roles`;
 * `access_group_ids` repeats, by ids that differ from node to node, what the access groups say of their teams.
 */
const DERIVED: ReadonlySet<string> = new Set(
  `members admins members_count keys_count keys team_memberships model_max_budget_usage caller_edit_access
  access_group_ids access_group_models access_group_mcp_server_ids access_group_agent_ids access_group_details organization_models
  team_member_budget_table litellm_organization_table projects updated_users updated_team_memberships`.split(
    /\s+/,
  ),
);
/** What LiteLLM fills in (1.106.2; 1.81.13 has no such fields). */
const DEFAULTS: JsonObject = {
  allow_team_guardrail_config: false,
  rpm_limit_type: 'best_effort_throughput',
  tpm_limit_type: 'best_effort_throughput',
};

/** Reads a team row of `/v2/team/list`, `/team/list`, `/team/info` or `/team/new` (1.81.13, 1.106.2). */
export function readTeam(row: JsonObject): Resource | null {
  const id = textOf(row['team_id']);
  if (id === '') return null;
  const { settings, observed } = splitRow(row, {
    neutral: NEUTRAL,
    runtime: (name) => DERIVED.has(name),
    defaults: DEFAULTS,
  });
  const budget = budgetOf(row);
  const given = givenBudgetId(row);
  const roles = readRoles(row['members_with_roles']);
  const named = roles.filter(({ role }) => role !== 'user');
  const left = budget === null ? textOf(row['budget_duration']) : '';
  return {
    kind: 'team',
    id,
    name: textOf(row['team_alias']) || id,
    owner: 'database',
    fields: {
      models: modelsOf(row['models']),
      budget,
      requestsPerMinute: limitOf(row['rpm_limit']),
      tokensPerMinute: limitOf(row['tpm_limit']),
      blocked: row['blocked'] === true,
      members: readMembers(row, roles),
    },
    settings: {
      ...withoutGivenBudget(settings),
      ...(isJsonObject(settings['litellm_model_table'])
        ? { litellm_model_table: withoutIds(settings['litellm_model_table']) }
        : {}),
      ...(named.length === 0 ? {} : { members_with_roles: named }),
    },
    observed: {
      ...observed,
      ...modelsAsTheyCame(row),
      ...(roles.length === 0 ? {} : { members_with_roles: row['members_with_roles'] ?? null }),
      ...(given === '' ? {} : { [GIVEN_BUDGET]: given }),
      // Clearing a budget leaves its period behind (1.106.2), which then means nothing.
      ...(left === '' ? {} : { budget_duration: left }),
    },
  };
}

/** Where a team's metadata names the budget that it gives its members (1.81.13, 1.106.2). */
export const GIVEN_BUDGET = 'team_member_budget_id';

/** The id of the budget that a team gives its members; empty where it gives none. */
export function givenBudgetId(row: JsonObject): string {
  return textOf(objectOf(row['metadata'])[GIVEN_BUDGET]);
}

/** The gateway writes that id itself; whose metadata it is says nothing by it. */
function withoutGivenBudget({ metadata, ...settings }: JsonObject): JsonObject {
  if (!isJsonObject(metadata)) return metadata === undefined ? settings : { ...settings, metadata };
  const { [GIVEN_BUDGET]: _given, ...own } = metadata;
  return Object.keys(own).length === 0 ? settings : { ...settings, metadata: own };
}

type Role = { readonly user_id: string; readonly role: string };

function readRoles(value: JsonValue | undefined): readonly Role[] {
  if (!Array.isArray(value)) return [];
  return value
    .flatMap((member: JsonValue) => {
      if (!isJsonObject(member)) return [];
      const id = textOf(member['user_id']) || textOf(member['user_email']);
      return id === '' ? [] : [{ user_id: id, role: textOf(member['role']) || 'user' }];
    })
    .sort((a, b) => (a.user_id < b.user_id ? -1 : a.user_id > b.user_id ? 1 : 0));
}

function readMembers(row: JsonObject, roles: readonly Role[]): readonly string[] {
  if (roles.length > 0) return [...new Set(roles.map(({ user_id: id }) => id))];
  const { members } = row;
  return Array.isArray(members)
    ? members
        .map((id: JsonValue) => textOf(id))
        .filter((id) => id !== '')
        .sort()
    : [];
}

function withoutIds(table: JsonObject): JsonObject {
  const kept = Object.entries(table).filter(([name]) => name !== 'id' && name !== 'team' && !isRuntime(name));
  return withoutUnset(Object.fromEntries(kept)) as JsonObject;
}

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { REDACTED } from '../http/redact.ts';
import { budgetOf, limitOf, modelsAsTheyCame, modelsOf, textOf } from './fields.ts';
import { splitRow } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set(
  `token key_alias team_id user_id models max_budget budget_duration rpm_limit tpm_limit blocked org_id
  organization_id`.split(/\s+/),
);
/** Copies of the team, user, customer, organisation, project and access groups that lists join to a key. */
const JOINED =
  /^(?:team_|end_user_|organization_|project_alias|project_metadata|user_|litellm_|object_permission$|created_by_user|key_name|api_key|user$|access_group_ids$|parent_otel_span|jwt_claims|request_route|is_session_token|status$|deleted_|id$)/;
/** What LiteLLM fills in (1.106.2; 1.81.13 has no `key_type`). */
const DEFAULTS: JsonObject = {
  auto_rotate: false,
  key_type: 'default',
  rpm_limit_type: 'best_effort_throughput',
  tpm_limit_type: 'best_effort_throughput',
};

/**
 * Reads a key row of `/key/list?return_full_object=true`, `/key/info` or `/team/info` (1.81.13, 1.106.2). Its id is the
 * key's hash. The list calls the organisation `org_id`, the other routes `organization_id`.
 */
export function readKey(row: JsonObject): Resource | null {
  const id = textOf(row['token']);
  // A key in clear, hidden by now, where a hash should be.
  if (id === '' || id === REDACTED) return null;
  const { settings, observed } = splitRow(row, {
    neutral: NEUTRAL,
    runtime: (name) => JOINED.test(name),
    defaults: DEFAULTS,
  });
  const organization = textOf(row['organization_id']) || textOf(row['org_id']);
  const budget = budgetOf(row);
  const left = budget === null ? textOf(row['budget_duration']) : '';
  return {
    kind: 'key',
    id,
    name: textOf(row['key_alias']) || textOf(row['key_name']) || id.slice(0, 12),
    owner: 'database',
    fields: {
      team: textOf(row['team_id']) || null,
      user: textOf(row['user_id']) || null,
      models: modelsOf(row['models']),
      budget,
      requestsPerMinute: limitOf(row['rpm_limit']),
      tokensPerMinute: limitOf(row['tpm_limit']),
      blocked: row['blocked'] === true,
    },
    settings: organization === '' ? settings : { ...settings, organization_id: organization },
    observed: {
      ...observed,
      ...modelsAsTheyCame(row),
      ...(left === '' ? {} : { budget_duration: left }),
    },
  };
}

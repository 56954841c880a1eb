import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { budgetOf, limitOf, modelsAsTheyCame, modelsOf, textOf } from './fields.ts';
import { splitRow } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set(
  'user_id user_email user_role models max_budget budget_duration rpm_limit tpm_limit'.split(' '),
);
/** Memberships stand with the team; counts change by themselves. */
const DERIVED: ReadonlySet<string> = new Set(
  `teams key_count organization_memberships keys litellm_organization_table invitations_created
  invitations_updated invitations_user model_max_budget_usage object_permission verified_subjects
  password_reset_required`.split(/\s+/),
);

/** Reads a user row of `/user/list` or of `user_info` in `/user/info` (1.81.13, 1.106.2). */
export function readUser(row: JsonObject): Resource | null {
  const id = textOf(row['user_id']);
  if (id === '') return null;
  const { settings, observed } = splitRow(row, { neutral: NEUTRAL, runtime: (name) => DERIVED.has(name) });
  const budget = budgetOf(row);
  const left = budget === null ? textOf(row['budget_duration']) : '';
  return {
    kind: 'user',
    id,
    name: textOf(row['user_email']) || textOf(row['user_alias']) || id,
    owner: 'database',
    fields: {
      role: textOf(row['user_role']) || null,
      models: modelsOf(row['models']),
      budget,
      requestsPerMinute: limitOf(row['rpm_limit']),
      tokensPerMinute: limitOf(row['tpm_limit']),
    },
    settings,
    observed: {
      ...observed,
      ...modelsAsTheyCame(row),
      ...(left === '' ? {} : { budget_duration: left }),
    },
  };
}

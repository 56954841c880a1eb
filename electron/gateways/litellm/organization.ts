import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { joinedBudget } from './budget-table.ts';
import { modelsAsTheyCame, modelsOf, textOf } from './fields.ts';
import { splitRow } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set(
  'organization_id organization_alias models budget_id litellm_budget_table'.split(' '),
);
const DERIVED: ReadonlySet<string> = new Set(['members', 'teams', 'users', 'keys']);

/**
 * Reads a row of `/organization/list`: everybody's in 1.81.13, in 1.106.2 given to holders of a licence only.
 */
export function readOrganization(row: JsonObject): Resource | null {
  const id = textOf(row['organization_id']);
  if (id === '') return null;
  const { settings, observed } = splitRow(row, { neutral: NEUTRAL, runtime: (name) => DERIVED.has(name) });
  const joined = joinedBudget(row);
  return {
    kind: 'organization',
    id,
    name: textOf(row['organization_alias']) || id,
    owner: 'database',
    fields: {
      models: modelsOf(row['models']),
      ...(isJsonObject(row['litellm_budget_table']) ? joined.fields : {}),
    },
    settings: { ...settings, ...joined.settings },
    observed: { ...observed, ...joined.observed, ...modelsAsTheyCame(row) },
  };
}

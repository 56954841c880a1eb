import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { budgetOf, isRuntime, modelsAsTheyCame, modelsOf, splitRow, textOf } from './fields.ts';

const NEUTRAL: ReadonlySet<string> = new Set(['organization_id', 'organization_alias', 'models']);
const DERIVED: ReadonlySet<string> = new Set(['members', 'teams', 'users', 'keys', 'litellm_budget_table']);

/** Reads a row of `/organization/list`, which LiteLLM gives to holders of a licence only. */
export function readOrganization(row: JsonObject): Resource | null {
  const id = textOf(row['organization_id']);
  if (id === '') return null;
  const { settings, observed } = splitRow(row, NEUTRAL, (name) => isRuntime(name) || DERIVED.has(name));
  const table = row['litellm_budget_table'];
  return {
    kind: 'organization',
    id,
    name: textOf(row['organization_alias']) || id,
    owner: 'database',
    fields: {
      models: modelsOf(row['models']),
      ...(isJsonObject(table ?? null) ? { budget: budgetOf(table as JsonObject) } : {}),
    },
    settings,
    observed: { ...observed, ...modelsAsTheyCame(row) },
  };
}

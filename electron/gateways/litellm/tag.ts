import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { joinedBudget } from './budget-table.ts';
import { sortedTexts, textOf } from './fields.ts';
import { splitRow } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set('name models budget_id litellm_budget_table'.split(' '));

/** Begins the id of a tag that requests brought along. */
export const REQUEST_TAG = 'request-tag.';

/**
 * Reads a row of `/tag/list` (1.81.13, 1.106.2). Among the tags that somebody made stand those that requests
 * merely brought along: these have no maker and no list of models, come with traffic, and are reported only.
 */
export function readTag(row: JsonObject): Resource | null {
  const name = textOf(row['name']);
  if (name === '') return null;
  if (!('created_by' in row) && (row['models'] ?? null) === null) return requestTag(name, row);
  // The names of the models by their ids repeat what `models` says.
  const { settings, observed } = splitRow(row, {
    neutral: NEUTRAL,
    runtime: (field) => field === 'model_info',
  });
  const joined = joinedBudget(row);
  return {
    kind: 'tag',
    id: name,
    name,
    owner: 'database',
    fields: { models: sortedTexts(row['models']), ...joined.fields },
    settings: { ...settings, ...joined.settings },
    observed: { ...observed, ...joined.observed },
  };
}

function requestTag(name: string, row: JsonObject): Resource {
  return {
    kind: 'status',
    id: `${REQUEST_TAG}${name}`,
    name: `request tag ${name}`,
    owner: 'server',
    fields: {},
    settings: {},
    observed: row,
  };
}

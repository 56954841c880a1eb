import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { budgetOf, sortedTexts, textOf } from './fields.ts';
import { splitRow } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set(
  'access_group_id access_group_name access_model_names assigned_team_ids assigned_key_ids'.split(' '),
);
/** Names joined to the ids of the row. */
const JOINED: ReadonlySet<string> = new Set(
  'access_mcp_servers access_agents assigned_teams assigned_keys'.split(' '),
);

/** Reads a row of `/v1/access_group` (1.81.13, 1.106.2): a group with members. */
export function readAccessGroup(row: JsonObject): Resource | null {
  const id = textOf(row['access_group_id']);
  if (id === '') return null;
  const { settings, observed } = splitRow(row, { neutral: NEUTRAL, runtime: (name) => JOINED.has(name) });
  return {
    kind: 'accessGroup',
    id,
    name: textOf(row['access_group_name']) || id,
    owner: 'database',
    fields: {
      models: sortedTexts(row['access_model_names']),
      teams: sortedTexts(row['assigned_team_ids']),
      keys: sortedTexts(row['assigned_key_ids']),
    },
    settings,
    observed,
  };
}

const MODEL_GROUP_NEUTRAL: ReadonlySet<string> = new Set(['access_group', 'model_names', 'budget']);

/**
 * Reads a row of `/access_group/list` (1.81.13, 1.106.2): the older kind, a name that deployments of the database
 * carry. Its id is its name, it has no members, and 1.106.2 may give it a budget.
 */
export function readModelAccessGroup(row: JsonObject): Resource | null {
  const name = textOf(row['access_group']);
  if (name === '') return null;
  const { settings, observed } = splitRow(row, {
    neutral: MODEL_GROUP_NEUTRAL,
    runtime: (field) => field === 'deployment_count',
  });
  const { budget: table } = row;
  const held = typeof table === 'object' && table !== null ? (table as JsonObject) : {};
  const parts = splitRow(held, {
    neutral: new Set(['max_budget', 'budget_duration']),
    runtime: (field) => field === 'budget_id',
  });
  return {
    kind: 'accessGroup',
    id: name,
    name,
    owner: 'database',
    fields: {
      models: sortedTexts(row['model_names']),
      ...('budget' in row ? { budget: budgetOf(held) } : {}),
    },
    settings: {
      ...settings,
      ...(Object.keys(parts.settings).length === 0 ? {} : { budget: parts.settings }),
    },
    observed: {
      ...observed,
      ...(Object.keys(parts.observed).length === 0 ? {} : { budget: parts.observed }),
    },
  };
}

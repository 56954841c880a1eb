import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { joinedBudget } from './budget-table.ts';
import { textOf } from './fields.ts';
import { splitRow } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set(
  'user_id alias blocked budget_id litellm_budget_table'.split(' '),
);

/** Reads a row of `/customer/list` or the answer of `/customer/info` (1.81.13, 1.106.2): an end user. */
export function readCustomer(row: JsonObject): Resource | null {
  const id = textOf(row['user_id']);
  if (id === '') return null;
  const { settings, observed } = splitRow(row, { neutral: NEUTRAL });
  const joined = joinedBudget(row);
  return {
    kind: 'customer',
    id,
    name: textOf(row['alias']) || id,
    owner: 'database',
    fields: { blocked: row['blocked'] === true, ...joined.fields },
    settings: { ...settings, ...joined.settings },
    observed: { ...observed, ...joined.observed },
  };
}

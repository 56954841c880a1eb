import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { isMadeBudget } from './budget-table.ts';
import { budgetOf, limitOf, textOf } from './fields.ts';
import { splitRow } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set(
  'budget_id max_budget budget_duration rpm_limit tpm_limit'.split(' '),
);
/** Who uses the budget. */
const USERS: ReadonlySet<string> = new Set(
  `organization projects keys end_users tags model_access_groups team_membership organization_membership`.split(
    ' ',
  ),
);

/**
 * Reads a row of `/budget/list` (1.81.13, 1.106.2). A budget without a chosen id is one the gateway made
 * itself, for a customer or a team's members.
 */
export function readBudget(row: JsonObject): Resource | null {
  const id = textOf(row['budget_id']);
  if (id === '') return null;
  const { settings, observed } = splitRow(row, { neutral: NEUTRAL, runtime: (name) => USERS.has(name) });
  const budget = budgetOf(row);
  const period = textOf(row['budget_duration']);
  return {
    kind: 'budget',
    id,
    name: id,
    owner: isMadeBudget(id) ? 'server' : 'database',
    fields: {
      budget,
      requestsPerMinute: limitOf(row['rpm_limit']),
      tokensPerMinute: limitOf(row['tpm_limit']),
    },
    settings: budget === null && period !== '' ? { ...settings, budget_duration: period } : settings,
    observed,
  };
}

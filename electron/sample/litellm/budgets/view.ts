import type { ValueObject } from '../python.ts';
import { without, words, type Row } from '../store/row.ts';

const LATER = new Set(words('allowed_models temp_budget_expiry temp_budget_increase tpd_limit'));
const NONE: ReadonlySet<string> = new Set();
const OWNERS = words('organization keys end_users tags team_membership organization_membership');
const LATER_OWNERS = words('model_access_groups projects');

/** A budget with the names of what may own it, which the API never fills in. */
export function budgetView(budget: Row, older: boolean): ValueObject {
  const owners = older ? OWNERS : [...OWNERS, ...LATER_OWNERS];
  return {
    ...without(budget, older ? LATER : NONE),
    ...Object.fromEntries(owners.map((name) => [name, null])),
  };
}

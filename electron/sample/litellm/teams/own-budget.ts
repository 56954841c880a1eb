import { addBudget } from '../budgets/add-budget.ts';
import { time, type Value } from '../python.ts';
import type { Call } from '../route.ts';
import { membershipRow } from '../store/make-store.ts';
import { textOf, type Row } from '../store/row.ts';
import { memberId } from '../store/store.ts';
import { nextReset } from '../time.ts';
import { givenBudgetId } from './member-budgets.ts';

/** What `/team/member_update` says, by the column of the member's budget; the period since 1.106.2. */
const COLUMNS: Readonly<Record<string, string>> = {
  max_budget_in_team: 'max_budget',
  tpm_limit: 'tpm_limit',
  rpm_limit: 'rpm_limit',
  budget_duration: 'budget_duration',
};

/**
 * Writes the budget that a member of a team has of their own, as the release does, also of somebody who is no member.
 * 1.81.13 makes a new one of what is set and takes it away where nothing is. 1.106.2 changes what it is sent, begins with
 * a copy of what the team gives, and takes away a budget that limits nothing any more.
 */
export function writeOwnBudget(
  call: Call,
  team: Row,
  userId: string,
  found: ReadonlyMap<string, Value>,
): void {
  const { older, store, nowMs } = call;
  const teamId = textOf(team['team_id']);
  const membership = store.memberships.get(memberId(teamId, userId));
  const patch: { [column: string]: Value } = {};
  for (const [name, column] of Object.entries(COLUMNS)) {
    const value = found.get(name);
    if (value !== undefined) patch[column] = value;
  }
  const link = (budget: string | null): void => {
    if (membership === undefined && budget === null) return;
    store.memberships.add({ ...(membership ?? membershipRow(teamId, userId, null)), budget_id: budget });
  };
  const limited = (row: Row): boolean =>
    Object.values(COLUMNS).some((column) => (row[column] ?? null) !== null);
  if (older) {
    link(limited(patch) ? addBudget(call, call.newId(), withoutNulls(patch)) : null);
    return;
  }
  if (Object.keys(patch).length === 0) return;
  if (Object.hasOwn(patch, 'budget_duration')) {
    const period = patch['budget_duration'];
    patch['budget_reset_at'] = time(typeof period === 'string' ? nextReset(period, nowMs) : null);
  }
  const held = textOf(membership?.['budget_id']);
  const before = store.budgets.get(held);
  const isGiven = held === givenBudgetId(team);
  const row: Row = { ...columnsOf(before), ...patch };
  if (!limited(row)) link(null);
  else if (before === undefined || isGiven) link(addBudget(call, call.newId(), row));
  else store.budgets.update(held, { ...patch, updated_at: time(nowMs) });
}

function columnsOf(budget: Row | undefined): Row {
  if (budget === undefined) return {};
  const names = [...Object.values(COLUMNS), 'budget_reset_at'];
  return Object.fromEntries(names.map((name) => [name, budget[name] ?? null]));
}

function withoutNulls(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

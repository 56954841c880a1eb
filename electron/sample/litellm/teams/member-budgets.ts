import { addBudget } from '../budgets/add-budget.ts';
import { time, type Value, type ValueObject } from '../python.ts';
import type { Call } from '../route.ts';
import { membershipRow } from '../store/make-store.ts';
import { objectOf, objectsOf, textOf, type Row } from '../store/row.ts';
import { memberId, type Store } from '../store/store.ts';
import { nextReset } from '../time.ts';

/** What a request says of the budget that a team gives its members, by the column of that budget. */
const GIVEN: Readonly<Record<string, string>> = {
  team_member_budget: 'max_budget',
  team_member_rpm_limit: 'rpm_limit',
  team_member_tpm_limit: 'tpm_limit',
  team_member_budget_duration: 'budget_duration',
};

type Found = ReadonlyMap<string, Value>;

/** The id of the budget that a team gives its members, null for none: it stands in the team's metadata. */
export function givenBudgetId(team: Row): string | null {
  return textOf(objectOf(team['metadata'])['team_member_budget_id']) || null;
}

/** What a new team's metadata says of the budget for its members; `/team/new` of 1.81.13 knows no period of it. */
export function newGivenBudget(call: Call, found: Found): ValueObject {
  const asked = new Map([...found].filter(([name]) => !call.older || name !== 'team_member_budget_duration'));
  return isGiven(asked) ? makeGiven(call, asked, asked) : {};
}

/**
 * The metadata that an update of a team leaves, where it says anything of it. 1.106.2 keeps the budget for members whatever
 * metadata it is sent, gives it to members that have none, and clears what is null; 1.81.13 does nothing of that, and where
 * it changes that budget it forgets all metadata that it is not sent.
 */
export function updatedMetadata(call: Call, team: Row, found: Found): ValueObject | null {
  const { older, store } = call;
  const sent = found.get('metadata');
  const named = [...found.keys()].some((name) => Object.hasOwn(GIVEN, name));
  const held = givenBudgetId(team);
  const kept = held === null ? {} : { team_member_budget_id: held };
  if (older && !isGiven(found)) return sent === undefined ? null : objectOf(sent);
  if (!named) return sent === undefined ? null : { ...objectOf(sent), ...kept };
  const base = objectOf(sent ?? (older ? null : team['metadata']));
  if (held !== null) {
    const limits = limitsIn(call, found);
    if (store.budgets.get(held) !== undefined) store.budgets.update(held, limits);
    return { ...base, ...kept };
  }
  if (!isGiven(found)) return base;
  const made = makeGiven(call, found, team);
  if (!older) giveToAll(store, team, textOf(made['team_member_budget_id']));
  return { ...base, ...made };
}

function isGiven(found: Found): boolean {
  return Object.keys(GIVEN).some((name) => (found.get(name) ?? null) !== null);
}

/** A budget with a period of its own; without one it takes that of the team, unless 1.106.2 is told null. */
function makeGiven(call: Call, found: Found, team: Found | Row): ValueObject {
  const [alias, ofTeam] =
    team instanceof Map
      ? [team.get('team_alias'), team.get('budget_duration')]
      : [(team as Row)['team_alias'], (team as Row)['budget_duration']];
  const id = `team-${textOf(alias)}-budget-${call.newId().replaceAll('-', '')}`;
  const own = found.get('team_member_budget_duration') ?? null;
  const isTold = !call.older && found.has('team_member_budget_duration');
  const period = own ?? (isTold ? null : (ofTeam ?? null));
  addBudget(call, id, {
    ...limitsIn(call, found),
    budget_duration: period,
    budget_reset_at: time(typeof period === 'string' ? nextReset(period, call.nowMs) : null),
  });
  return { team_member_budget_id: id };
}

/** The columns that a request sets; 1.81.13 passes over null. */
function limitsIn({ older, nowMs }: Call, found: Found): Row {
  const columns = Object.entries(GIVEN).flatMap(([name, column]): (readonly [string, Value])[] => {
    const value = found.get(name);
    return value === undefined || (older && value === null) ? [] : [[column, value]];
  });
  const limits: Row = Object.fromEntries(columns);
  if (older || !Object.hasOwn(limits, 'budget_duration')) return limits;
  const period = limits['budget_duration'];
  return { ...limits, budget_reset_at: time(typeof period === 'string' ? nextReset(period, nowMs) : null) };
}

function giveToAll(store: Store, team: Row, budget: string): void {
  const id = textOf(team['team_id']);
  for (const member of objectsOf(team['members_with_roles'])) {
    const user = textOf(member['user_id']);
    const known = store.memberships.get(memberId(id, user)) ?? membershipRow(id, user, null);
    if (known['budget_id'] === null) store.memberships.add({ ...known, budget_id: budget });
  }
}

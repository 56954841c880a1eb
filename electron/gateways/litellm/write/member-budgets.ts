import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import { plainDecimal } from '../../../../shared/plan/decimal.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { isMadeBudget } from '../budget-table.ts';
import { objectOf, textOf } from '../fields.ts';
import type { Session } from '../session.ts';
import { givenBudgetId, readTeam } from '../team.ts';
import { memberBudgetId, readMemberBudgets } from '../team-info.ts';
import { readTeamMembers, type TeamMember } from '../team-members.ts';
import { budgetBody, notSupported } from './body.ts';
import { deleteMadeBudget } from './own-budget.ts';
import { askOne } from './read-again.ts';

/**
 * Writes what a team gives each member. It stands in a budget that LiteLLM makes itself, which `/budget/update` changes
 * and clears like any other (1.81.13, 1.106.2); `/team/update` makes it, and clears it in 1.106.2 alone. Where that makes
 * one, 1.81.13 forgets all metadata of the team that is not sent with it, and takes the team's own period for null.
 */
export async function writeGivenBudget(session: Session, operation: Operation, id: string): Promise<void> {
  const wanted = operation.wanted?.['memberBudget'];
  if (wanted === undefined) return;
  const { max_budget: limit, budget_duration: period } = budgetBody(operation, wanted);
  const team = await askTeam(session, id);
  const budget = givenBudgetId(rowOf(team));
  if (isJsonObject(rowOf(team)['team_member_budget_table'])) {
    await writeBudget(session, budget, { max_budget: limit, budget_duration: period });
    return;
  }
  if (limit === null) return;
  if (budget !== '') {
    // Somebody deleted the budget that the team still names.
    await session.write('POST', '/budget/new', {
      budget_id: budget,
      max_budget: limit,
      budget_duration: period,
    });
    return;
  }
  await session.write('POST', '/team/update', {
    team_id: id,
    team_member_budget: limit,
    team_member_budget_duration: period,
    metadata: objectOf(rowOf(team)['metadata']),
  });
  const made = await askTeam(session, id);
  const { memberBudget } = readMemberBudgets(made).fields;
  if (memberBudget !== null && memberBudget.period !== period)
    await writeBudget(session, givenBudgetId(rowOf(made)), { max_budget: limit, budget_duration: period });
}

/**
 * Writes the budgets that single members have of their own; null takes one away, so that the member has what the team
 * gives. `/team/member_update` of 1.106.2 changes what it is sent and knows periods; that of 1.81.13 makes a new budget of
 * what it is sent, without a period, and takes anybody who is no member without a word, as 1.106.2 does.
 */
export async function writeOwnBudgets(session: Session, operation: Operation, id: string): Promise<void> {
  const wanted = operation.wanted?.['memberBudgets'];
  if (wanted === undefined) return;
  const before = await askTeam(session, id);
  const held = objectOf(readMemberBudgets(before).fields.memberBudgets);
  const named = isJsonObject(wanted) ? wanted : emptied(held);
  const changed = Object.entries(named).filter(([user, budget]) => !isSame(held[user] ?? null, budget));
  for (const [user, budget] of changed) await writeMember(session, operation, before, { id, user, budget });
  if (changed.length === 0) return;
  const after = await askTeam(session, id);
  for (const member of readTeamMembers(after)) {
    const [, budget = null] = changed.find(([user]) => user === member.user) ?? [];
    const own = memberBudgetId(member);
    if (budget === null || own === givenBudgetId(rowOf(after)) || isSame(member.budget, budget)) continue;
    await writeBudget(session, own, budgetBody(operation, budget));
  }
}

/**
 * Does some work on a team, and deletes then the budgets that the gateway had made for its members and that nobody there
 * has any more: it leaves them behind (1.81.13, 1.106.2).
 */
export async function withoutLeftBudgets(
  session: Session,
  id: string,
  work: () => Promise<void>,
): Promise<void> {
  const before = madeBudgets(await askTeam(session, id));
  await work();
  const kept = before.size === 0 ? before : madeBudgets(await askTeam(session, id));
  for (const budget of before) if (!kept.has(budget)) await deleteMadeBudget(session, budget);
}

/** A body with metadata keeps the budget that a team gives its members; 1.81.13 forgets it otherwise. */
export async function withGivenBudget(session: Session, id: string, body: JsonObject): Promise<JsonObject> {
  const { metadata } = body;
  if (!isJsonObject(metadata)) return body;
  const given = givenBudgetId(rowOf(await askTeam(session, id)));
  return given === '' ? body : { ...body, metadata: { ...metadata, team_member_budget_id: given } };
}

/** The answer of `/team/info`; empty for a team that is gone. */
async function askTeam(session: Session, id: string): Promise<JsonObject> {
  return objectOf((await askOne(session, 'team', '/team/info', { team_id: id })) ?? undefined);
}

function rowOf(team: JsonObject): JsonObject {
  return objectOf(team['team_info']);
}

async function writeMember(
  session: Session,
  operation: Operation,
  team: JsonObject,
  { id, user, budget }: { readonly id: string; readonly user: string; readonly budget: JsonValue },
): Promise<void> {
  const people = readTeam(rowOf(team))?.fields['members'];
  if (!Array.isArray(people) || !people.includes(user))
    throw notSupported(operation, `${user} is no member of the team, and can have no budget in it.`);
  const member = readTeamMembers(team).find((one) => one.user === user);
  const own = member === undefined ? '' : memberBudgetId(member);
  if (own !== '' && !isMadeBudget(own) && own !== givenBudgetId(rowOf(team)))
    throw notSupported(operation, `The budget of ${user} is "${own}", which others may share.`);
  const { max_budget: limit, budget_duration: period } = budgetBody(operation, budget);
  await session.write('POST', '/team/member_update', {
    team_id: id,
    user_id: user,
    max_budget_in_team: limit,
    budget_duration: period,
    ...limitsOf(member),
  });
}

/** The limits that a member has besides: 1.81.13 forgets what is not named. */
function limitsOf(member: TeamMember | undefined): JsonObject {
  const { requestsPerMinute = null, tokensPerMinute = null } = member ?? {};
  return {
    ...(requestsPerMinute === null ? {} : { rpm_limit: requestsPerMinute }),
    ...(tokensPerMinute === null ? {} : { tpm_limit: tokensPerMinute }),
  };
}

function writeBudget(session: Session, budget: string, limits: JsonObject): Promise<unknown> {
  return session.write('POST', '/budget/update', { ...limits, budget_id: budget });
}

function madeBudgets(team: JsonObject): ReadonlySet<string> {
  const named = [givenBudgetId(rowOf(team)), ...readTeamMembers(team).map(memberBudgetId)];
  return new Set(named.filter(isMadeBudget));
}

function emptied(held: JsonObject): JsonObject {
  return Object.fromEntries(Object.keys(held).map((user) => [user, null]));
}

function isSame(a: JsonValue, b: JsonValue): boolean {
  return canonicalJson(spelled(a)) === canonicalJson(spelled(b));
}

function spelled(budget: JsonValue): JsonValue {
  if (!isJsonObject(budget)) return null;
  const { limit, period = null } = budget;
  return [plainDecimal(typeof limit === 'number' ? limit : textOf(limit)), period];
}

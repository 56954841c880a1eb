import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { budgetOf, objectOf, textOf } from './fields.ts';
import { givenBudgetId, readTeam } from './team.ts';
import { readTeamMembers, type TeamMember } from './team-members.ts';

/** What `/team/info` alone says of a team: what its members may spend there. */
export interface MemberBudgets {
  readonly fields: {
    /** What the team gives each member; null for none. */
    readonly memberBudget: ReturnType<typeof budgetOf>;
    /** Members with a budget of their own, by their ids. */
    readonly memberBudgets: JsonObject;
  };
  readonly observed: {
    /** One entry for each member who has limits there, own or given, or has spent something. */
    readonly member_budgets: readonly JsonObject[];
  };
}

/** Reads the answer of `/team/info`: the team, with what its members may spend there (1.81.13, 1.106.2). */
export function readTeamInfo(body: JsonObject): Resource | null {
  const team = readTeam(objectOf(body['team_info']));
  if (team === null) return null;
  const { fields, observed } = readMemberBudgets(body);
  return {
    ...team,
    fields: { ...team.fields, ...fields },
    observed: { ...team.observed, ...observed },
  };
}

/** Reads what members may spend from the answer of `/team/info` (1.81.13, 1.106.2). */
export function readMemberBudgets(body: JsonObject): MemberBudgets {
  const row = objectOf(body['team_info']);
  const given = givenBudgetId(row);
  const members = readTeamMembers(body);
  return {
    fields: {
      memberBudget: budgetOf(objectOf(row['team_member_budget_table'])),
      memberBudgets: Object.fromEntries(
        members.flatMap((member) =>
          member.budget === null || memberBudgetId(member) === given ? [] : [[member.user, member.budget]],
        ),
      ),
    },
    observed: { member_budgets: members.filter(isTold).map((member) => ({ ...member })) },
  };
}

/** The id of the budget of a membership, chosen or made by the gateway; empty without one. */
export function memberBudgetId({ settings, observed }: TeamMember): string {
  return textOf(settings['budget_id']) || textOf(observed['budget_id']);
}

function isTold({ budget, requestsPerMinute, tokensPerMinute, settings, observed }: TeamMember): boolean {
  const { spend = 0 } = observed;
  return (
    Number(spend) > 0 ||
    budget !== null ||
    requestsPerMinute !== null ||
    tokensPerMinute !== null ||
    Object.keys(settings).length > 0
  );
}

import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { releaseOf } from './litellm-release.ts';
import type { TeamOnNode } from './wanted-rules.ts';
import { wantedBudget } from './wanted-budget.ts';

/** What is wanted of the budgets of a team's members on a LiteLLM, and what has to be said of it, in sentences. */
export interface WantedMemberBudgets {
  readonly fields: JsonObject;
  readonly notes: readonly string[];
}

/**
 * What members may spend: `memberBudget` is what the team gives each, `memberBudgets` what they have of their own instead, of
 * whom the policy names all. 1.81.13 gives its members nothing but when they join, and looks at what they have of their own:
 * so all others get what the team is to give as one of their own.
 */
export function wantedMemberBudgets(on: TeamOnNode): WantedMemberBudgets {
  const { team, held, members, version } = on;
  const { memberBudget, memberBudgets } = team;
  const heldOwn = objectOf(held?.fields['memberBudgets']);
  const given =
    memberBudget === undefined
      ? {}
      : { memberBudget: wantedBudget(memberBudget, held?.fields['memberBudget']) };
  const named = new Map<string, JsonValue>();
  const strangers: string[] = [];
  for (const [name, budget] of Object.entries(memberBudgets ?? {})) {
    const id = on.idOf(name);
    if (id === undefined || !members.includes(id)) strangers.push(name);
    else named.set(id, wantedBudget(budget, heldOwn[id]));
  }
  const own: Record<string, JsonValue> = {};
  if (memberBudgets !== undefined) for (const user of Object.keys(heldOwn)) own[user] = null;
  if (memberBudget !== undefined && !releaseOf(version).givesTeamMemberBudget)
    for (const user of notGiven(on)) own[user] = wantedBudget(memberBudget, heldOwn[user]);
  Object.assign(own, Object.fromEntries(named));
  return {
    fields: { ...given, ...(Object.keys(own).length === 0 ? {} : { memberBudgets: own }) },
    notes:
      strangers.length === 0
        ? []
        : [
            `${strangers.join(', ')} of memberBudgets of "${on.name}" ${strangers.length === 1 ? 'is' : 'are'} no member of it on ${on.node}: without a budget in it there. Name members as the team does, and put them into it first.`,
          ],
  };
}

/** Members who are in the team already, and to whom it gave nothing when they joined. */
function notGiven({ held, members }: TeamOnNode): readonly string[] {
  const { member_budgets: read, team_member_budget_id: given } = held?.observed ?? {};
  const there = held?.fields['members'];
  const isGiven = new Set(
    (Array.isArray(read) ? read : []).flatMap((member: JsonValue) => {
      const { user, observed } = objectOf(member);
      return given !== undefined && objectOf(observed)['budget_id'] === given ? [user] : [];
    }),
  );
  return members.filter((user) => Array.isArray(there) && there.includes(user) && !isGiven.has(user));
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { inParallel } from '../../../shared/in-parallel.ts';
import { isJsonObject, type JsonValue } from '../../../shared/json.ts';
import { textOf } from './fields.ts';
import { refusalOf } from './read-source.ts';
import type { Session } from './session.ts';
import { GIVEN_BUDGET } from './team.ts';
import { readMemberBudgets, type MemberBudgets } from './team-info.ts';

/** More teams than this cost too many questions, one each: then only those that give their members a budget are asked. */
export const MOST_TEAMS_ASKED = 200;
const PARALLEL = 4;

/**
 * Teams with what their members may spend in them. Only `/team/info` tells what single members may (1.81.13, 1.106.2): as
 * `memberBudgets`, and with their other limits as `observed.member_budgets`, which is null where it was not read, because
 * the team is one of too many or this key may not ask. What a team gives every member, `memberBudget`, is in the list of
 * budgets, too.
 *
 * @param budgets what that list holds, as far as this key may read it
 */
export async function withMemberBudgets(
  session: Session,
  teams: readonly Resource[],
  budgets: readonly Resource[],
): Promise<readonly Resource[]> {
  const peopled = teams.filter(hasMembers);
  const few = peopled.length <= MOST_TEAMS_ASKED;
  const asked = few ? peopled : peopled.filter(givesBudgets).slice(0, MOST_TEAMS_ASKED);
  const read = new Map<string, MemberBudgets>();
  await inParallel(asked, PARALLEL, async ({ id }) => {
    const told = await budgetsOf(session, id);
    if (told !== null) read.set(id, told);
  });
  const listed = new Map(budgets.map(({ id, fields }) => [id, fields['budget'] ?? null]));
  return teams.map((team) => {
    const told = read.get(team.id);
    const given = givenIn(team, listed);
    const unread = hasMembers(team) ? { member_budgets: null } : {};
    return {
      ...team,
      fields: {
        ...team.fields,
        ...(told?.fields ?? (given === undefined ? {} : { memberBudget: given })),
      },
      observed: { ...team.observed, ...(told?.observed ?? unread) },
    };
  });
}

async function budgetsOf(session: Session, team: string): Promise<MemberBudgets | null> {
  try {
    const { body } = await session.get('/team/info', { team_id: team });
    return isJsonObject(body) ? readMemberBudgets(body) : null;
  } catch (error) {
    // Refused, or gone since the list was read: the team stands without it. Rejects when the node stops answering.
    refusalOf(error);
    return null;
  }
}

/** Undefined where the list of budgets does not say it. */
function givenIn(team: Resource, listed: ReadonlyMap<string, JsonValue>): JsonValue | undefined {
  return givesBudgets(team) ? listed.get(textOf(team.observed[GIVEN_BUDGET])) : null;
}

function hasMembers({ fields: { members } }: Resource): boolean {
  return Array.isArray(members) && members.length > 0;
}

function givesBudgets({ observed }: Resource): boolean {
  return Object.hasOwn(observed, GIVEN_BUDGET);
}

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { inParallel } from '../../../shared/in-parallel.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { refusalOf } from './read-source.ts';
import type { Session } from './session.ts';
import { readTeamMembers } from './team-members.ts';
import type { TeamMember } from './team-members.ts';

/** More teams than this cost too many questions, one each: then only those that give their members a budget are asked. */
export const MOST_TEAMS_ASKED = 200;
const PARALLEL = 4;

/**
 * Teams with what their members may spend in them, as `observed.member_budgets`, one entry for each member who has limits
 * there; null where it was not read: the team is one of too many, or this key may not ask. Only `/team/info` tells it
 * (1.81.13, 1.106.2). What a team gives every member stands in its settings, as `metadata.team_member_budget_id`.
 */
export async function withMemberBudgets(
  session: Session,
  teams: readonly Resource[],
): Promise<readonly Resource[]> {
  const peopled = teams.filter(hasMembers);
  const few = peopled.length <= MOST_TEAMS_ASKED;
  const asked = few ? peopled : peopled.filter(givesBudgets).slice(0, MOST_TEAMS_ASKED);
  const read = new Map<string, readonly JsonObject[]>();
  await inParallel(asked, PARALLEL, async ({ id }) => {
    const budgets = await membersOf(session, id);
    if (budgets !== null) read.set(id, budgets);
  });
  return teams.map((team) =>
    hasMembers(team)
      ? { ...team, observed: { ...team.observed, member_budgets: read.get(team.id) ?? null } }
      : team,
  );
}

async function membersOf(session: Session, team: string): Promise<readonly JsonObject[] | null> {
  try {
    const { body } = await session.get('/team/info', { team_id: team });
    return readTeamMembers(body)
      .filter(isLimited)
      .map((member) => ({ ...member }));
  } catch (error) {
    // Refused, or gone since the list was read: the team stands without it. Rejects when the node stops answering.
    refusalOf(error);
    return null;
  }
}

function hasMembers({ fields: { members } }: Resource): boolean {
  return Array.isArray(members) && members.length > 0;
}

function givesBudgets({ settings }: Resource): boolean {
  const { metadata } = settings;
  return isJsonObject(metadata) && Object.hasOwn(metadata, 'team_member_budget_id');
}

function isLimited({ budget, requestsPerMinute, tokensPerMinute, settings }: TeamMember): boolean {
  return (
    budget !== null ||
    requestsPerMinute !== null ||
    tokensPerMinute !== null ||
    Object.keys(settings).length > 0
  );
}

import { hashText } from '../random.ts';
import type { LitellmNode } from './node-names.ts';
import { TEAM_LIST } from './team-list.ts';
import type { SampleTeam, TeamEntry } from './sample-team.ts';

/** The teams as `prod-eu` holds them, in the order they were made, and the deleted one. */
export const SAMPLE_TEAMS: readonly SampleTeam[] = TEAM_LIST.map(teamOf);

function teamOf({ share: [eu, us], ...entry }: TeamEntry): SampleTeam {
  const plain = entry.alias.normalize('NFD').replaceAll(/[^a-z-]/g, '');
  return {
    ...entry,
    id: `team-${plain}`,
    period: entry.budget === null ? null : '30d',
    costCentre: `CC-${100 + (hashText(plain) % 900)}`,
    weight: { 'prod-eu': eu, 'prod-us': us },
  };
}

/** The team's name at an instant, as the gateway logged it; null once it is deleted. */
export function aliasAt({ alias, formerly, deletedMs }: SampleTeam, ms: number): string | null {
  if (deletedMs !== undefined && ms >= deletedMs) return null;
  return formerly !== undefined && ms < formerly.untilMs ? formerly.alias : alias;
}

/**
 * The teams that a node holds today. `prod-us` has drifted from `prod-eu` in four of them: a model list, a
 * budget, a rate limit, and a team that was never made there.
 */
export function teamsOf(node: LitellmNode): readonly SampleTeam[] {
  const standing = SAMPLE_TEAMS.filter(({ deletedMs }) => deletedMs === undefined);
  if (node === 'prod-eu') return standing;
  return standing.filter(({ alias }) => alias !== 'café-kiosk').map(driftedInUs);
}

function driftedInUs(original: SampleTeam): SampleTeam {
  if (original.alias === 'search') {
    return { ...original, models: ['gpt-4o-mini', 'text-embedding-3-small', 'gpt-4o'] };
  }
  if (original.alias === 'fraud') return { ...original, budget: 25 };
  if (original.alias === 'mobile') return { ...original, requestsPerMinute: 300 };
  return original;
}

import { hashText } from '../random.ts';
import type { LitellmNode } from './node-names.ts';
import { TEAM_LIST, type TeamEntry } from './team-list.ts';

/** A team of the sample. Money is US dollars a period. */
export interface SampleTeam {
  readonly id: string;
  readonly alias: string;
  /** The name it had before, and when it changed. */
  readonly formerly?: { readonly alias: string; readonly untilMs: number };
  /** Gone since; its requests keep the id and lose the name. */
  readonly deletedMs?: number;
  /** Public names; `all-proxy-models` is every model. The first are used most. */
  readonly models: readonly string[];
  readonly budget: number | null;
  readonly period: string | null;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly blocked?: boolean;
  readonly costCentre: string;
  /** Share of each node's requests. */
  readonly weight: Readonly<Record<LitellmNode, number>>;
  /** Keys by use. */
  readonly uses: readonly string[];
  readonly members: readonly number[];
  /** Who calls on behalf of end customers. */
  readonly endUsers?: boolean;
}

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

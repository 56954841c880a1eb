import { MONTH_START_MS, type LitellmNode } from './node-names.ts';

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
  /** Share of each node's requests; none where the node has no such team. */
  readonly weight: Readonly<Partial<Record<LitellmNode, number>>>;
  /** Keys by use. */
  readonly uses: readonly string[];
  readonly members: readonly number[];
  /** Who calls on behalf of end customers. */
  readonly endUsers?: boolean;
}

const DAY = 86_400_000;
const day = (number: number, hour: number): number => MONTH_START_MS + (number - 1) * DAY + hour * 3_600_000;

/** When the team `growth` got its name, and when `hackathon` was deleted. */
export const RENAMED_MS = day(16, 9);
export const DELETED_MS = day(19, 18);

const both = (eu: number, us: number): SampleTeam['weight'] => ({ 'prod-eu': eu, 'prod-us': us });

/** The teams as `prod-eu` holds them, in the order they were made, and the deleted one. */
export const SAMPLE_TEAMS: readonly SampleTeam[] = [
  team(
    'payments',
    ['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small'],
    70,
    1200,
    400_000,
    both(14, 12),
    ['prod', 'batch', 'ci'],
    [0, 1, 2],
  ),
  team(
    'search',
    ['gpt-4o-mini', 'text-embedding-3-small', 'claude-haiku'],
    40,
    600,
    100_000,
    both(16, 15),
    ['prod', 'indexer', 'ci'],
    [3, 4],
  ),
  {
    ...team(
      'growth',
      ['gpt-4o-mini', 'gemini-flash'],
      20,
      300,
      null,
      both(7, 9),
      ['campaigns', 'notebook'],
      [5, 6],
    ),
    formerly: { alias: 'marketing', untilMs: RENAMED_MS },
  },
  team(
    'data-platform',
    ['claude-sonnet', 'gpt-4o', 'text-embedding-3-small'],
    75,
    900,
    500_000,
    both(9, 8),
    ['pipelines', 'notebook'],
    [7, 8, 9],
  ),
  team(
    'fraud',
    ['claude-haiku', 'gpt-4o', 'gpt-4o-mini'],
    50,
    1000,
    300_000,
    both(11, 10),
    ['prod', 'shadow'],
    [10, 11],
  ),
  {
    ...team(
      'support-bots',
      ['gpt-4o-mini', 'claude-haiku', 'gpt-4o'],
      null,
      600,
      null,
      both(15, 17),
      ['web', 'mail', 'notebook'],
      [12, 13],
    ),
    endUsers: true,
  },
  {
    ...team(
      'mobile',
      ['gpt-4o-mini', 'claude-haiku'],
      25,
      600,
      null,
      both(8, 11),
      ['ios', 'android'],
      [14, 15],
    ),
    endUsers: true,
  },
  team(
    'research',
    ['claude-sonnet', 'gpt-4o', 'llama-local'],
    40,
    null,
    null,
    both(5, 6),
    ['notebook', 'evals'],
    [16, 17, 18],
  ),
  team('legal-ops', ['claude-sonnet'], 15, 60, 40_000, both(2, 2), ['review'], [19]),
  team('café-kiosk', ['gpt-4o-mini'], 5, 120, null, { 'prod-eu': 2.5 }, ['tablets'], [20]),
  team('infra', ['all-proxy-models'], null, null, null, both(3, 3), ['alerts', 'ci'], [21, 22]),
  { ...team('labs', ['llama-local', 'gemini-flash'], 2, 30, null, both(1, 1), ['play'], [23]) },
  team(
    'developer-tools',
    ['claude-sonnet', 'gpt-4o-mini', 'llama-local'],
    60,
    300,
    null,
    both(5, 4),
    ['editor', 'ci'],
    [24, 25],
  ),
  { ...team('sandbox', ['gpt-4o-mini'], 1, 10, 5000, {}, [], [26]), blocked: true },
  {
    ...team(
      'hackathon',
      ['gpt-4o', 'gpt-4o-mini', 'claude-sonnet'],
      10,
      null,
      null,
      both(1.5, 1),
      ['demo'],
      [],
    ),
    deletedMs: DELETED_MS,
  },
];

function team(
  alias: string,
  models: readonly string[],
  budget: number | null,
  requestsPerMinute: number | null,
  tokensPerMinute: number | null,
  weight: SampleTeam['weight'],
  uses: readonly string[],
  members: readonly number[],
): SampleTeam {
  const plain = alias.normalize('NFD').replaceAll(/[^a-z-]/g, '');
  return {
    id: `team-${plain}`,
    alias,
    models,
    budget,
    period: budget === null ? null : '30d',
    requestsPerMinute,
    tokensPerMinute,
    costCentre: `CC-${100 + ((plain.length * 37 + plain.charCodeAt(0) * 11) % 900)}`,
    weight,
    uses,
    members,
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

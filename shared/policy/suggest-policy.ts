import { setInYaml } from '../config/edit-yaml.ts';
import type { YamlPath } from '../config/yaml-place.ts';
import { NANO_PER_DOLLAR, formatNano } from '../cost/money.ts';
import type { JsonValue } from '../json.ts';
import { resolveModels, type Policy, type PolicyTeam } from './policy.ts';
import { resolvePolicy } from './resolve.ts';

/** What a team used, of all nodes that its rules are for. */
export interface UseOfTeam {
  readonly team: string;
  readonly models: ReadonlySet<string>;
  readonly requests: number;
  /** Nano-dollars: the most at one node in one whole period of its budget; null where no whole one was seen. */
  readonly mostNano: bigint | null;
}

/** What is suggested. */
export interface SuggestionWish {
  /** Per cent above what was spent. */
  readonly margin: number;
  readonly models: boolean;
  readonly budgets: boolean;
}

/** What is suggested for one team; null where nothing is. */
export interface TeamSuggestion {
  readonly team: string;
  /** It is not in the policy yet. */
  readonly isNew: boolean;
  readonly requests: number;
  /** Decimal text of US dollars: the most in one whole period of its budget; null where no whole one was seen. */
  readonly spent: string | null;
  readonly models: {
    readonly before: readonly string[] | 'all' | null;
    readonly after: readonly string[];
  } | null;
  /** Decimal text of US dollars in a period, as the policy has it. */
  readonly budget: {
    readonly before: string | null;
    readonly after: string;
    readonly period: string | null;
  } | null;
}

/** A policy's text with least-privilege lists and budgets in it. */
export interface Suggestion {
  readonly text: string;
  /** Those for whom something changes. */
  readonly teams: readonly TeamSuggestion[];
  /** Teams that are left as they are, and why. */
  readonly left: readonly { readonly team: string; readonly reason: string }[];
}

/** The period of a budget that is suggested where there is none yet. */
const SUGGESTED_PERIOD = '30d';

/** The periods of teams' budgets, with the defaults and with what would be suggested where there is none. */
export function periodsOfTeams(policy: Policy): (team: string) => string | null {
  const teams = withDefaults(policy, []);
  return (team) => {
    const budget = (teams.get(team) ?? policy.defaults.team)?.budget ?? null;
    return budget === null ? SUGGESTED_PERIOD : budget.period;
  };
}

/**
 * Least-privilege model lists and budgets for teams, from what they used, as an edit of the policy's text in which all
 * comments stay. A group of models stays where all of it is used. What a team has from the defaults is taken for its own;
 * exceptions end by themselves and are left out.
 */
export function suggestPolicy(
  text: string,
  policy: Policy,
  uses: readonly UseOfTeam[],
  wish: SuggestionWish,
): Suggestion {
  let edited = text;
  const teams: TeamSuggestion[] = [];
  const left: { team: string; reason: string }[] = [];
  const byName = uses.toSorted((a, b) => (a.team < b.team ? -1 : 1));
  const resolved = withDefaults(policy, byName);
  for (const use of byName) {
    const held = policy.teams.get(use.team);
    const suggested = suggestFor(policy, { own: held, resolved: resolved.get(use.team) }, use, wish);
    if (suggested.models === null && suggested.budget === null) {
      const reason =
        wish.budgets && use.mostNano === null
          ? 'It may call just what it calls; of its spend no whole period was seen.'
          : 'It may and spends just what it uses.';
      left.push({ team: use.team, reason });
      continue;
    }
    const next = applied(edited, suggested, held);
    if (next === null)
      left.push({
        team: use.team,
        reason:
          'Its part of the file cannot be edited here: an alias shares it, or it is written in an unusual way.',
      });
    else {
      edited = next;
      teams.push(suggested);
    }
  }
  const used = new Set(uses.map(({ team }) => team));
  for (const team of policy.teams.keys())
    if (!used.has(team)) left.push({ team, reason: 'It called nothing in this time.' });
  return { text: edited, teams, left };
}

/** The teams that used something as they are with the defaults, those that are new, too. */
function withDefaults(policy: Policy, uses: readonly UseOfTeam[]): Policy['teams'] {
  const teams = new Map([...uses.map(({ team }) => [team, {}] as const), ...policy.teams]);
  // Without exceptions a policy is the same at all times.
  return resolvePolicy({ ...policy, teams, exceptions: [] }, '1970-01-01T00:00:00Z').teams;
}

/** A team as the policy's text has it, and as it is with the defaults. */
interface HeldTeam {
  readonly own: PolicyTeam | undefined;
  readonly resolved: PolicyTeam | undefined;
}

function suggestFor(
  policy: Policy,
  { own, resolved }: HeldTeam,
  { team, models, requests, mostNano }: UseOfTeam,
  wish: SuggestionWish,
): TeamSuggestion {
  const before = resolved?.models ?? null;
  const after = leastModels(policy, before, models);
  const sameModels = Array.isArray(before) && before.join('\n') === after.join('\n');
  const limit = mostNano === null ? null : withMargin(mostNano, wish.margin);
  const budget = resolved?.budget ?? null;
  const old = budget?.limit ?? null;
  return {
    team,
    isNew: own === undefined,
    requests,
    spent: mostNano === null ? null : formatNano(mostNano),
    models: wish.models && !sameModels ? { before, after } : null,
    budget:
      wish.budgets && limit !== null && limit !== old
        ? { before: old, after: limit, period: budget === null ? SUGGESTED_PERIOD : budget.period }
        : null,
  };
}

/** What of a list is used, in its order, and what is used beside it. */
function leastModels(
  policy: Policy,
  before: readonly string[] | 'all' | null,
  used: ReadonlySet<string>,
): readonly string[] {
  const open = new Set(used);
  const kept = (before === 'all' || before === null ? [] : before).filter((entry) => {
    const all = resolveModels(policy, [entry]) ?? [];
    if (all.length === 0 || !all.every((model) => used.has(model))) return false;
    for (const model of all) open.delete(model);
    return true;
  });
  return [...kept, ...[...open].sort()];
}

/** An amount with a margin, rounded up to whole dollars, or to cents under ten; null where nothing was spent. */
export function withMargin(nano: bigint, margin: number): string | null {
  if (nano <= 0n) return null;
  const wanted = (nano * BigInt(100 + margin) + 99n) / 100n;
  const step = wanted < 10n * NANO_PER_DOLLAR ? NANO_PER_DOLLAR / 100n : NANO_PER_DOLLAR;
  return formatNano(((wanted + step - 1n) / step) * step);
}

function applied(
  text: string,
  { team, models, budget }: TeamSuggestion,
  held: PolicyTeam | undefined,
): string | null {
  const edits: (readonly [YamlPath, JsonValue])[] = [];
  if (models !== null) edits.push([['teams', team, 'models'], [...models.after]]);
  if (budget !== null) {
    const limit = `${budget.after} USD`;
    if (held?.budget) edits.push([['teams', team, 'budget', 'limit'], limit]);
    else edits.push([['teams', team, 'budget'], { limit, period: budget.period }]);
  }
  let edited: string | null = text;
  for (const [path, value] of edits) edited = edited === null ? null : setInYaml(edited, 'core', path, value);
  return edited;
}

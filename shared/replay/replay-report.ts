import { formatNano } from '../cost/money.ts';
import { sumGroups } from './compare-verdicts.ts';
import type { ChangeGroup, ChangeSums, VerdictComparison } from './compare-verdicts.ts';
import type { Rule } from './replay-state.ts';

/** Requests that are denied or gained, in sum. */
export interface ReplayCount {
  readonly requests: number;
  /** Decimal text of US dollars: what they cost when they were made. Requests that were refused then cost nothing. */
  readonly spend: string;
  readonly tokens: number;
  /** ISO 8601 UTC. */
  readonly first: string;
  readonly last: string;
}

/** What happens to the requests of one team, model, key, user or rule. Null: to none of them. */
export interface ReplayRow {
  /** The id; empty where the log says none. */
  readonly id: string;
  /** The newest name that the log has for it, with the node or else the id where several rows have it; null where it has none. */
  readonly name: string | null;
  readonly denied: ReplayCount | null;
  readonly gained: ReplayCount | null;
}

/** A request to look at. */
export interface ReplaySample {
  readonly node: string;
  readonly id: string;
  readonly change: 'denied' | 'gained';
  readonly rule: Rule;
  readonly team: string;
  readonly model: string;
}

/** What other rules would have meant for the requests of one node or of all. */
export interface ReplayReport {
  readonly requests: number;
  readonly unchanged: number;
  readonly denied: number;
  readonly gained: number;
  readonly notEvaluable: number;
  /** Decimal text of US dollars: what the denied requests cost when they were made. */
  readonly spendDenied: string;
  readonly tokensDenied: number;
  readonly byTeam: readonly ReplayRow[];
  readonly byModel: readonly ReplayRow[];
  readonly byKey: readonly ReplayRow[];
  readonly byUser: readonly ReplayRow[];
  readonly byRule: readonly ReplayRow[];
  readonly samples: readonly ReplaySample[];
  /**
   * How the rules of today explain what happened, of those that could be evaluated: answered alike, refused by the rules
   * though it was let through, let through though it was refused.
   */
  readonly baseline: {
    readonly alike: number;
    readonly refusedByRules: number;
    readonly allowedByRules: number;
  };
}

/** The names of teams, keys and users by their ids. */
export type ReplayNames = Readonly<Record<'team' | 'key' | 'user', ReadonlyMap<string, string>>>;

/** What other rules would have meant for the requests of a node. */
export interface NodeComparison {
  readonly node: string;
  readonly comparison: VerdictComparison;
}

/** @param samples requests to look at, of the groups of these comparisons */
export function replayReport(
  compared: readonly NodeComparison[],
  samples: readonly ReplaySample[],
  names: ReplayNames,
): ReplayReport {
  const comparisons = compared.map(({ comparison }) => comparison);
  const groups = comparisons.flatMap((comparison) => comparison.groups);
  const total = (pick: (comparison: VerdictComparison) => number): number =>
    comparisons.reduce((sum, comparison) => sum + pick(comparison), 0);
  const denied = groups.filter(({ change }) => change === 'denied');
  const rows = (
    idOf: (group: ChangeGroup) => string,
    nameOf?: ReadonlyMap<string, string>,
  ): readonly ReplayRow[] => {
    const summed = sumGroups(groups, idOf);
    const toldApart = nameOf === undefined ? null : namesApart(compared, idOf, nameOf);
    return summed.map((sums) => ({
      id: sums.key,
      name: toldApart?.get(sums.key) ?? null,
      denied: countOf(sums.denied),
      gained: countOf(sums.gained),
    }));
  };
  return {
    requests: total(({ requests }) => requests),
    unchanged: total(({ unchanged }) => unchanged),
    denied: total((comparison) => comparison.denied),
    gained: total(({ gained }) => gained),
    notEvaluable: total(({ notEvaluable }) => notEvaluable),
    spendDenied: formatNano(denied.reduce((sum, { nano }) => sum + nano, 0n)),
    tokensDenied: denied.reduce((sum, { tokens }) => sum + tokens, 0),
    byTeam: rows(({ combination }) => combination.team, names.team),
    byModel: rows(({ combination }) => combination.model),
    byKey: rows(({ combination }) => combination.key, names.key),
    byUser: rows(({ combination }) => combination.user, names.user),
    byRule: rows(({ rule }) => rule),
    samples,
    baseline: {
      alike: total(({ against }) => against.agreed),
      refusedByRules: total(({ against }) => against.refusedNow),
      allowedByRules: total(({ against }) => against.allowedNow),
    },
  };
}

/**
 * The names of all that changes, by id. Two nodes may each have a team of one name, which are two teams: of these the node
 * is said too, and the id where a node has several of the name.
 */
function namesApart(
  compared: readonly NodeComparison[],
  idOf: (group: ChangeGroup) => string,
  nameOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const bearers = new Map<string, Map<string, Set<string>>>();
  for (const { node, comparison } of compared)
    for (const group of comparison.groups) {
      const id = idOf(group);
      const name = nameOf.get(id);
      if (name === undefined) continue;
      const ids = bearers.get(name) ?? new Map<string, Set<string>>();
      bearers.set(name, ids.set(id, (ids.get(id) ?? new Set()).add(node)));
    }
  return new Map(
    [...bearers].flatMap(([name, ids]) => {
      if (ids.size === 1) return [...ids.keys()].map((id) => [id, name] as const);
      const nodes = [...ids.values()].flatMap((of) => [...of]);
      const isTold = new Set(nodes).size === nodes.length;
      return [...ids].map(([id, of]) => [id, `${name} (${isTold ? [...of].join(', ') : id})`] as const);
    }),
  );
}

function countOf(sums: ChangeSums | null): ReplayCount | null {
  if (sums === null) return null;
  const { requests, nano, tokens, firstMs, lastMs } = sums;
  return {
    requests,
    spend: formatNano(nano),
    tokens,
    first: new Date(firstMs).toISOString(),
    last: new Date(lastMs).toISOString(),
  };
}

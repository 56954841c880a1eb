import { compareVerdicts } from './compare-verdicts.ts';
import type { Change, VerdictComparison } from './compare-verdicts.ts';
import { attributeChanges, providerWords, TOGETHER } from './litellm/attribute-changes.ts';
import type { Compared, ReleasePair } from './litellm/attribute-changes.ts';
import { litellmState } from './litellm/litellm-state.ts';
import type { ReleaseRules } from './litellm/release-rules.ts';
import { verdictDifferences } from './litellm/rules-between.ts';
import type { AppliedDifference, RuleDifference } from './litellm/rule-difference.ts';
import { statePhases } from './phases.ts';
import type { ReplayPhases } from './phases.ts';
import { costMapDifference } from './prices/map-spend.ts';
import type { MapSpend } from './prices/map-spend.ts';
import { replayPhases, replaySteps } from './replay.ts';
import type { Verdicts } from './replay.ts';
import { ALLOWED, NOT_EVALUABLE, RULES } from './replay-state.ts';
import type { Rule } from './replay-state.ts';
import type { Combination, RequestLog } from './request-log.ts';
import type { HeldPhases } from './state-after.ts';
import type { Steps } from './steps.ts';

/** Requests whose verdict one difference between two releases changes. */
export interface UpgradeCause {
  readonly difference: RuleDifference;
  readonly denied: number;
  readonly gained: number;
  /** What the denied ones cost when they were made, nano-dollars. */
  readonly deniedNano: bigint;
  /** Public model names of these requests, sorted. */
  readonly models: readonly string[];
  /** Ids of their teams, sorted; the empty text is of those without one. */
  readonly teams: readonly string[];
  /** The first of them. */
  readonly examples: readonly UpgradeExample[];
}

/** A request whose verdict changes. */
export interface UpgradeExample {
  /** Its place in the log. */
  readonly place: number;
  readonly change: Change;
  /** Of one that is denied the rule that refuses it; of one that is gained the rule that did. */
  readonly rule: Rule;
}

/** What another release would have said to a log. */
export interface Upgrade {
  readonly comparison: VerdictComparison;
  /** The node under the one release and under the other. */
  readonly phases: { readonly before: ReplayPhases; readonly after: ReplayPhases };
  /** With most requests first; only what changes any. */
  readonly causes: readonly UpgradeCause[];
  /** What differs in the cost maps; null where no request is priced anew. */
  readonly costMap: RuleDifference | null;
  /** Of each request of the log, 0 where its verdict stays, else 1 more than its place in `causes`. */
  readonly causeOf: Uint8Array;
}

const EXAMPLES = 5;

/** Releases, the clock of a node, and what it holds as time goes on. */
export interface UpgradedNode {
  readonly held: HeldPhases;
  readonly rules: ReleasePair;
  /** By whose clock budgets start anew, an IANA name. */
  readonly zone: string;
  /** What the log would have cost by the other release's cost map; left out where budgets fill as logged under both. */
  readonly spend?: MapSpend | undefined;
}

/** What decides about requests: rules, and what each of them fills budgets with. */
interface Side {
  readonly rules: ReleaseRules;
  /** As of a {@link RequestLog}. */
  readonly spendNano: Float64Array;
}

/**
 * The same node and the same requests under the rules and the cost map of another release of LiteLLM: which verdicts
 * change, and because of which difference. A request is put down to the first difference that, alone, would have changed
 * it, or without which it would not have changed.
 */
export function* replayUpgrade(log: RequestLog, { held, rules, zone, spend }: UpgradedNode): Steps<Upgrade> {
  const phasesUnder = (these: ReleaseRules) =>
    statePhases(held, (resources) => litellmState(resources, log.combinations, these, zone));
  const phases = { before: phasesUnder(rules.before), after: phasesUnder(rules.after) };
  const costMap = spend === undefined ? null : costMapDifference(spend);
  const sides: Compared<Side> = {
    before: { rules: rules.before, spendNano: log.spendNano },
    after: { rules: rules.after, spendNano: spend?.spendNano ?? log.spendNano },
    differences: sideDifferences(rules, costMap),
  };
  yield;
  const before = yield* replaySteps(log, phases.before);
  yield;
  const after = yield* replaySteps({ ...log, spendNano: sides.after.spendNano }, phases.after);
  yield;
  const comparison = compareVerdicts(log, before, after);
  const changed = changedPlaces(before, after);
  const found = yield* attributeChanges(
    changed,
    (at) => before[at] === ALLOWED,
    ({ rules: these, spendNano }) => {
      const verdicts = replayPhases({ ...log, spendNano }, phasesUnder(these));
      return (at) => verdicts[at] === ALLOWED;
    },
    sides,
  );
  return { comparison, phases, costMap, ...sumCauses(log, changed, found, { before, after }, rules) };
}

/** What differs in the rules, and then what differs in the cost maps. */
function sideDifferences(
  { before, after }: ReleasePair,
  costMap: RuleDifference | null,
): readonly AppliedDifference<Side>[] {
  const ofRules = verdictDifferences(before, after).map((difference): AppliedDifference<Side> => ({
    ...difference,
    apply: (onto, from) => ({ ...onto, rules: difference.apply(onto.rules, from.rules) }),
  }));
  if (costMap === null) return ofRules;
  return [...ofRules, { ...costMap, apply: (onto, { spendNano }) => ({ ...onto, spendNano }) }];
}

/** Places of requests that one lets through and the other refuses. */
function changedPlaces(before: Verdicts, after: Verdicts): readonly number[] {
  const places: number[] = [];
  for (let at = 0; at < before.length; at += 1) {
    const [was, is] = [before[at] ?? 0, after[at] ?? 0];
    if (was === is || was === NOT_EVALUABLE || is === NOT_EVALUABLE) continue;
    if ((was === ALLOWED) !== (is === ALLOWED)) places.push(at);
  }
  return places;
}

function sumCauses(
  log: RequestLog,
  places: readonly number[],
  found: readonly RuleDifference[],
  { before, after }: { readonly before: Verdicts; readonly after: Verdicts },
  rules: ReleasePair,
): Pick<Upgrade, 'causes' | 'causeOf'> {
  const byCode = new Map<string, { readonly difference: RuleDifference; readonly places: number[] }>();
  for (const [index, at] of places.entries()) {
    const difference = found[index] ?? TOGETHER;
    const known = byCode.get(difference.code) ?? { difference, places: [] };
    known.places.push(at);
    byCode.set(difference.code, known);
  }
  const sorted = [...byCode.values()].toSorted(
    (a, b) => b.places.length - a.places.length || (a.difference.code < b.difference.code ? -1 : 1),
  );
  const causeOf = new Uint8Array(log.count);
  const causes = sorted.map(({ difference, places: these }, cause) => {
    for (const at of these) causeOf[at] = cause + 1;
    const denied = these.filter((at) => after[at] !== ALLOWED);
    const models = namesOf(log, these, ({ model }) => model);
    const { code, text, changesVerdicts } = difference;
    return {
      // Where no model is of another provider, the words for all of them say it.
      difference: {
        code,
        text: (code === 'providers' ? providerWords(models, rules) : '') || text,
        changesVerdicts,
      },
      denied: denied.length,
      gained: these.length - denied.length,
      deniedNano: denied.reduce((sum, at) => sum + BigInt(Math.max(0, log.spendNano[at] ?? 0)), 0n),
      models,
      teams: namesOf(log, these, ({ team }) => team),
      examples: these.slice(0, EXAMPLES).map((place): UpgradeExample => {
        const isDenied = after[place] !== ALLOWED;
        const rule = RULES[(isDenied ? after : before)[place] ?? 0] ?? 'allowed';
        return { place, change: isDenied ? 'denied' : 'gained', rule };
      }),
    };
  });
  return { causes, causeOf };
}

/** What the combinations of some requests say, each once, sorted. */
function namesOf(
  { combination, combinations }: RequestLog,
  places: readonly number[],
  pick: (one: Combination) => string,
): readonly string[] {
  const found = new Set(places.map((at) => combination[at] ?? 0));
  return [
    ...new Set([...found].flatMap((one) => (combinations[one] ? [pick(combinations[one])] : []))),
  ].sort();
}

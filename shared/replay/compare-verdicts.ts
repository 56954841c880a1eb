import { ExactSums } from './exact-sums.ts';
import { ALLOWED, NOT_EVALUABLE, RULES } from './replay-state.ts';
import type { Rule } from './replay-state.ts';
import type { Verdicts } from './replay.ts';
import type { Combination, RequestLog } from './request-log.ts';

/** What becomes of requests under other rules. */
export type Change = 'denied' | 'gained';

/** Requests that share something. Money is nano-dollars; what was refused when it was made has none. */
export interface ChangeSums {
  readonly requests: number;
  readonly nano: bigint;
  readonly tokens: number;
  /** First and last of them, milliseconds since 1970 UTC. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Requests of one combination that are denied or gained by one rule. */
export interface ChangeGroup extends ChangeSums {
  readonly change: Change;
  /** Of those that are denied the rule that refuses them; of those that are gained the one that did. */
  readonly rule: Rule;
  readonly combination: Combination;
}

/** What other rules would have meant for a log. */
export interface VerdictComparison {
  readonly requests: number;
  readonly unchanged: number;
  readonly denied: number;
  readonly gained: number;
  readonly notEvaluable: number;
  /** In the order of their first request. */
  readonly groups: readonly ChangeGroup[];
  /** For each group places in the log of a few of its requests, the first ones. */
  readonly examples: readonly (readonly number[])[];
  /** How the rules before compare with what happened: what they would have refused, and what they would have let through. */
  readonly against: { readonly agreed: number; readonly refusedNow: number; readonly allowedNow: number };
}

const EXAMPLES = 5;
const GAINED = RULES.length;

/**
 * Compares what two sets of rules say to the same log.
 *
 * @param before what the rules of today say
 * @param after what the others say
 */
export function compareVerdicts(log: RequestLog, before: Verdicts, after: Verdicts): VerdictComparison {
  const { count, startMs, combination, combinations, spendNano, tokens } = log;
  const wasAllowed = combinations.map(({ outcome }) => outcome === 'allowed');
  const slots = new Int32Array(combinations.length * RULES.length * 2).fill(-1);
  const groups: { at: number; requests: number; tokens: number; firstMs: number; lastMs: number }[] = [];
  const examples: number[][] = [];
  const nano = new GrowingSums();
  let [denied, gained, notEvaluable, agreed, refusedNow, allowedNow] = [0, 0, 0, 0, 0, 0];
  for (let request = 0; request < count; request += 1) {
    const [was, is] = [before[request] ?? 0, after[request] ?? 0];
    const of = combination[request] ?? 0;
    if (was === NOT_EVALUABLE || is === NOT_EVALUABLE) {
      notEvaluable += 1;
      continue;
    }
    if ((was === ALLOWED) === wasAllowed[of]) agreed += 1;
    else if (was === ALLOWED) allowedNow += 1;
    else refusedNow += 1;
    if ((was === ALLOWED) === (is === ALLOWED)) continue;
    const isDenied = was === ALLOWED;
    if (isDenied) denied += 1;
    else gained += 1;
    const at = of * RULES.length * 2 + (isDenied ? is : GAINED + was);
    const ms = startMs[request] ?? 0;
    let slot = slots[at] ?? -1;
    if (slot < 0) {
      slot = groups.push({ at, requests: 0, tokens: 0, firstMs: ms, lastMs: ms }) - 1;
      slots[at] = slot;
      examples.push([]);
    }
    const group = groups[slot];
    if (group === undefined) continue;
    group.requests += 1;
    group.tokens += tokens[request] ?? 0;
    group.lastMs = ms;
    nano.add(slot, Math.max(0, spendNano[request] ?? 0));
    if (group.requests <= EXAMPLES) examples[slot]?.push(request);
  }
  return {
    requests: count,
    unchanged: count - denied - gained - notEvaluable,
    denied,
    gained,
    notEvaluable,
    groups: groups.map(({ at, ...sums }, slot) => {
      const code = at % (RULES.length * 2);
      return {
        change: code < GAINED ? 'denied' : 'gained',
        rule: RULES[code % RULES.length] ?? 'allowed',
        combination: combinations[Math.floor(at / (RULES.length * 2))] ?? NOBODY,
        nano: nano.of(slot),
        ...sums,
      };
    }),
    examples,
    against: { agreed, refusedNow, allowedNow },
  };
}

const NOBODY: Combination = { team: '', key: '', user: '', model: '', outcome: 'allowed' };

/** Exact sums whose number is not known before. */
class GrowingSums {
  #sums = new ExactSums(64);
  #size = 64;

  add(at: number, nano: number): void {
    if (at >= this.#size) {
      const larger = new ExactSums(this.#size * 2);
      for (let one = 0; one < this.#size; one += 1) larger.set(one, this.#sums.of(one));
      this.#sums = larger;
      this.#size *= 2;
    }
    this.#sums.add(at, nano);
  }

  of(at: number): bigint {
    return at < this.#size ? this.#sums.of(at) : 0n;
  }
}

/** Adds groups up by something that they have in common, most requests first. */
export function sumGroups<Key extends string>(
  groups: readonly ChangeGroup[],
  keyOf: (group: ChangeGroup) => Key,
): readonly { readonly key: Key; readonly denied: ChangeSums | null; readonly gained: ChangeSums | null }[] {
  const found = new Map<Key, { denied: ChangeSums | null; gained: ChangeSums | null }>();
  for (const group of groups) {
    const key = keyOf(group);
    const known = found.get(key) ?? { denied: null, gained: null };
    known[group.change] = addSums(known[group.change], group);
    found.set(key, known);
  }
  const size = ({ denied, gained }: { denied: ChangeSums | null; gained: ChangeSums | null }): number =>
    (denied?.requests ?? 0) + (gained?.requests ?? 0);
  return [...found]
    .map(([key, sums]) => ({ key, ...sums }))
    .toSorted((a, b) => size(b) - size(a) || (a.key < b.key ? -1 : 1));
}

function addSums(sums: ChangeSums | null, more: ChangeSums): ChangeSums {
  const { requests, nano, tokens, firstMs, lastMs } = more;
  if (sums === null) return { requests, nano, tokens, firstMs, lastMs };
  return {
    requests: sums.requests + requests,
    nano: sums.nano + nano,
    tokens: sums.tokens + tokens,
    firstMs: Math.min(sums.firstMs, firstMs),
    lastMs: Math.max(sums.lastMs, lastMs),
  };
}

import { createPairs } from '../pair-numbers.ts';
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
  const { count, combination, combinations } = log;
  const wasAllowed = Uint8Array.from(combinations, ({ outcome }) => Number(outcome === 'allowed'));
  const changes = createChanges(log);
  let [notEvaluable, agreed, refusedNow, allowedNow] = [0, 0, 0, 0];
  for (let request = 0; request < count; request += 1) {
    const [was, is] = [before[request] ?? 0, after[request] ?? 0];
    if (was === NOT_EVALUABLE || is === NOT_EVALUABLE) {
      notEvaluable += 1;
      continue;
    }
    const isAllowed = was === ALLOWED;
    if (isAllowed === (wasAllowed[combination[request] ?? 0] === 1)) agreed += 1;
    else if (isAllowed) allowedNow += 1;
    else refusedNow += 1;
    if (isAllowed !== (is === ALLOWED)) changes.add(request, isAllowed ? is : GAINED + was);
  }
  const groups = changes.groups();
  const sum = (change: Change): number =>
    groups.reduce((all, group) => all + (group.change === change ? group.requests : 0), 0);
  const [denied, gained] = [sum('denied'), sum('gained')];
  return {
    requests: count,
    unchanged: count - denied - gained - notEvaluable,
    denied,
    gained,
    notEvaluable,
    groups,
    examples: changes.examples,
    against: { agreed, refusedNow, allowedNow },
  };
}

/** Adds requests that change up by their combination and rule. */
function createChanges({ startMs, combination, combinations, spendNano, tokens }: RequestLog) {
  const slots = createPairs();
  const found: {
    readonly of: number;
    readonly code: number;
    requests: number;
    tokens: number;
    readonly firstMs: number;
    lastMs: number;
  }[] = [];
  const examples: number[][] = [];
  const nano = new GrowingSums();
  return {
    examples,
    /** @param code the number of the rule that denies it; of what is gained {@link GAINED} more than that of the one that did */
    add(request: number, code: number): void {
      const of = combination[request] ?? 0;
      const ms = startMs[request] ?? 0;
      const slot = slots.numberOf(of, code) - 1;
      if (slot === found.length) {
        found.push({ of, code, requests: 0, tokens: 0, firstMs: ms, lastMs: ms });
        examples.push([]);
      }
      const group = found[slot];
      if (group === undefined) return;
      group.requests += 1;
      group.tokens += tokens[request] ?? 0;
      group.lastMs = ms;
      nano.add(slot, Math.max(0, spendNano[request] ?? 0));
      if (group.requests <= EXAMPLES) examples[slot]?.push(request);
    },
    groups: (): readonly ChangeGroup[] =>
      found.map(({ of, code, ...sums }, slot) => ({
        change: code < GAINED ? 'denied' : 'gained',
        rule: RULES[code % GAINED] ?? 'allowed',
        combination: combinations[of] ?? NOBODY,
        nano: nano.of(slot),
        ...sums,
      })),
  };
}

const NOBODY: Combination = { team: '', key: '', user: '', model: '', outcome: 'allowed' };

/** Exact sums whose number is not known before. */
class GrowingSums {
  #sums = new ExactSums(64);
  #size = 64;

  add(at: number, nano: number): void {
    if (at >= this.#size) {
      this.#size *= 2;
      this.#sums = this.#sums.enlarged(this.#size);
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
  const found = new Map<Key, { denied: Sums | null; gained: Sums | null }>();
  for (const group of groups) {
    const key = keyOf(group);
    let known = found.get(key);
    if (known === undefined) {
      known = { denied: null, gained: null };
      found.set(key, known);
    }
    const sums = known[group.change];
    if (sums === null) known[group.change] = sumsOf(group);
    else addTo(sums, group);
  }
  const size = ({ denied, gained }: { denied: ChangeSums | null; gained: ChangeSums | null }): number =>
    (denied?.requests ?? 0) + (gained?.requests ?? 0);
  return [...found]
    .map(([key, sums]) => ({ key, ...sums }))
    .toSorted((a, b) => size(b) - size(a) || (a.key < b.key ? -1 : 1));
}

/** {@link ChangeSums} as they grow: there are thousands of groups, and five ways to add them up. */
type Sums = { -readonly [Name in keyof ChangeSums]: ChangeSums[Name] };

function sumsOf({ requests, nano, tokens, firstMs, lastMs }: ChangeSums): Sums {
  return { requests, nano, tokens, firstMs, lastMs };
}

function addTo(sums: Sums, { requests, nano, tokens, firstMs, lastMs }: ChangeSums): void {
  sums.requests += requests;
  sums.nano += nano;
  sums.tokens += tokens;
  sums.firstMs = Math.min(sums.firstMs, firstMs);
  sums.lastMs = Math.max(sums.lastMs, lastMs);
}

import type { Resource } from '../../fleet/snapshot.ts';
import { UTC_CLOCK } from '../budget-windows.ts';
import { many } from '../many.ts';
import { nanoOf, objectOf, textOf } from '../neutral-values.ts';
import { ALLOWED, NOT_EVALUABLE, ruleNumber } from '../replay-state.ts';
import type { ReplayBudget, ReplayCourse, ReplayLimit, ReplayNote, ReplayState } from '../replay-state.ts';
import type { Combination } from '../request-log.ts';
import { createAccess } from './access.ts';
import type { DoublewordRules } from './rules.ts';
import { limitsOfModel, rateOf } from './doubleword-limits.ts';
import { isFree, routeOf } from './traffic.ts';

/**
 * Makes what a Doubleword node holds, or is wanted to hold, ready for the combinations of a log. A log says who pays, and
 * no key: a payer's key is taken to be the only one that they have. What neither is known nor certain cannot be evaluated.
 * In the order in which the control layer tells them (dwctl 10.13.1, `onwards` and `error_enrichment.rs`): the model, access
 * to it, its traffic rules, credit, the key's spend limit, rates.
 *
 * @param resources of one node; spend that they report is not looked at
 * @param credits what owners of keys had when the log begins, nano-dollars by their ids; others are taken to have enough
 */
export function doublewordState(
  resources: readonly Resource[],
  combinations: readonly Combination[],
  rules: DoublewordRules,
  credits: ReadonlyMap<string, bigint> = new Map(),
): ReplayState {
  const access = createAccess(resources);
  const budgets: ReplayBudget[] = [];
  const limits: ReplayLimit[] = [];
  const numbers = new Map<string, number | null>();
  const seen = { withoutKey: new Set<string>(), withoutCredit: new Set<string>() };

  function once(id: string, make: () => number | null): number | null {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const number = make();
    numbers.set(id, number);
    return number;
  }

  const creditOf = (owner: string): number | null =>
    once(`owner ${owner}`, () => {
      const max = credits.get(owner);
      if (max === undefined) return null;
      const rule = ruleNumber('credits');
      return budgets.push({ holder: 'owner', id: owner, max, period: null, bound: 'reached', rule }) - 1;
    });

  const capOf = (key: Resource): number | null =>
    once(`key ${key.id}`, () => {
      const budget = objectOf(key.fields['budget']);
      const max = rules.enforcesSpendLimits ? nanoOf(budget['limit']) : null;
      if (max === null) return null;
      const period = textOf(budget['period']) || null;
      const rule = ruleNumber('key-budget');
      // Of what a node reports, this is observed; a file of requests says it as a setting.
      const spent = nanoOf(key.settings['spend']) ?? 0n;
      return budgets.push({ holder: 'key', id: key.id, max, period, spent, bound: 'reached', rule }) - 1;
    });

  const limitOf = (id: string, limit: () => ReplayLimit | null): number | null =>
    once(id, () => {
      const made = limit();
      return made === null ? null : limits.push(made) - 1;
    });

  function course({ team, key: keyId, user, model: name, outcome }: Combination): ReplayCourse {
    const model = access.modelOf(name);
    if (name === '' || !access.knowsModels) return LOST;
    if (model === undefined) return ends('unknown-model');
    const key = access.keyOf(keyId, user);
    const owner = user === '' && key !== undefined ? textOf(key.fields['user']) : user;
    const may = owner === '' && team !== '' ? access.mayGroup(team, name) : access.may(owner, name);
    if (may === null) return LOST;
    if (!may) return ends('no-access');
    const route = routeOf(model, access.purposesOf(keyId, owner), outcome === 'allowed', access.modelOf);
    if (route === 'uncertain' && outcome === 'refused') return LOST;
    if (route === 'denied') return ends('traffic-rule');
    // What is free is let through without credit and beyond a spend limit.
    const free = isFree(model);
    const credit = creditOf(owner);
    const cap = key === undefined ? null : capOf(key);
    if (owner !== '' && key === undefined) seen.withoutKey.add(owner);
    if (owner !== '' && !free && !credits.has(owner)) seen.withoutCredit.add(owner);
    const [first, last] = route === 'uncertain' ? [null, null] : limitsOfModel(route, rules);
    const rate = key === undefined ? null : rateOf(key, rules);
    return {
      budgets: free ? [] : present([credit, cap]),
      limits: present([
        first === null ? null : limitOf(`first ${first.id}`, () => first),
        rate === null ? null : limitOf(`rate ${rate.id}`, () => rate),
        last === null ? null : limitOf(`last ${last.id}`, () => last),
      ]),
      end: ALLOWED,
      charged: present([credit, cap]),
      isKeyKnown: true,
    };
  }

  const courses = combinations.map(course);
  const counting = { windowMs: 60_000, keepsTokenOfCheck: false };
  return { budgets, limits, counting, courses, remarks: remarksOf(seen), clock: UTC_CLOCK };
}

function remarksOf(seen: {
  readonly withoutKey: ReadonlySet<string>;
  readonly withoutCredit: ReadonlySet<string>;
}): readonly ReplayNote[] {
  const [keys, credits] = [seen.withoutKey.size, seen.withoutCredit.size];
  return [
    ...(keys === 0
      ? []
      : [
          {
            code: 'key-not-told',
            text: `Doubleword's log does not say which key a request came with, and ${many(keys, 'payer')} ${keys === 1 ? 'has' : 'have'} none or several: what those keys may spend, and how fast, is left out.`,
          },
        ]),
    ...(credits === 0
      ? []
      : [
          {
            code: 'credits-unknown',
            text: `How much credit ${many(credits, 'payer')} had is not known; it is taken to be enough.`,
          },
        ]),
  ];
}

const LOST: ReplayCourse = {
  budgets: [],
  limits: [],
  end: NOT_EVALUABLE,
  charged: [],
  isKeyKnown: false,
};

function ends(rule: 'unknown-model' | 'no-access' | 'traffic-rule'): ReplayCourse {
  return { ...LOST, end: ruleNumber(rule), isKeyKnown: true };
}

function present(numbers: readonly (number | null)[]): readonly number[] {
  return numbers.filter((number) => number !== null);
}

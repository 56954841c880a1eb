import { beginOf, endOf } from './policy-time.ts';
import type { Policy, PolicyException, PolicyLimits } from './policy.ts';

/** What a team, user or key has of the rules that defaults and exceptions may set. */
interface Rules {
  readonly models?: string[] | 'all';
  readonly limits?: PolicyLimits;
}

/**
 * A policy as it holds at an instant: what teams, users and keys leave open is filled in from the defaults, and the
 * exceptions that hold then are worked into what they are for. The answer has neither of the two left, so that resolving
 * it again changes nothing. Pure.
 * @param at ISO 8601, UTC
 */
export function resolvePolicy(policy: Policy, at: string): Policy {
  if (policy.exceptions.length === 0 && Object.keys(policy.defaults).length === 0) return policy;
  const now = Date.parse(at);
  const holding = policy.exceptions.filter((exception) => holdsAt(exception, policy.timeZone, now));
  const { team, user, key } = policy.defaults;
  return {
    ...policy,
    defaults: {},
    exceptions: [],
    teams: mapped(policy.teams, (name, own) => changed(filled(own, team), holding, 'team', name)),
    users: mapped(policy.users, (name, own) => changed(filled(own, user), holding, 'user', name)),
    keys: mapped(policy.keys, (name, own) => changed(filled(own, key), holding, 'key', name)),
  };
}

/**
 * The instants at which a policy becomes another one because an exception begins or ends, rising, milliseconds since
 * 1970 UTC: between two of them it is one and the same.
 */
export function policyTurns({ exceptions, timeZone }: Policy): readonly number[] {
  const turns = exceptions.flatMap(({ from, until }) => [
    from === undefined ? null : beginOf(from, timeZone),
    endOf(until, timeZone),
  ]);
  return [...new Set(turns.filter((turn) => turn !== null))].sort((a, b) => a - b);
}

/** True while an exception holds. */
export function holdsAt({ from, until }: PolicyException, zone: string, now: number): boolean {
  const begin = from === undefined ? -Infinity : (beginOf(from, zone) ?? Infinity);
  return begin <= now && now < (endOf(until, zone) ?? -Infinity);
}

function mapped<Item>(
  items: ReadonlyMap<string, Item>,
  map: (name: string, item: Item) => Item,
): ReadonlyMap<string, Item> {
  return new Map([...items].map(([name, item]) => [name, map(name, item)]));
}

/** What says nothing is as the defaults have it; of limits and model budgets, each by itself. */
function filled<Own extends Rules>(own: Own, defaults: Partial<Own> | undefined): Own {
  if (defaults === undefined) return own;
  const merged = { ...defaults, ...own };
  for (const name of ['limits', 'modelBudgets'] as const) {
    const [below, above] = [(defaults as PartRules)[name], (own as PartRules)[name]];
    if (below !== undefined && above !== undefined) Object.assign(merged, { [name]: { ...below, ...above } });
  }
  return merged;
}

interface PartRules {
  readonly limits?: object;
  readonly modelBudgets?: object;
}

/** No two that hold say different things of the same: such a policy is not read. */
function changed<Own extends Rules>(
  own: Own,
  exceptions: readonly PolicyException[],
  subject: 'team' | 'user' | 'key',
  name: string,
): Own {
  let rules = own;
  for (const exception of exceptions) if (exception[subject] === name) rules = allowed(rules, exception);
  return rules;
}

function allowed<Own extends Rules>(rules: Own, { models, budget, limits }: PolicyException): Own {
  return {
    ...rules,
    ...(models === undefined || !Array.isArray(rules.models) ? {} : { models: [...rules.models, ...models] }),
    ...(budget === undefined ? {} : { budget }),
    ...(limits === undefined ? {} : { limits: { ...rules.limits, ...limits } }),
  };
}

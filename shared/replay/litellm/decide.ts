import type { ModelCatalogue } from './catalogue.ts';
import { coverOf } from './model-list.ts';
import type { ModelList } from './model-list.ts';
import type { BudgetBound, ReleaseRules } from './release-rules.ts';

/** Whose rule a verdict came from. */
export type Holder = 'key' | 'team' | 'user';

/** A budget of a key, team or user. Nano-dollars; `max` is null without a budget. */
export interface Budget {
  readonly max: bigint | number | null;
  readonly spent: bigint | number;
}

export interface KeySubject {
  readonly models: ModelList;
  readonly blocked: boolean;
  readonly budget: Budget;
  /** Names of its own for models. */
  readonly aliases: ReadonlyMap<string, string>;
}

export interface TeamSubject {
  readonly models: ModelList;
  readonly blocked: boolean;
  readonly budget: Budget;
  readonly aliases: ReadonlySet<string>;
}

export interface UserSubject {
  readonly models: ModelList;
  readonly budget: Budget;
}

/** Who calls. A user counts only where the key has no team. */
export interface Caller {
  readonly key: KeySubject;
  readonly team: TeamSubject | null;
  readonly user: UserSubject | null;
}

/** The check that refused. */
export type Refusal =
  | { readonly check: 'blocked'; readonly holder: 'key' | 'team' }
  | { readonly check: 'models'; readonly holder: Holder; readonly model: string }
  /** A user who may call nothing of their own; LiteLLM answers as if the key had refused. */
  | { readonly check: 'no-models'; readonly holder: 'user' }
  | { readonly check: 'budget'; readonly holder: Holder }
  | { readonly check: 'unknown-model' };

const NO_ALIASES: ReadonlySet<string> = new Set();

/**
 * What LiteLLM says to a request, in the order of its checks: the first that refuses; null when none does. The order is
 * that of `_user_api_key_auth_builder` and `common_checks` (1.81.13, 1.106.2).
 */
export function refusalOf(
  { key, team, user }: Caller,
  model: string,
  catalogue: ModelCatalogue,
  rules: ReleaseRules,
): Refusal | null {
  const teamAliases = team?.aliases ?? NO_ALIASES;
  const hasBudgets = !catalogue.isFree(model);
  if (key.blocked) return { check: 'blocked', holder: 'key' };
  if (!key.models.leavesToTeam && coverOf(key.models, model, catalogue, teamAliases) === null)
    return { check: 'models', holder: 'key', model };
  if (hasBudgets && isUsedUp(key.budget, rules.budgets.key)) return { check: 'budget', holder: 'key' };
  const meant = rules.replacesKeyAliases ? (key.aliases.get(model) ?? model) : model;
  if (team !== null) {
    if (team.blocked) return { check: 'blocked', holder: 'team' };
    if (coverOf(team.models, meant, catalogue, teamAliases) === null)
      return { check: 'models', holder: 'team', model: meant };
    if (hasBudgets && isUsedUp(team.budget, rules.budgets.team)) return { check: 'budget', holder: 'team' };
  } else if (user !== null) {
    if (user.models.isNone) return { check: 'no-models', holder: 'user' };
    if (coverOf(user.models, meant, catalogue, NO_ALIASES) === null)
      return { check: 'models', holder: 'user', model: meant };
    if (hasBudgets && isUsedUp(user.budget, rules.budgets.user)) return { check: 'budget', holder: 'user' };
  }
  return null;
}

/** True where a budget refuses the next request. */
export function isUsedUp({ max, spent }: Budget, bound: BudgetBound): boolean {
  if (max === null) return false;
  return bound === 'reached' ? spent >= max : spent > max;
}

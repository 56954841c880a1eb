import type { KeyGrants, TeamGrants } from './access-groups.ts';
import type { ModelCatalogue } from './catalogue.ts';
import { coverOf, coverOfName } from './model-list.ts';
import type { ModelList } from './model-list.ts';
import type { BudgetBound, ModelBudgetHolder, ReleaseRules } from './release-rules.ts';

/** Whose rule a verdict came from. */
export type Holder = 'key' | 'team' | 'user';

/** A budget of a key, team or user. Nano-dollars; `max` is null without a budget. */
export interface Budget {
  readonly max: bigint | number | null;
  readonly spent: bigint | number;
  /** The same in dollars, as the gateway compares them where it is told: as floats, finer than a nano-dollar. */
  readonly dollars?: { readonly max: number; readonly spent: number };
}

export interface KeySubject extends KeyGrants {
  readonly models: ModelList;
  readonly blocked: boolean;
  readonly budget: Budget;
  /** Names of its own for models. */
  readonly aliases: ReadonlyMap<string, string>;
}

export interface TeamSubject extends TeamGrants {
  readonly models: ModelList;
  readonly blocked: boolean;
  readonly budget: Budget;
  /** Names that its members may use for models. */
  readonly aliases: ReadonlyMap<string, string>;
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
  | ModelBudgetRefusal
  | { readonly check: 'unknown-model' };

/** A budget for single models that is used up. Nano-dollars. */
export interface ModelBudgetRefusal {
  readonly check: 'model-budget';
  readonly holder: ModelBudgetHolder;
  /** What it is named after. */
  readonly model: string;
  readonly spent: bigint;
  readonly max: bigint;
  readonly period: string;
}

/** Looks at the budgets for single models that come before the team is asked, or after all else. */
export type ModelBudgetCheck = (which: 'first' | 'last') => ModelBudgetRefusal | null;

const NO_ALIASES: ReadonlyMap<string, string> = new Map();

/**
 * What a request meets on its way, as far as it does not depend on what was spent: the budgets that are looked at, in
 * their order, and what refuses it after them; null when nothing does.
 */
export interface Course {
  readonly budgets: readonly Holder[];
  readonly end: Refusal | null;
}

/**
 * The course of a caller's requests for a model, in the order of LiteLLM's checks (`_user_api_key_auth_builder` and
 * `common_checks`, 1.81.13 and 1.106.2). A key, its team and model have one course, however often they meet.
 */
export function courseOf(
  { key, team, user }: Caller,
  model: string,
  catalogue: ModelCatalogue,
  rules: ReleaseRules,
): Course {
  const teamAliases = team?.aliases ?? NO_ALIASES;
  const hasBudgets = !catalogue.isFree(model);
  const budgets: Holder[] = [];
  const ends = (end: Refusal | null): Course => ({ budgets, end });
  if (key.blocked) return ends({ check: 'blocked', holder: 'key' });
  const { meant, isReplaced } = modelMeant({ key, team }, model, rules);
  const covers = (list: ModelList, aliases: ReadonlyMap<string, string>): boolean =>
    (isReplaced ? coverOfName(list, meant, catalogue, aliases) : coverOf(list, model, catalogue, aliases)) !==
    null;
  const grants = (list: ModelList | undefined): boolean => list !== undefined && covers(list, teamAliases);
  if (!key.models.leavesToTeam && !covers(key.models, teamAliases) && !grants(key.granted))
    return ends({ check: 'models', holder: 'key', model: meant });
  if (hasBudgets) budgets.push('key');
  if (team !== null) {
    if (team.blocked) return ends({ check: 'blocked', holder: 'team' });
    const isNamed = rules.teamListMayNameAll && team.models.leavesToTeam && catalogue.isServed(meant);
    const isCovered = isNamed || covers(team.models, teamAliases) || grants(team.granted);
    if (!isCovered && !grants(key.grantedPastTeam))
      return ends({ check: 'models', holder: 'team', model: meant });
    if (hasBudgets) budgets.push('team');
  } else if (user !== null) {
    if (user.models.isNone) return ends({ check: 'no-models', holder: 'user' });
    if (!covers(user.models, NO_ALIASES)) return ends({ check: 'models', holder: 'user', model: meant });
    if (hasBudgets) budgets.push('user');
  }
  return ends(null);
}

/**
 * The model that all lists are asked for. Where a key's own alias is replaced, the aliases of its team are before, and
 * what it stands for is asked for by its own name only.
 */
export function modelMeant(
  { key, team }: Pick<Caller, 'key' | 'team'>,
  model: string,
  { replacesKeyAliases }: ReleaseRules,
): { readonly meant: string; readonly isReplaced: boolean } {
  if (!replacesKeyAliases) return { meant: model, isReplaced: false };
  const ofTeam = team?.aliases.get(model) ?? model;
  const ofKey = key.aliases.get(ofTeam) ?? ofTeam;
  const meant = key.aliases.get(ofKey) ?? ofKey;
  const isReplaced = ofKey !== ofTeam || meant !== ofKey;
  return { meant: isReplaced ? meant : model, isReplaced };
}

/**
 * What LiteLLM says to a request: the first check that refuses it, null when none does.
 *
 * @param ofModels null where nobody has a budget for single models
 */
export function refusalOf(
  caller: Caller,
  model: string,
  catalogue: ModelCatalogue,
  rules: ReleaseRules,
  ofModels: ModelBudgetCheck | null,
): Refusal | null {
  const { budgets, end } = courseOf(caller, model, catalogue, rules);
  for (const holder of budgets) {
    const budget = caller[holder]?.budget;
    if (budget !== undefined && isUsedUp(budget, rules.budgets[holder])) return { check: 'budget', holder };
    const refusal = holder === 'key' ? ofModels?.('first') : null;
    if (refusal) return refusal;
  }
  return end ?? (budgets.length === 0 ? null : (ofModels?.('last') ?? null));
}

/** True where a budget refuses the next request. */
export function isUsedUp(budget: Budget, bound: BudgetBound): boolean {
  if (budget.max === null) return false;
  const { max, spent } = budget.dollars ?? { max: budget.max, spent: budget.spent };
  return bound === 'reached' ? spent >= max : spent > max;
}

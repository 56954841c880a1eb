import { formatNano } from '../../cost/money.ts';
import type { ModelCatalogue } from './catalogue.ts';
import { modelMeant } from './decide.ts';
import type { Budget, Caller, Holder, Refusal } from './decide.ts';
import { coverOf } from './model-list.ts';
import type { Cover, ModelList } from './model-list.ts';
import type { BudgetBound, ReleaseRules } from './release-rules.ts';

/** Why a request was let through or refused, as a sentence. */
export function reasonOf(
  refusal: Refusal | null,
  caller: Caller,
  model: string,
  catalogue: ModelCatalogue,
  rules: ReleaseRules,
): string {
  if (refusal === null) return allowedWords(caller, modelMeant(caller, model, rules).meant, catalogue);
  switch (refusal.check) {
    case 'blocked':
      return `The ${refusal.holder} is blocked.`;
    case 'no-models':
      return 'The user may call no model of their own: no-default-models is in their list.';
    case 'models':
      return `No entry of the ${refusal.holder}'s models covers ${quoted(refusal.model)}: ${listWords(listOf(caller, refusal.holder))}.`;
    case 'budget':
      return budgetWords(refusal.holder, budgetOf(caller, refusal.holder), rules);
    case 'model-budget': {
      const { holder, model: named, spent, max, period } = refusal;
      return `The ${holder}'s budget for ${quoted(named)} is used up: $${formatNano(spent)} of $${formatNano(max)} spent within ${period}; ${boundWords(rules.modelBudgets.bound)}.`;
    }
    case 'unknown-model':
      return `All checks let it through, but the gateway has no model ${quoted(model)}.`;
  }
}

function allowedWords({ key, team, user }: Caller, model: string, catalogue: ModelCatalogue): string {
  const aliases = team?.aliases ?? new Map<string, string>();
  const parts = [
    key.models.leavesToTeam
      ? 'the key leaves models to its team'
      : `the key's models cover ${quoted(model)} ${coverWords(coverOf(key.models, model, catalogue, aliases))}`,
  ];
  if (team !== null)
    parts.push(`the team's do ${coverWords(coverOf(team.models, model, catalogue, aliases))}`);
  else if (user !== null)
    parts.push(`the user's do ${coverWords(coverOf(user.models, model, catalogue, new Map()))}`);
  const budgets = catalogue.isFree(model)
    ? 'the model is free, so no budget is looked at'
    : 'no budget is used up';
  return `Allowed: ${parts.join(', ')}; ${budgets}.`;
}

function coverWords(cover: Cover | null): string {
  switch (cover?.by) {
    case undefined:
      return 'as it stands for all that the router has';
    case 'group':
      return `by the access group ${quoted(cover.group)}`;
    case 'team-alias':
      return 'as an alias of the team';
    case 'pattern':
      return cover.provider === null
        ? `by the pattern ${quoted(cover.pattern)}`
        : `by the pattern ${quoted(cover.pattern)}, as a model of ${cover.provider}`;
    case 'all':
      return 'as they allow all';
    case 'name':
      return 'by name';
  }
}

function listOf(caller: Caller, holder: Holder): ModelList | null {
  return (holder === 'key' ? caller.key : holder === 'team' ? caller.team : caller.user)?.models ?? null;
}

function budgetOf(caller: Caller, holder: Holder): Budget | null {
  return (holder === 'key' ? caller.key : holder === 'team' ? caller.team : caller.user)?.budget ?? null;
}

const MOST_NAMED = 8;

function listWords(list: ModelList | null): string {
  const names = [...(list?.names ?? [])].map(quoted);
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more` : names.join(', ');
}

function budgetWords(holder: Holder, budget: Budget | null, rules: ReleaseRules): string {
  const [spent, max] = [formatNano(budget?.spent ?? 0n), formatNano(budget?.max ?? 0n)];
  return `The ${holder}'s budget is used up: $${spent} of $${max} spent; ${boundWords(rules.budgets[holder])}.`;
}

function boundWords(bound: BudgetBound): string {
  return bound === 'reached' ? 'it refuses as soon as it is reached' : 'it refuses once it is passed';
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

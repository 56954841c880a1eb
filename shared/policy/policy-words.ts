import { many } from '../replay/many.ts';
import type { PolicyBudget } from './policy.ts';

const PERIOD_WORDS: Readonly<Record<string, string>> = {
  '1d': 'a day',
  '24h': 'a day',
  '7d': 'a week',
  '1w': 'a week',
  '30d': 'a month',
  '1mo': 'a month',
};

/** `a day`, `a month`, `in 12h`, `in all`: what comes after an amount. */
export function periodWords(period: string | null): string {
  if (period === null) return 'in all';
  return PERIOD_WORDS[period] ?? `in ${period}`;
}

/** `300 USD a month`. */
export function budgetWords(budget: Pick<PolicyBudget, 'limit' | 'period'> | null): string {
  return budget === null ? 'no budget' : `${budget.limit} USD ${periodWords(budget.period)}`;
}

/** `60 requests a minute`. */
export function limitWords(limit: number | null, what: string): string {
  return limit === null ? `no limit of ${what}` : many(limit, what.replace('s ', ' '), what);
}

/** `gpt-4o, o3 and 3 more`. */
export function modelWords(models: readonly string[] | null): string {
  if (models === null) return 'every model';
  if (models.length === 0) return 'no model';
  const [shown, more] = [models.slice(0, MOST_MODELS), models.length - MOST_MODELS];
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

const MOST_MODELS = 4;

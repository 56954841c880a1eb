import type { ReleaseRules } from './release-rules.ts';

/** What two releases can do otherwise about when budgets start anew. */
export type WindowRule = keyof ReleaseRules['windows'];

/** In what two releases differ about when budgets start anew: what one does of which the other knows nothing. */
export function windowsBetween(
  { windows: before }: ReleaseRules,
  { windows: after }: ReleaseRules,
): readonly { readonly rule: WindowRule; readonly isNew: boolean }[] {
  return (Object.keys(WINDOW_WORDS) as WindowRule[])
    .filter((rule) => before[rule] !== after[rule])
    .map((rule) => ({ rule, isNew: after[rule] === true || after[rule] === 'all' }));
}

/** What is done, and what is done where it is not known. */
export const WINDOW_WORDS: Readonly<Record<WindowRule, readonly [known: string, unknown: string]>> = {
  zones: [
    'budgets start anew by the clock of litellm_settings.timezone, summer and winter time included',
    'litellm_settings.timezone is not read, so that budgets start anew by UTC or by one of five zones of general_settings',
  ],
  readsWeeks: [
    'a budget of 1w starts anew on Monday',
    'w is no unit of a period, so that a budget of 1w starts anew each midnight',
  ],
  readsWords: [
    'hourly, daily, weekly and monthly are periods',
    'hourly, daily, weekly and monthly are no periods, so that such a budget starts anew each midnight',
  ],
  readsTimeOfDay: [
    'days, weeks and months of budgets begin at litellm_settings.budget_reset_time',
    'days, weeks and months of budgets begin at midnight, whatever litellm_settings.budget_reset_time says',
  ],
};

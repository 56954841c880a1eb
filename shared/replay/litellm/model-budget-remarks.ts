import type { Resource } from '../../fleet/snapshot.ts';
import { many } from '../many.ts';
import { objectOf } from '../neutral-values.ts';
import type { ReplayBudget, ReplayNote } from '../replay-state.ts';
import type { Combination } from '../request-log.ts';
import type { ReleaseRules } from './release-rules.ts';

/**
 * What is not known of budgets for single models, or what a release does not do with them.
 *
 * @param combinations of the log
 * @param budgets that its requests meet
 */
export function modelBudgetRemarks(
  resources: readonly Resource[],
  combinations: readonly Combination[],
  budgets: readonly ReplayBudget[],
  { release, modelBudgets }: Pick<ReleaseRules, 'release' | 'modelBudgets'>,
): readonly ReplayNote[] {
  const met = budgets.filter(({ opens, max }) => opens !== undefined && max !== null).length;
  const holders: ReadonlySet<string> = new Set([...modelBudgets.first, ...modelBudgets.last]);
  const used = resources.filter(usedBy(combinations));
  const unread = used.filter(
    ({ kind, settings }) =>
      (kind === 'team' || kind === 'user') && !holders.has(kind) && isFilled(settings, 'model_max_budget'),
  ).length;
  const rerouted = used.filter(
    ({ kind, settings }) =>
      kind === 'key' && isFilled(settings, 'model_max_budget') && isFilled(settings, 'budget_fallbacks'),
  ).length;
  const notes: readonly (readonly [code: string, applies: boolean, text: string])[] = [
    [
      'model-budgets',
      met > 0,
      `${many(met, 'budget')} for single models ${met === 1 ? 'begins' : 'begin'} with what is first spent of ${met === 1 ? 'it' : 'them'}, not by the clock. The gateway keeps what is spent in memory: what a restart made it forget is not in a log, so that this is the most that it would refuse.`,
    ],
    [
      'model-budgets-by-deployment',
      met > 0 && modelBudgets.spendBy === 'served',
      `${release} counts such spend under the name of the deployment that served: where deployments of several names serve a model, it is taken that each served all of its requests.`,
    ],
    [
      'model-budgets-not-read',
      unread > 0,
      `Budgets for single models of ${many(unread, 'team or user', 'teams and users')} are not looked at by ${release}, and so refuse nothing.`,
    ],
    [
      'budget-fallbacks',
      rerouted > 0,
      `${many(rerouted, 'key')} ${rerouted === 1 ? 'names' : 'name'} other models to take when a budget for a model is used up (budget_fallbacks). Such requests are counted as refused here, as what the other model would have cost is in no log.`,
    ],
  ];
  return notes.flatMap(([code, applies, text]) => (applies ? [{ code, text }] : []));
}

/** True for keys, teams and users that a log names. */
function usedBy(combinations: readonly Combination[]): (one: Resource) => boolean {
  const named = new Set(
    combinations.flatMap(({ key, team, user }) => [`key ${key}`, `team ${team}`, `user ${user}`]),
  );
  return ({ kind, id }) => named.has(`${kind} ${id}`);
}

function isFilled(settings: Resource['settings'], name: string): boolean {
  return Object.values(objectOf(settings[name])).some((value) => value !== null);
}

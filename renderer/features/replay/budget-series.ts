import type { BudgetSide, BudgetTrack } from '../../../shared/contract/replay-answers.ts';
import type { LineSeries } from '../../ui/line-chart.tsx';
import { limitOn } from './budget-words.ts';

/** Colours of what holds today and of what would hold under the policy. */
export const TODAY = 'var(--series-other)';
export const UNDER_POLICY = 'var(--series-1)';

/** So many times as high as all else, a limit of today would press all else to the floor of a chart. */
const FAR = 4;

/** Whether the limit of today is left out of a budget's chart, as all else would not be seen. */
export function isTodaysLimitFar({ before, after }: BudgetTrack): boolean {
  if (before === null || after === null) return false;
  const rest = highest([...before.fills, ...after.fills, ...limitsOf(after)]);
  return highest(limitsOf(before)) > FAR * rest;
}

/** What is drawn of a budget: what fills it and its limits, today and under the policy. */
export function seriesOf(track: BudgetTrack, days: readonly string[]): readonly LineSeries[] {
  const { before, after } = track;
  // The first is drawn above the others.
  return [
    ...linesOf(after, 'Under the policy', UNDER_POLICY, days, true),
    ...linesOf(before, 'Today', TODAY, days, !isTodaysLimitFar(track)),
  ];
}

function linesOf(
  side: BudgetSide | null,
  label: string,
  colour: string,
  days: readonly string[],
  withLimit: boolean,
): readonly LineSeries[] {
  if (side === null) return [];
  const filled = {
    label: `${label}: filled`,
    colour,
    values: side.fills.map(Number),
    marked: new Set(side.closings.map(({ at }) => days.indexOf(at.slice(0, 10)))),
  };
  if (!withLimit) return [filled];
  const limits = days.map((_, place) => {
    const limit = limitOn(side, place);
    return limit === null ? null : Number(limit);
  });
  return [filled, { label: `${label}: limit`, colour, values: limits, dashed: true }];
}

function limitsOf({ limit, limits }: BudgetSide): readonly string[] {
  return limits === null ? [limit] : limits.filter((one) => one !== null);
}

function highest(amounts: readonly string[]): number {
  return Math.max(0, ...amounts.map(Number));
}

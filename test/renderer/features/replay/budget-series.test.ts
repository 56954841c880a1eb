import { expect, it } from 'vitest';

import { isTodaysLimitFar, seriesOf } from '../../../../renderer/features/replay/budget-series.ts';
import type { BudgetSide, BudgetTrack } from '../../../../shared/contract/replay-answers.ts';

const DAYS = ['2026-10-01', '2026-10-02'];

function side(limit: string, fills: readonly string[]): BudgetSide {
  return { limit, limits: null, period: '30d', fills, closings: [], refused: 0 };
}

function labels(before: BudgetSide | null, after: BudgetSide | null): readonly string[] {
  const track: BudgetTrack = {
    node: 'prod-eu',
    holder: 'team',
    id: 't',
    model: null,
    name: 'search',
    before,
    after,
  };
  expect(seriesOf(track, DAYS).some(({ label }) => label === 'Today: limit')).toBe(
    before !== null && !isTodaysLimitFar(track),
  );
  return seriesOf(track, DAYS).map(({ label }) => label);
}

it('draws what fills a budget with its limits, today and under the policy', () => {
  const all = ['Under the policy: filled', 'Under the policy: limit', 'Today: filled', 'Today: limit'];
  expect(labels(side('40', ['1', '2']), side('30', ['1', '2']))).toEqual(all);
  expect(labels(null, side('30', ['1', '2']))).toEqual(all.slice(0, 2));
  expect(labels(side('40', ['1', '2']), null)).toEqual(all.slice(2));
});

it('leaves a limit of today out beside which nothing else would be seen', () => {
  expect(labels(side('40', ['1', '2']), side('0.3', ['1', '2']))).not.toContain('Today: limit');
  // What was spent today reaches high enough for it.
  expect(labels(side('40', ['1', '12']), side('0.3', ['0.3', '0.3']))).toContain('Today: limit');
  // Nobody loses the only limit there is.
  expect(labels(side('40', ['1', '2']), null)).toContain('Today: limit');
});

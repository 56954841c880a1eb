import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { CostReport, CostRow } from '../../../shared/cost/cost-report.ts';
import { formatNano, sumDecimal } from '../../../shared/cost/money.ts';
import { TOP_SERIES, dailySeries } from '../../../shared/cost/series.ts';

const NOTHING = { requests: 1, failures: 0, promptTokens: 0, completionTokens: 0, unpriced: 0 };
const FULL = [
  { node: 'eu', from: '2026-10-01T00:00:00.000Z', until: '2026-11-01T00:00:00.000Z', requests: 1, gaps: [] },
];

function report(rows: readonly CostRow[], coverage: CostReport['coverage'] = FULL): CostReport {
  return {
    month: '2026-10',
    currency: 'USD',
    by: ['team', 'day'],
    rows,
    total: { ...NOTHING, spend: sumDecimal(rows.map(({ spend }) => spend)) },
    coverage,
  };
}

const rowsOf = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 1, max: 31 }), fc.nat(10 ** 12))
    .map(([team, day, nano]): CostRow => ({
      ...NOTHING,
      teamId: `t${team}`,
      teamAlias: team % 3 === 0 ? null : `Team ${team}`,
      day: `2026-10-${String(day).padStart(2, '0')}`,
      spend: formatNano(nano),
    })),
);

describe('daily series', () => {
  test('are never more than the top and the rest, and lose no nano-dollar', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const { days, series } = dailySeries(report(rows), 'team');
        expect(series.length).toBeLessThanOrEqual(TOP_SERIES + 1);
        expect(series.every(({ values }) => values.length === days.length)).toBe(true);
        expect(sumDecimal(series.map(({ total }) => total))).toBe(report(rows).total.spend);
        for (const { total, amounts } of series) {
          expect(sumDecimal(amounts.filter((amount) => amount !== null))).toBe(total);
        }
      }),
    );
  });

  test('the dearest come first, and what is left is last without a name', () => {
    const rows = Array.from({ length: 9 }, (_, team) => ({
      ...NOTHING,
      teamId: `t${team}`,
      teamAlias: `Team ${team}`,
      day: '2026-10-05',
      spend: String(team + 1),
    }));
    const { series } = dailySeries(report(rows), 'team');
    expect(series.map(({ label, total }) => [label, total])).toEqual([
      ['Team 8', '9'],
      ['Team 7', '8'],
      ['Team 6', '7'],
      ['Team 5', '6'],
      ['Team 4', '5'],
      ['Team 3', '4'],
      ['', '6'],
    ]);
    expect(series.at(-1)?.id).toBeNull();
  });

  test('a day nobody read is a gap, a read day without spend is zero', () => {
    const row = { ...NOTHING, model: 'gpt-4o', day: '2026-10-02', spend: '1' };
    const gaps = [
      {
        from: '2026-10-01T00:00:00.000Z',
        until: '2026-10-02T00:00:00.000Z',
        why: 'No import covers this time.',
      },
      {
        from: '2026-10-03T00:00:00.000Z',
        until: '2026-10-03T20:00:00.000Z',
        why: 'No import covers this time.',
      },
    ];
    const coverage = [
      { node: 'eu', from: '2026-10-02T00:00:00.000Z', until: '2026-10-06T00:00:00.000Z', requests: 1, gaps },
    ];
    const { series } = dailySeries(report([row], coverage), 'model');
    expect(series[0]?.values.slice(0, 7)).toEqual([null, 1, 0, 0, 0, null, null]);
  });
});

import type { CostDimension } from '../../../shared/cost/cost-report.ts';
import { createRemote } from '../../app/state/remote.ts';

/** The month by one dimension: the table. */
export const costTable = createRemote('costs.report');
/** The month by that dimension and day: the chart. */
export const costChart = createRemote('costs.report');

/** What the chart splits each day by: days by team, as a day by day split would be no split. */
export function chartDimension(by: CostDimension): Exclude<CostDimension, 'day'> {
  return by === 'day' ? 'team' : by;
}

/** Asks for both. */
export async function loadCosts(month: string, by: CostDimension): Promise<void> {
  await Promise.all([
    costTable.load({ month, by: [by] }),
    costChart.load({ month, by: [chartDimension(by), 'day'] }),
  ]);
}

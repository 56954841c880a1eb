import type { CostDimension } from '../../../shared/cost/cost-report.ts';
import { createRemote } from '../../app/state/remote.ts';

/** The month by one dimension: the table. */
export const costTable = createRemote('costs.report');
/** The month by that dimension and day: the chart. */
export const costChart = createRemote('costs.report');

/** The same dimension by node: what tells those apart that bear one name. */
export const costNodes = createRemote('costs.report');

/** What the chart splits each day by: days by team, as a day by day split would be no split. */
export function chartDimension(by: CostDimension): Exclude<CostDimension, 'day'> {
  return by === 'day' ? 'team' : by;
}

/** Asks for the table and the chart, then for what tells namesakes apart. */
export async function loadCosts(month: string, by: CostDimension): Promise<void> {
  await Promise.all([
    costTable.load({ month, by: [by] }),
    costChart.load({ month, by: [chartDimension(by), 'day'] }),
  ]);
  const dimension = chartDimension(by);
  if (dimension === 'team' || dimension === 'key') await costNodes.load({ month, by: [dimension, 'node'] });
}

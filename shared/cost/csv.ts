import { toCsv } from '../csv.ts';
import type { CsvColumn } from '../csv.ts';
import type { CostDimension, CostReport, CostRow } from './cost-report.ts';

const DIMENSION_COLUMNS: Readonly<Record<CostDimension, readonly CsvColumn<CostRow>[]>> = {
  team: [
    { title: 'team_id', value: (row) => row.teamId ?? '' },
    { title: 'team_alias', value: (row) => row.teamAlias ?? null },
  ],
  model: [{ title: 'model', value: (row) => row.model ?? '' }],
  key: [
    { title: 'key', value: (row) => row.key ?? '' },
    { title: 'key_alias', value: (row) => row.keyAlias ?? null },
  ],
  user: [{ title: 'user', value: (row) => row.user ?? '' }],
  day: [{ title: 'day', value: (row) => row.day ?? '' }],
  node: [{ title: 'node', value: (row) => row.node ?? '' }],
};

const MEASURE_COLUMNS: readonly CsvColumn<CostRow>[] = [
  { title: 'requests', number: true, value: (row) => row.requests },
  { title: 'failures', number: true, value: (row) => row.failures },
  { title: 'prompt_tokens', number: true, value: (row) => row.promptTokens },
  { title: 'completion_tokens', number: true, value: (row) => row.completionTokens },
  { title: 'spend_usd', number: true, value: (row) => row.spend },
];

/** A cost report as CSV: the dimensions it was asked by, then the measures. The total is not a row of it. */
export function costsCsv(report: CostReport): string {
  const dimensions = report.by.flatMap((dimension) => DIMENSION_COLUMNS[dimension]);
  return toCsv([...dimensions, ...MEASURE_COLUMNS], report.rows);
}

import { toCsv } from '../csv.ts';
import type { CsvColumn } from '../csv.ts';
import type { CostDimension, CostReport, CostRow } from './cost-report.ts';
import { rowCoverage, type RowCoverage } from './row-coverage.ts';

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
  { title: 'failures', number: true, value: (row) => (row.failuresUntold ? null : row.failures) },
  { title: 'prompt_tokens', number: true, value: (row) => row.promptTokens },
  { title: 'completion_tokens', number: true, value: (row) => row.completionTokens },
  { title: 'spend_usd', number: true, value: (row) => row.spend },
  { title: 'unpriced_requests', number: true, value: (row) => row.unpriced },
];

/** What the archive lacks behind each row: no figure goes without it, wherever the file is sent. */
function coverageColumns(report: CostReport): readonly CsvColumn<CostRow>[] {
  // Rows of one day and node lack the same, and a report may have very many of them.
  const known = new Map<string, RowCoverage>();
  const lackOf = (row: CostRow): RowCoverage => {
    const key = `${row.day ?? ''} ${row.node ?? ''}`;
    const lack = known.get(key) ?? rowCoverage(report, row);
    known.set(key, lack);
    return lack;
  };
  return [
    {
      title: 'node_hours_missing',
      number: true,
      value: (row) => Number(lackOf(row).missingHours.toFixed(2)),
    },
    { title: 'missing_because', value: (row) => lackOf(row).reasons.join(' ') },
  ];
}

/** With names where a log has ids alone. */
function userColumns({ rows }: CostReport): readonly CsvColumn<CostRow>[] {
  const isNamed = rows.some(({ userName }) => userName !== undefined);
  const name: CsvColumn<CostRow> = { title: 'user_name', value: (row) => row.userName ?? null };
  return isNamed ? [...DIMENSION_COLUMNS.user, name] : DIMENSION_COLUMNS.user;
}

/** By which rule teams were given where a gateway does not say which paid. */
function ruleColumns({ allocation }: CostReport): readonly CsvColumn<CostRow>[] {
  if (allocation === undefined) return [];
  const rules = allocation
    .map(({ node, rule }) => `${node}: ${[rule.name, ...rule.primary].join(' ')}`)
    .join('; ');
  return [{ title: 'team_rule', value: () => rules }];
}

/**
 * A cost report as CSV: the dimensions it was asked by, the measures, and what is missing behind them. The total is not a
 * row of it.
 */
export function costsCsv(report: CostReport): string {
  const dimensions = report.by.flatMap((dimension) =>
    dimension === 'user' ? userColumns(report) : DIMENSION_COLUMNS[dimension],
  );
  return toCsv(
    [...dimensions, ...MEASURE_COLUMNS, ...ruleColumns(report), ...coverageColumns(report)],
    report.rows,
  );
}

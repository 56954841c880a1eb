import {
  COST_DIMENSIONS,
  type CostDimension,
  type CostReport,
  type CostRow,
} from '../../../shared/cost/cost-report.ts';
import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { chosenMonth } from '../month.ts';
import { renderTable } from '../table.ts';

const FORMATS = ['table', 'json', 'csv'];

export const costs: Command = {
  usage: ['costs [--month YYYY-MM] [--by team|model|key|user|day|node[,…]] [--format table|json|csv]'],
  summary: 'Spend of a month from the archive; the newest month with requests when none is named.',
  options: { month: { type: 'string' }, by: { type: 'string' }, format: { type: 'string' } },
  async run(context) {
    const { text, call, json } = context;
    const by = readDimensions(text('by') ?? 'team');
    const format = text('format') ?? 'table';
    if (!FORMATS.includes(format))
      throw new UsageError(`--format takes ${FORMATS.join(', ')}, not "${format}".`);
    const month = await chosenMonth(context);
    if (format === 'csv' && !json) {
      const csv = await call('costs.csv', { month, by });
      return { json: null, text: csv.text, exit: EXIT.done };
    }
    const { report } = await call('costs.report', { month, by });
    return {
      json: report,
      text: format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : describeReport(report),
      exit: EXIT.done,
    };
  },
};

function readDimensions(text: string): CostDimension[] {
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!COST_DIMENSIONS.some((dimension) => dimension === name)) {
      throw new UsageError(`--by takes ${COST_DIMENSIONS.join(', ')}, not "${name}".`);
    }
  }
  if (new Set(names).size !== names.length || names.length > 3) {
    throw new UsageError('--by takes up to three different dimensions.');
  }
  return COST_DIMENSIONS.filter((dimension) => names.includes(dimension)).sort(
    (a, b) => names.indexOf(a) - names.indexOf(b),
  );
}

function describeReport(report: CostReport): string {
  const rows = report.rows.map((row) => [
    ...report.by.map((dimension) => describe(row, dimension)),
    ...measures(row),
  ]);
  const total = [...report.by.map((_, index) => (index === 0 ? 'Total' : '')), ...measures(report.total)];
  const table = renderTable(
    [
      ...report.by.map((dimension) => ({ title: dimension[0]?.toUpperCase() + dimension.slice(1) })),
      ...['Requests', 'Failed', 'Tokens in', 'Tokens out', 'USD'].map((title) => ({
        title,
        align: 'right' as const,
      })),
    ],
    [...rows, total],
  );
  const gaps = report.coverage.flatMap(({ node, gaps: lacking }) =>
    lacking.map(({ from, until, why }) => `Missing: ${node}, ${from} to ${until}: ${why}\n`),
  );
  return `${report.month}\n${table}${gaps.join('')}`;
}

function measures(
  row: Pick<CostRow, 'requests' | 'failures' | 'promptTokens' | 'completionTokens' | 'spend'>,
): string[] {
  return [row.requests, row.failures, row.promptTokens, row.completionTokens, row.spend].map(String);
}

function describe(row: CostRow, dimension: CostDimension): string {
  switch (dimension) {
    case 'team':
      return row.teamId === '' ? '(no team)' : `${row.teamAlias ?? '(no name)'}  ${row.teamId}`;
    case 'model':
      return row.model === '' ? '(not a model call)' : (row.model ?? '');
    case 'key':
      return row.keyAlias ?? row.key ?? '';
    case 'user':
      return row.user === '' ? '(no user)' : (row.user ?? '');
    case 'day':
      return row.day ?? '';
    case 'node':
      return row.node ?? '';
  }
}

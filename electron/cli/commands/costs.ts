import {
  COST_DIMENSIONS,
  type CostDimension,
  type CostMeasures,
  type CostReport,
  type CostRow,
} from '../../../shared/cost/cost-report.ts';
import { allocationText } from '../../../shared/cost/group-rule.ts';
import { isUnpriced, unpricedText } from '../../../shared/cost/unpriced.ts';
import { untoldText } from '../../../shared/cost/untold.ts';
import { monthInterval, monthOf, nextMonth } from '../../../shared/audit/months.ts';
import { ProblemError } from '../../../shared/result.ts';
import { UsageError, type Command, type CommandContext } from '../command.ts';
import { EXIT } from '../io.ts';
import { missingText } from '../missing-text.ts';
import { archiveMonths, chosenMonth, namedMonth, toComeText } from '../month.ts';
import { nameInTable, renderTable } from '../table.ts';

const FORMATS = ['table', 'json', 'csv'];

export const costs: Command = {
  usage: ['costs [--month YYYY-MM] [--by team|group|model|key|user|day|node[,…]] [--format table|json|csv]'],
  summary:
    'Spend of a month from the archive; the newest month with requests when none is named. By up to three dimensions, such as team,model; group is another word for team. Doubleword does not say which group paid: the rule of costs.yaml does, and it is printed with the figures. A month of which nothing is imported ends it with exit code 2.',
  examples: [
    'costs --month 2026-10 --by team,model',
    'costs --by group',
    'costs --by day --format csv > costs.csv',
  ],
  options: { month: { type: 'string' }, by: { type: 'string' }, format: { type: 'string' } },
  async run(context) {
    const { text, call, json, io, positionals } = context;
    if (positionals.length > 0)
      throw new UsageError('Costs are those of all nodes: say with --by node what each of them costs.');
    const by = readDimensions(text('by') ?? 'team');
    const format = text('format') ?? 'table';
    if (!FORMATS.includes(format))
      throw new UsageError(`--format takes ${FORMATS.join(', ')}, not "${format}".`);
    const month = await monthOfCosts(context);
    const { report } = await call('costs.report', { month, by });
    if (report.total.requests === 0 && monthInterval(month).fromMs > io.now().getTime())
      throw monthToCome(month);
    const isThere = report.total.requests > 0 || report.coverage.some(({ from }) => from !== null);
    const exit = isThere ? EXIT.done : EXIT.findings;
    if (format === 'json' || json)
      return { json: report, text: `${JSON.stringify(report, null, 2)}\n`, isData: true, exit };
    const lacks = isThere ? missingText(report.coverage) : await nothingText(context, report);
    if (format === 'csv') {
      // The rows say themselves what is missing behind them.
      if (!isThere) io.err(lacks);
      return { json: null, text: (await call('costs.csv', { month, by })).text, isData: true, exit };
    }
    const table = report.total.requests > 0 ? describeReport(report) : 'No requests.\n';
    const remark = unpricedText(report.total);
    const rules = (report.allocation ?? []).map((one) => `${allocationText(one)}\n`).join('');
    const untold = (report.untold ?? []).map((one) => `${untoldText(one)}\n`).join('');
    const shown = `${month}\n${isThere ? table : ''}${isThere ? rules : ''}${remark === null ? '' : `${remark}\n`}${untold}${lacks}`;
    return { json: report, text: shown, exit };
  },
};

/** The month that is named, else the newest with requests, else the one that it is now, of which there are none. */
async function monthOfCosts(context: CommandContext): Promise<string> {
  const isAnyBegun = (await archiveMonths(context)).begun.length > 0;
  return isAnyBegun ? chosenMonth(context) : (namedMonth(context) ?? monthOf(context.io.now().getTime()));
}

function monthToCome(month: string): ProblemError {
  return new ProblemError({
    code: 'month_to_come',
    message: `${month} has not begun, so it has no costs.`,
    next: 'Choose an earlier month, or none for the newest with requests.',
    where: month,
  });
}

/** What to do about a month of which the archive holds nothing. */
async function nothingText(
  context: Pick<CommandContext, 'call' | 'io'>,
  { month, coverage }: CostReport,
): Promise<string> {
  const months = await archiveMonths(context);
  const lines = ['Nothing of this month is imported, so its costs are not known.'];
  const [newest] = months.begun;
  if (newest !== undefined)
    lines.push(
      `Months with requests: ${months.begun.join(', ')}. Their costs: gatehouse costs --month ${newest}`,
    );
  const remark = toComeText(months);
  if (remark !== null) lines.push(remark);
  const nodes = coverage.map(({ node }) => node);
  const until = nextMonth(month);
  if (nodes.length > 0)
    lines.push(
      `Import it: gatehouse import ${nodes[0]} --since ${month}-01 --until ${until}-01${nodes.length > 1 ? ` (and so for ${nodes.slice(1).join(', ')})` : ''}`,
      `Or from files: gatehouse import FILE --node ${nodes[0]}`,
    );
  else lines.push('There is no node yet. Add one: gatehouse node add --help');
  return `${lines.join('\n')}\n`;
}

function readDimensions(text: string): CostDimension[] {
  const names = text.split(',').map((name) => (name.trim() === 'group' ? 'team' : name.trim()));
  for (const name of names) {
    if (!COST_DIMENSIONS.some((dimension) => dimension === name)) {
      throw new UsageError(`--by takes ${COST_DIMENSIONS.join(', ')} and group, not "${name}".`);
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
  // A column of its own only where there is something to say in it.
  const withUnpriced = report.total.unpriced > 0;
  const measures = (of: CostMeasures): string[] =>
    [
      of.requests,
      of.failuresUntold ? '-' : of.failures,
      of.promptTokens,
      of.completionTokens,
      ...(withUnpriced ? [of.unpriced] : []),
      isUnpriced(of) ? '-' : of.spend,
    ].map(String);
  const rows = report.rows.map((row) => [
    ...report.by.map((dimension) => describe(row, dimension)),
    ...measures(row),
  ]);
  const total = [...report.by.map((_, index) => (index === 0 ? 'Total' : '')), ...measures(report.total)];
  return renderTable(
    [
      ...report.by.map((dimension) => ({ title: dimension[0]?.toUpperCase() + dimension.slice(1) })),
      ...[...COUNTS, ...(withUnpriced ? ['No price'] : []), 'USD'].map((title) => ({
        title,
        align: 'right' as const,
      })),
    ],
    [...rows, total],
  );
}

const COUNTS = ['Requests', 'Failed', 'Tokens in', 'Tokens out'];

function describe(row: CostRow, dimension: CostDimension): string {
  switch (dimension) {
    case 'team':
      return row.teamId === '' ? '(no team)' : `${nameInTable(row.teamAlias ?? '')}  ${row.teamId}`;
    case 'model':
      return row.model === '' ? '(not a model call)' : nameInTable(row.model ?? '');
    case 'key':
      if (row.key === '') return '(no key)';
      return row.keyAlias === undefined || row.keyAlias === null
        ? (row.key ?? '')
        : nameInTable(row.keyAlias);
    case 'user':
      if (row.user === '') return '(no user)';
      return row.userName === undefined ? (row.user ?? '') : `${nameInTable(row.userName)}  ${row.user}`;
    case 'day':
      return row.day ?? '';
    case 'node':
      return row.node ?? '';
  }
}

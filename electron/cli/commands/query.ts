import type { QueryResult } from '../../../shared/contract/answers.ts';
import { isNumberColumn, resultCsv } from '../../../shared/query/result-csv.ts';
import { ProblemError, type Problem } from '../../../shared/result.ts';
import { UsageError, type Command, type CommandContext } from '../command.ts';
import { readInstant } from '../instant.ts';
import { EXIT } from '../io.ts';
import { renderTable } from '../table.ts';

const FORMATS = ['table', 'json', 'csv'];
const DEFAULT_LIMIT = 10_000;
const DEFAULT_SECONDS = 60;

export const query: Command = {
  usage: [
    'query SQL [--since T] [--until T] [--limit N] [--timeout S] [--format table|json|csv]',
    'query - [...]    reads the statement from standard input',
    'query --schema   names the tables and columns',
  ],
  summary: `One SQLite SELECT over the archive, read-only; ${DEFAULT_LIMIT.toLocaleString('en')} rows and ${DEFAULT_SECONDS} seconds at most unless told.`,
  examples: [
    'query "SELECT model, usd(sum(spend_nano)) AS usd FROM usage GROUP BY model ORDER BY sum(spend_nano) DESC"',
    'query "SELECT id, error_message FROM requests WHERE ok = 0 LIMIT 20" --since 2026-10-01 --format csv',
  ],
  options: {
    since: { type: 'string' },
    until: { type: 'string' },
    limit: { type: 'string' },
    timeout: { type: 'string' },
    format: { type: 'string' },
    schema: { type: 'boolean' },
  },
  async run(context) {
    const { text, call, json, flag, io } = context;
    if (flag('schema')) return describeSchema(context);
    const format = text('format') ?? 'table';
    if (!FORMATS.includes(format))
      throw new UsageError(`--format takes ${FORMATS.join(', ')}, not "${format}".`);
    const since = readInstant(text('since'), '--since');
    const until = readInstant(text('until'), '--until');
    if (since !== undefined && until !== undefined && since >= until)
      throw new UsageError('--since must be before --until.');
    const sql = await statementOf(context);
    const seconds = wholeNumber(text('timeout'), '--timeout', 3_600) ?? DEFAULT_SECONDS;
    const result = await call('query.run', {
      sql,
      ...(since === undefined ? {} : { from: since }),
      ...(until === undefined ? {} : { until }),
      limit: wholeNumber(text('limit'), '--limit', 100_000) ?? DEFAULT_LIMIT,
      timeoutMs: seconds * 1_000,
    }).catch((error: unknown) => {
      throw error instanceof ProblemError ? inThisPlace(error.problem, seconds) : error;
    });
    if (!json) for (const sentence of remarks(result)) io.err(`${sentence}\n`);
    const document = {
      columns: result.columns,
      rows: result.rows,
      truncated: result.truncated,
      lost: result.lost,
      notes: result.notes,
    };
    return { json: document, text: inFormat(format, result, document), isData: true, exit: EXIT.done };
  },
};

/** The next step by the options of this command. */
function inThisPlace(problem: Problem, seconds: number): ProblemError {
  if (problem.code === 'query_timeout')
    return new ProblemError({
      ...problem,
      next: `Ask of a shorter span (--since, --until), ask the table usage, which has sums by hour, or allow more time: --timeout ${Math.min(seconds * 5, 3_600)}.`,
    });
  if (problem.code === 'sql_error' && problem.message.includes('no such'))
    return new ProblemError({
      ...problem,
      next: [problem.next, 'All names: gatehouse query --schema'].filter(Boolean).join('\n  '),
    });
  return new ProblemError(problem);
}

async function statementOf({ positionals, io }: CommandContext): Promise<string> {
  const [sql, ...rest] = positionals;
  if (sql === undefined || rest.length > 0)
    throw new UsageError('Give one statement in quotes, or - to read it from standard input.');
  return sql === '-' ? ((await io.input?.()) ?? '') : sql;
}

function wholeNumber(text: string | undefined, option: string, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new UsageError(`${option} takes a number from 1 to ${most}, not "${text}".`);
}

function inFormat(format: string, result: QueryResult, document: unknown): string {
  if (format === 'json') return `${JSON.stringify(document, null, 2)}\n`;
  if (format === 'csv') return resultCsv(result);
  const columns = result.columns.map((title, index) => ({
    title,
    align: isNumberColumn(result.rows, index) ? ('right' as const) : ('left' as const),
  }));
  // A line break in a value would take the table apart.
  const rows = result.rows.map((row) => row.map((cell) => String(cell ?? '').replaceAll(/[\r\n\t]+/g, ' ')));
  return renderTable(columns, rows);
}

/** What is said beside the rows. */
function remarks({ rows, truncated, lost, notes }: QueryResult): readonly string[] {
  const more = truncated
    ? [`These are the first ${rows.length.toLocaleString('en')} rows of more; --limit allows others.`]
    : [];
  return [
    ...more,
    ...notes.map((sentence) => `Note: ${sentence}`),
    ...lost.map((sentence) => `Missing: ${sentence}`),
  ];
}

async function describeSchema({ call }: CommandContext) {
  const schema = await call('query.schema', {});
  const text = schema.tables
    .map(({ name, meaning, columns }) => {
      const lines = renderTable(
        [{ title: name }, { title: '' }, { title: meaning }],
        columns.map((column) => [`  ${column.name}`, column.type, column.meaning]),
      );
      return lines;
    })
    .join('\n');
  return { json: schema, text, exit: EXIT.done };
}

import type { QueryResult } from '../../../shared/contract/answers.ts';
import { isNumberColumn, resultCsv } from '../../../shared/query/result-csv.ts';
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
    const sql = await statementOf(context);
    const result = await call('query.run', {
      sql,
      ...(since === undefined ? {} : { from: since }),
      ...(until === undefined ? {} : { until }),
      limit: wholeNumber(text('limit'), '--limit', 100_000) ?? DEFAULT_LIMIT,
      timeoutMs: (wholeNumber(text('timeout'), '--timeout', 3_600) ?? DEFAULT_SECONDS) * 1_000,
    });
    if (!json) for (const sentence of remarks(result)) io.err(`${sentence}\n`);
    const document = {
      columns: result.columns,
      rows: result.rows,
      truncated: result.truncated,
      lost: result.lost,
    };
    return { json: document, text: inFormat(format, result, document), exit: EXIT.done };
  },
};

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
function remarks({ rows, truncated, lost }: QueryResult): readonly string[] {
  const more = truncated
    ? [`These are the first ${rows.length.toLocaleString('en')} rows of more; --limit allows others.`]
    : [];
  return [...more, ...lost.map((sentence) => `Missing: ${sentence}`)];
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

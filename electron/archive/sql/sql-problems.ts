import { nearNames } from '../../../shared/plan/near-names.ts';
import { ProblemError } from '../../../shared/result.ts';
import { columnElsewhere, tableElsewhere } from './names-elsewhere.ts';
import { SQL_TABLES } from './tables.ts';

/** The code of everything that is wrong with a statement itself. */
export const SQL_ERROR = 'sql_error';

/** A statement that is none of those that only read. */
export function notReadOnly(what: string): ProblemError {
  return new ProblemError({
    code: SQL_ERROR,
    message: `${what} Only SELECT, WITH, VALUES and EXPLAIN can be asked: the archive is read here and never written.`,
    next: 'Ask one statement that reads.',
  });
}

/**
 * What SQLite says of a statement, with the place and the names that may have been meant.
 *
 * @param compile gives what SQLite says of a beginning of the statement; null when it is content
 */
export function sqlProblem(
  sql: string,
  said: string,
  compile: (beginning: string) => string | null,
): ProblemError {
  const next = nextStep(sql, said);
  const at = placeOf(sql, said, compile);
  return new ProblemError({
    code: SQL_ERROR,
    message: `SQLite: ${said}.`,
    ...(next === null ? {} : { next }),
    ...(at === null ? {} : { where: lineAndColumn(sql, at) }),
  });
}

function nextStep(sql: string, said: string): string | null {
  const table = /^no such table: (?:main\.)?(.+)$/.exec(said)?.[1];
  if (table !== undefined) return tableStep(table);
  const column = /^no such column: (?:.*\.)?(.+?)(?: - .*)?$/.exec(said)?.[1];
  if (column !== undefined) return columnStep(sql, column);
  if (said.startsWith('no such function'))
    return 'There are the functions of SQLite, and usd(): nano-dollars as exact decimal dollars.';
  if (said.startsWith('ambiguous column name')) return 'Say of which table: requests.model, not model.';
  if (said === 'out of memory') return 'Ask of a shorter span, or of fewer columns.';
  return said.includes('syntax error') || said === 'incomplete input'
    ? 'Correct the statement at this place.'
    : null;
}

function tableStep(name: string): string {
  const elsewhere = tableElsewhere(name);
  if (elsewhere !== null) return `Here that is the table ${elsewhere}.`;
  const names = SQL_TABLES.map((table) => table.name);
  const near = nearNames(name, names);
  return near.length > 0 ? `Did you mean ${orList(near)}?` : `There are: ${names.join(', ')}.`;
}

/** What is meant is a column of the tables that the statement names. */
function columnStep(sql: string, name: string): string {
  const named = SQL_TABLES.filter((table) => wordPlace(sql, table.name) !== null);
  const tables = named.length > 0 ? named : SQL_TABLES;
  const names = tables.flatMap(({ columns }) => columns.map((column) => column.name));
  const elsewhere = columnElsewhere(name);
  if (elsewhere !== null && names.some((column) => wordPlace(elsewhere, column) !== null))
    return `Here that is ${elsewhere}.`;
  // A word of ours in a longer name is no misspelling: cache_key is not key.
  const near = nearNames(name, names).filter((other) => other.length >= name.length - 2);
  if (near.length > 0) return `Did you mean ${orList(near)}?`;
  const other = SQL_TABLES.filter(({ columns }) => columns.some((column) => column.name === name));
  if (other.length > 0) return `Only ${orList(other.map((table) => table.name))} has it.`;
  const extra = names.includes('extra')
    ? ` What else the log has is in extra: extra ->> '$.${/^\w+$/.test(name) ? name : 'name'}'.`
    : '';
  return `${tables.length === 1 ? `${tables[0]?.name ?? ''} has: ${names.join(', ')}.` : 'The schema names the columns of each table.'}${extra} Text is written in single quotes.`;
}

/** Where in the statement the word stands that SQLite names: its offset, UTF-16 units. */
function placeOf(sql: string, said: string, compile: (beginning: string) => string | null): number | null {
  if (said === 'incomplete input') return sql.trimEnd().length;
  const near = /^near "([\s\S]+)": /.exec(said)?.[1];
  if (near !== undefined) {
    const places = [...occurrences(sql, near)];
    // The place is the first up to which SQLite says just this.
    return places.find((at) => compile(sql.slice(0, at + near.length)) === said) ?? places[0] ?? null;
  }
  const name = /^(?:no such (?:table|column|function)|ambiguous column name): (.+?)(?: - .*)?$/.exec(
    said,
  )?.[1];
  if (name === undefined) return null;
  return wordPlace(sql, name) ?? wordPlace(sql, name.slice(name.lastIndexOf('.') + 1));
}

function* occurrences(sql: string, text: string): Generator<number> {
  for (let at = sql.indexOf(text); at >= 0; at = sql.indexOf(text, at + 1)) yield at;
}

function wordPlace(sql: string, word: string): number | null {
  const escaped = word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  const place = new RegExp(String.raw`(?<![\w$])${escaped}(?![\w$])`, 'i').exec(sql)?.index;
  return place ?? null;
}

function lineAndColumn(sql: string, at: number): string {
  const before = sql.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

function orList(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

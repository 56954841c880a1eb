import { nearNames } from '../../../shared/plan/near-names.ts';
import { ProblemError } from '../../../shared/result.ts';
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
  const next = nextStep(said);
  const at = placeOf(sql, said, compile);
  return new ProblemError({
    code: SQL_ERROR,
    message: `SQLite: ${said}.`,
    ...(next === null ? {} : { next }),
    ...(at === null ? {} : { where: lineAndColumn(sql, at) }),
  });
}

function nextStep(said: string): string | null {
  const table = /^no such table: (?:main\.)?(.+)$/.exec(said)?.[1];
  if (table !== undefined) {
    const names = SQL_TABLES.map(({ name }) => name);
    const near = nearNames(table, names);
    return near.length > 0 ? `Did you mean ${orList(near)}?` : `There are: ${names.join(', ')}.`;
  }
  const column = /^no such column: (?:.*\.)?(.+?)(?: - .*)?$/.exec(said)?.[1];
  if (column !== undefined) {
    const near = nearNames(
      column,
      SQL_TABLES.flatMap(({ columns }) => columns.map(({ name }) => name)),
    );
    return near.length > 0
      ? `Did you mean ${orList(near)}?`
      : 'The schema names the columns of each table. Text is written in single quotes.';
  }
  if (said === 'out of memory') return 'Ask of a shorter span, or of fewer columns.';
  return said.includes('syntax error') || said === 'incomplete input'
    ? 'Correct the statement at this place.'
    : null;
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

import type { QueryCell } from '../../../shared/contract/answers.ts';
import { select } from '../sqlite.ts';
import type { Database, Statement } from '../sqlite.ts';

import { needsOf, WritesError } from './needs.ts';
import type { Needs } from './needs.ts';
import { notReadOnly, sqlProblem } from './sql-problems.ts';

/** The rows that a statement gives. */
export interface StatementRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly QueryCell[])[];
  /** There are more rows than these. */
  readonly truncated: boolean;
}

/** An answer takes no more than this, characters of its texts. */
const MOST_CHARACTERS = 20_000_000;

const COMMENTS_AND_SPACE = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$)|;)*/;
const READS = new Set(['select', 'with', 'values', 'explain']);

/** Values of any size as bigint. */
interface ExactStatement {
  get(
    parameters: null,
    config: { readonly useBigInt: true },
  ): readonly (string | number | bigint | Uint8Array | null)[];
}

/**
 * What a statement needs to be filled before it runs. Throws `sql_error` for what is no single statement that reads,
 * or what SQLite does not understand.
 */
export function readStatement(database: Database, sql: string): Needs {
  const first = /^\w+/.exec(sql.replace(COMMENTS_AND_SPACE, ''))?.[0].toLowerCase();
  if (first === undefined) throw notReadOnly('There is no statement.');
  if (!READS.has(first)) throw notReadOnly(`${first.toUpperCase()} is refused.`);
  return withSqlProblems(database, sql, () => {
    if (isMany(database, sql)) throw notReadOnly('These are several statements.');
    if (first === 'explain') return { kept: new Set(), columns: new Set(), small: new Set() };
    return needsOf(database, sql);
  });
}

/** Runs a statement, up to so many rows. Throws `sql_error` for what SQLite says. */
export function runStatement(database: Database, sql: string, limit: number): StatementRows {
  return withSqlProblems(database, sql, () => {
    const statement = database.prepare(sql);
    try {
      return readRows(statement, limit);
    } finally {
      statement.free();
    }
  });
}

function readRows(statement: Statement, limit: number): StatementRows {
  const rows: QueryCell[][] = [];
  let characters = 0;
  let truncated = false;
  while (statement.step()) {
    if (rows.length === limit || characters > MOST_CHARACTERS) {
      truncated = true;
      break;
    }
    const values = (statement as unknown as ExactStatement).get(null, { useBigInt: true });
    const row = values.map(toCell);
    for (const cell of row) characters += typeof cell === 'string' ? cell.length : 8;
    rows.push(row);
  }
  return { columns: statement.getColumnNames(), rows, truncated };
}

/** Whole numbers beyond 2^53 and what JSON has no number for are texts. */
function toCell(value: string | number | bigint | Uint8Array | null): QueryCell {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString('hex')}'` : value;
}

/** True when something that is no comment follows the first statement. */
function isMany(database: Database, sql: string): boolean {
  const statements = database.iterateStatements(sql);
  statements.next();
  const rest = statements.getRemainingSQL();
  // Gives the statement back; the types do not know of it.
  const iterator: Iterator<Statement> = statements;
  iterator.return?.();
  return rest.replace(COMMENTS_AND_SPACE, '') !== '';
}

function withSqlProblems<T>(database: Database, sql: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof WritesError) throw notReadOnly('This statement would write.');
    // The library throws plain errors with SQLite's words, and nothing else does here.
    if (!(error instanceof Error) || error.constructor !== Error) throw error;
    throw sqlProblem(sql, error.message, (beginning) => saidOf(database, beginning));
  }
}

function saidOf(database: Database, sql: string): string | null {
  try {
    select(database, `EXPLAIN ${sql}`);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : null;
  }
}

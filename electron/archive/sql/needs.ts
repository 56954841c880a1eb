import { select } from '../sqlite.ts';
import type { Database } from '../sqlite.ts';
import { KEPT_TABLES, REQUEST_COLUMNS, SMALL_TABLES } from './tables.ts';
import type { KeptTable, RequestColumn } from './tables.ts';

/** What of the tables a statement reads, as SQLite's own plan for it says. */
export interface Needs {
  readonly kept: ReadonlySet<KeptTable>;
  /** Columns of the requests. */
  readonly columns: ReadonlySet<RequestColumn>;
  /** Names of small tables. */
  readonly small: ReadonlySet<string>;
}

/** The plan would write. */
export class WritesError extends Error {}

const OPCODE = 1;
const P1 = 2;
const P2 = 3;

/**
 * Asks SQLite what a statement reads. The plan is the same whether the tables are filled or not. Throws what SQLite
 * says of a statement that it does not understand, and a {@link WritesError} for one that would write.
 */
export function needsOf(database: Database, sql: string): Needs {
  const tables = new Map(
    // An index stands for the table that it is of.
    select(database, 'SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0').map(
      ([root, name]) => [root, String(name)],
    ),
  );
  const plan = select(database, `EXPLAIN ${sql}`);
  const cursors = new Map<unknown, string>();
  for (const step of plan) {
    const opcode = step[OPCODE];
    if (opcode === 'OpenWrite' || (opcode === 'Transaction' && step[P2] !== 0))
      throw new WritesError('The statement would write.');
    const table = tables.get(step[P2] ?? null);
    if (opcode === 'OpenRead' && table !== undefined) cursors.set(step[P1], table);
  }
  const columns = new Set<RequestColumn>();
  for (const step of plan) {
    const column = REQUEST_COLUMNS[Number(step[P2])];
    if (step[OPCODE] === 'Column' && cursors.get(step[P1]) === '_requests' && column !== undefined)
      columns.add(column);
  }
  const read = new Set(cursors.values());
  return {
    kept: new Set((Object.keys(KEPT_TABLES) as KeptTable[]).filter((name) => read.has(name))),
    columns,
    small: new Set(SMALL_TABLES.map(({ name }) => name).filter((name) => read.has(name))),
  };
}

/** True where everything that is needed is there. */
export function covers(there: Needs, needed: Needs): boolean {
  return (
    [...needed.kept].every((table) => there.kept.has(table)) &&
    [...needed.columns].every((column) => there.columns.has(column))
  );
}

import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import { formatNano } from '../../../shared/cost/money.ts';
import { lostWords } from '../query/coverage.ts';
import { loadSqlite } from '../sqlite.ts';
import type { Database } from '../sqlite.ts';
import { createCacheBudget } from '../store/cache-budget.ts';
import { openNodeStore } from '../store/node-store.ts';
import type { NodeStore } from '../store/node-store.ts';
import { emptyDatabase, fillDatabase } from './fill.ts';
import type { FillLimits } from './fill.ts';
import { hoursNote } from './hours-note.ts';
import { covers } from './needs.ts';
import type { Needs } from './needs.ts';
import { fillSmallTables } from './small-tables.ts';
import { readStatement, runStatement } from './statement.ts';
import type { StatementRows } from './statement.ts';
import { SCHEMA_SQL } from './tables.ts';

/** A statement and what it is asked of. */
export interface SqlOrder {
  readonly sql: string;
  /** Of requests that began in this span, and of hours that did. */
  readonly span: Interval;
  /** Rows of the answer, at most. */
  readonly limit: number;
  readonly nodes: readonly { readonly node: string; readonly folder: string }[];
  readonly coverage: readonly NodeCoverage[];
  readonly limits?: FillLimits;
}

/** What a statement gives, and what of the archive it could not look at. */
export interface SqlAnswer extends StatementRows {
  /** Sentences on segments that cannot be read. */
  readonly lost: readonly string[];
  /** Sentences on what was counted. */
  readonly notes: readonly string[];
}

/**
 * Answers statements, one after the other. What was filled for one is kept for the next while the archive and the span
 * are the same.
 */
export interface SqlSession {
  /** Rejects with `sql_error` and `query_too_large`. */
  run(order: SqlOrder): Promise<SqlAnswer>;
  close(): void;
}

/** A database and what of the archive it has. */
interface Filled {
  /** The state of the archive and the span. */
  readonly key: string;
  readonly needs: Needs;
  readonly database: Database;
}

/** Sums are few and are kept apart from requests, so that neither is filled again for the other. */
type Slot = 'requests' | 'usage';

/** What SQLite may use for sorting and grouping, bytes; beyond it says that it is out of memory. */
const HEAP_BYTES = 500_000_000;
/** What open segments may keep in memory while a database is filled from them. */
const CACHE_BYTES = 20_000_000;

/** An archive that changes each time it is read is not waited for. */
const MOST_FILLS = 5;

/** Opens a session. Nothing is read before the first statement. */
export function openSqlSession(stamp: () => string): SqlSession {
  const stores = new Map<string, NodeStore>();
  const cache = createCacheBudget(CACHE_BYTES);
  const filled = new Map<Slot, Filled>();
  /** Without requests and sums: what a statement needs is asked of it. */
  let empty: Database | null = null;

  async function openImage(image: Uint8Array): Promise<Database> {
    const database = (await loadSqlite()).open(image);
    database.run(SCHEMA_SQL);
    database.run(`PRAGMA hard_heap_limit = ${HEAP_BYTES}`);
    database.create_function('usd', usd);
    return database;
  }

  function storesOf(order: SqlOrder): readonly NodeStore[] {
    return order.nodes.map(({ node, folder }) => {
      const store = stores.get(folder) ?? openNodeStore(node, folder, { cache, stamp });
      stores.set(folder, store);
      return store;
    });
  }

  async function databaseFor(
    needs: Needs,
    order: SqlOrder,
    asked: readonly NodeStore[],
    emptyOne: Database,
  ): Promise<Database> {
    const slot = slotOf(needs);
    if (slot === null) return emptyOne;
    const keyNow = async (): Promise<string> => {
      const versions = await Promise.all(asked.map(async (store) => [store.node, await store.version()]));
      return JSON.stringify([versions, order.span.fromMs, order.span.untilMs]);
    };
    let key = await keyNow();
    const known = filled.get(slot);
    if (known?.key === key && covers(known.needs, needs)) return known.database;
    known?.database.close();
    filled.delete(slot);
    // With what was filled before, so that asking in turns does not fill each time.
    const wanted = known?.key === key ? union(known.needs, needs) : needs;
    for (let tries = 1; ; tries += 1) {
      const image = await fillDatabase(asked, order.span, wanted, order.limits);
      for (const store of asked) store.close();
      // An import may have dropped segments, and one may have turned out to be damaged, while it was filled.
      const before = key;
      key = await keyNow();
      if (key !== before && tries < MOST_FILLS) continue;
      const database = await openImage(image);
      filled.set(slot, { key: before, needs: wanted, database });
      return database;
    }
  }

  return {
    async run(order) {
      const asked = storesOf(order);
      empty ??= await openImage(emptyDatabase());
      const needs = readStatement(empty, order.sql);
      const database = await databaseFor(needs, order, asked, empty);
      if (needs.small.size > 0) {
        database.run('PRAGMA query_only = 0');
        await fillSmallTables(database, needs.small, asked, order.coverage);
      }
      database.run('PRAGMA query_only = 1');
      const rows = runStatement(database, order.sql, order.limit);
      const lost = await Promise.all(asked.map((store) => store.lost()));
      const notes = needs.kept.has('_usage') ? hoursNote(order.span) : [];
      return { ...rows, lost: lost.flat().map(lostWords), notes };
    },
    close() {
      for (const { database } of filled.values()) database.close();
      filled.clear();
      empty?.close();
      empty = null;
      for (const store of stores.values()) store.close();
    },
  };
}

function slotOf({ kept }: Needs): Slot | null {
  if (kept.size === 0) return null;
  return kept.has('_requests') || kept.has('_profiles') || kept.has('_texts') ? 'requests' : 'usage';
}

function union(one: Needs, other: Needs): Needs {
  return {
    kept: new Set([...one.kept, ...other.kept]),
    columns: new Set([...one.columns, ...other.columns]),
    small: new Set(),
  };
}

/** The function `usd` of statements: nano-dollars as exact decimal dollars. */
function usd(nano: unknown): string | null {
  if (nano === null || nano === undefined) return null;
  const number = Number(nano);
  if (Number.isSafeInteger(number)) return formatNano(number);
  throw new Error('usd() takes whole nano-dollars below 2^53, about 9 million dollars');
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Database, SqlJsStatic, SqlValue, Statement } from 'sql.js';

export type { Database, SqlValue, Statement };

/** Whole numbers that may be beyond 2^53 come back as bigint when asked for, else they lose digits. */
interface BigIntDatabase {
  exec(
    sql: string,
    parameters: readonly SqlValue[] | undefined,
    config: { readonly useBigInt: true },
  ): readonly { readonly values: readonly (readonly (SqlValue | bigint)[])[] }[];
}

/** Opens database images in memory. Nothing it does touches a file. */
export interface Sqlite {
  /**
   * A database over an image; an empty one without. The image is taken over: writing changes it in place.
   * Close the database when done.
   */
  open(image?: Uint8Array): Database;
}

let loading: Promise<Sqlite> | undefined;

/**
 * Loads SQLite on first use, so that starting does not pay for it. Loaded once a process.
 *
 * @param wasmBinary the compiled library; without it the copy beside the program or in its packages is read
 */
export function loadSqlite(wasmBinary?: Uint8Array): Promise<Sqlite> {
  loading ??= load(wasmBinary).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(given?: Uint8Array): Promise<Sqlite> {
  const [{ default: initSqlJs }, wasm] = await Promise.all([
    import('sql.js'),
    given ?? readFirst(wasmPlaces()),
  ]);
  const engine: SqlJsStatic = await initSqlJs({ wasmBinary: new Uint8Array(wasm).buffer });
  return {
    open(image) {
      const database = new engine.Database(image);
      // Images live in memory and a failed one is dropped whole, so no journal is needed.
      database.run(
        'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -64000; PRAGMA trusted_schema = OFF;',
      );
      return database;
    },
  };
}

/** Beside the bundle when packaged, in node_modules when run from the sources. */
function wasmPlaces(): readonly string[] {
  const here = typeof __dirname === 'string' ? __dirname : path.dirname(fileURLToPath(import.meta.url));
  const places = [path.join(here, 'sql-wasm.wasm')];
  try {
    places.push(createRequire(path.join(here, 'from.js')).resolve('sql.js/dist/sql-wasm.wasm'));
  } catch {
    // Packaged: there are no packages to look in.
  }
  return places;
}

async function readFirst(places: readonly string[]): Promise<Uint8Array> {
  let reason: unknown;
  for (const place of places) {
    try {
      return await readFile(place);
    } catch (error) {
      reason = error;
    }
  }
  throw new Error('The SQLite library (sql-wasm.wasm) is not beside the program.', { cause: reason });
}

/** All rows of a query; whole numbers as bigint, text as text. */
export function selectExact(
  database: Database,
  sql: string,
  parameters: readonly SqlValue[] = [],
): readonly (readonly (SqlValue | bigint)[])[] {
  const [result] = (database as unknown as BigIntDatabase).exec(sql, [...parameters], { useBigInt: true });
  return result?.values ?? [];
}

/** All rows of a query whose numbers are known to be below 2^53. */
export function select(
  database: Database,
  sql: string,
  parameters: readonly SqlValue[] = [],
): readonly (readonly SqlValue[])[] {
  return database.exec(sql, [...parameters])[0]?.values ?? [];
}

/** A number below 2^53 out of a result cell. */
export function toNumber(cell: SqlValue | bigint | undefined): number {
  return Number(cell ?? 0);
}

/** A whole number of any size out of a result cell. */
export function toBigInt(cell: SqlValue | bigint | undefined): bigint {
  return typeof cell === 'bigint' ? cell : BigInt(Math.trunc(toNumber(cell)));
}

/** Text out of a result cell. */
export function toText(cell: SqlValue | bigint | undefined): string {
  return typeof cell === 'string' ? cell : '';
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createDatabaseFile, FileTooLargeError } from '../../../../electron/archive/sql/database-file.ts';
import type { FileColumn } from '../../../../electron/archive/sql/database-file.ts';
import { loadSqlite, select, selectExact } from '../../../../electron/archive/sqlite.ts';

const MOST = 50_000_000;

function upTo(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

/** Reads a file back: every row of its tables, and what SQLite says of its soundness. */
async function readBack(file: Uint8Array, sql: string) {
  const database = (await loadSqlite()).open(file);
  try {
    return {
      sound: select(database, 'PRAGMA integrity_check'),
      rows: selectExact(database, sql).map((row) =>
        row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)),
      ),
    };
  } finally {
    database.close();
  }
}

const integer = fc.oneof(
  fc.constantFrom(0, 1, -1, 127, 128, -128, -129, 32_767, 32_768, -32_769, 2 ** 23, 2 ** 31, -(2 ** 31) - 1),
  fc.constantFrom(2 ** 47 - 1, 2 ** 47, -(2 ** 47) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  fc.maxSafeInteger(),
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  // Longer than a page, which spills over.
  fc.integer({ min: 100, max: 9_000 }).map((length) => 'é'.repeat(length)),
);
const rows = fc.array(fc.tuple(fc.option(integer), fc.option(text)), { maxLength: 400 });

describe('a database file', () => {
  it(
    'is sound, and SQLite reads every value back, whatever the size of its pages',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(rows, fc.constantFrom(512, 1_024, 4_096, 32_768), async (given, pageSize) => {
          const file = createDatabaseFile(MOST, pageSize);
          const table = file.table('t', 'CREATE TABLE t(n INTEGER PRIMARY KEY, a, b TEXT, c)');
          const columns: readonly FileColumn[] = [
            null,
            Float64Array.from(given, ([number]) => number ?? Number.NaN),
            (row) => given[row]?.[1] ?? null,
            null,
          ];
          table.add(columns, upTo(given.length));
          const { sound, rows: read } = await readBack(file.finish(), 'SELECT * FROM t');
          expect(sound).toEqual([['ok']]);
          expect(read).toEqual(given.map(([number, words], row) => [row + 1, number, words, null]));
        }),
        { numRuns: 60 },
      );
    },
  );

  it('holds several tables that are filled in turns, picked rows only', async () => {
    const file = createDatabaseFile(MOST, 512);
    const left = file.table('l', 'CREATE TABLE l(a)');
    const right = file.table('r', 'CREATE TABLE r(a)');
    file.table('e', 'CREATE TABLE e(a)');
    for (let turn = 0; turn < 300; turn += 1) {
      const values = Float64Array.of(turn, -turn, 7);
      left.add([values], Uint32Array.of(0, 2));
      right.add([values], Uint32Array.of(1));
    }
    expect([left.rows(), right.rows()]).toEqual([600, 300]);
    const { sound, rows: read } = await readBack(
      file.finish(),
      `SELECT (SELECT count(*) FROM l), (SELECT sum(a) FROM l), (SELECT count(*) FROM r), (SELECT sum(a) FROM r),
        (SELECT count(*) FROM e), (SELECT a FROM l WHERE rowid = 401), (SELECT a FROM r WHERE rowid = 300)`,
    );
    expect(sound).toEqual([['ok']]);
    expect(read).toEqual([[600, 44_850 + 2_100, 300, -44_850, 0, 200, -299]]);
  });

  it('finds a row of a tree of several levels by its number', async () => {
    const file = createDatabaseFile(MOST, 512);
    const table = file.table('t', 'CREATE TABLE t(n INTEGER PRIMARY KEY, a)');
    const count = 120_000;
    table.add([null, Float64Array.from({ length: count }, (_, row) => row * 3)], upTo(count));
    const { sound, rows: read } = await readBack(
      file.finish(),
      'SELECT a FROM t WHERE n IN (1, 2, 59999, 60000, 120000)',
    );
    expect(sound).toEqual([['ok']]);
    expect(read.flat()).toEqual([0, 3, 179_994, 179_997, 359_997]);
  });

  it('can be changed by SQLite afterwards', async () => {
    const file = createDatabaseFile(MOST);
    file.table('t', 'CREATE TABLE t(a)').add([Float64Array.of(1, 2, 3)], upTo(3));
    const database = (await loadSqlite()).open(file.finish());
    database.run(
      'CREATE TABLE u(x TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO u SELECT a FROM t; DELETE FROM t',
    );
    expect(select(database, 'SELECT x FROM u')).toEqual([['1'], ['2'], ['3']]);
    expect(select(database, 'PRAGMA integrity_check')).toEqual([['ok']]);
    database.close();
  });

  it('says that it would be too large', () => {
    const file = createDatabaseFile(2_000_000);
    const table = file.table('t', 'CREATE TABLE t(a)');
    const words = 'word '.repeat(2_000);
    expect(() => table.add([() => words], upTo(400))).toThrow(FileTooLargeError);
  });

  it('refuses numbers that it could not keep exactly', () => {
    const table = createDatabaseFile(MOST).table('t', 'CREATE TABLE t(a)');
    expect(() => table.add([Float64Array.of(2 ** 53)], upTo(1))).toThrow(RangeError);
  });
});

import { describe, expect, test } from 'vitest';

import { loadSqlite, select, selectExact, toBigInt } from '../../../electron/archive/sqlite.ts';

describe('SQLite', () => {
  test('is loaded once', async () => {
    expect(await loadSqlite()).toBe(await loadSqlite());
  });

  test('sums whole numbers beyond 2^53 exactly', async () => {
    const database = (await loadSqlite()).open();
    database.run('CREATE TABLE t (n INTEGER NOT NULL) STRICT');
    for (let index = 0; index < 3; index += 1) {
      database.run('INSERT INTO t VALUES (?)', [Number.MAX_SAFE_INTEGER - index]);
    }
    const [row] = selectExact(database, 'SELECT sum(n) FROM t');
    expect(toBigInt(row?.[0])).toBe(3n * BigInt(Number.MAX_SAFE_INTEGER) - 3n);
    database.close();
  });

  test('keeps times and money as integers in a STRICT table', async () => {
    const database = (await loadSqlite()).open();
    database.run('CREATE TABLE t (n INTEGER) STRICT');
    database.run('INSERT INTO t VALUES (?), (?), (NULL)', [Date.UTC(2026, 9, 1), 2 ** 40]);
    expect(select(database, 'SELECT typeof(n) FROM t')).toEqual([['integer'], ['integer'], ['null']]);
    expect(() => database.run("INSERT INTO t VALUES ('x')")).toThrow(/TEXT value in INTEGER column/);
    database.close();
  });
});

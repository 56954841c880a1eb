import { describe, expect, it } from 'vitest';

import { makeRequest } from '../../../helpers/requests.ts';
import { sqlWorld } from './sql-world.ts';

async function problemOf(sql: string) {
  const world = await sqlWorld();
  return world.ask(sql).then(
    () => null,
    (error: unknown) => (error as { readonly problem: Record<string, string> }).problem,
  );
}

describe('a statement', () => {
  it.each([
    'DELETE FROM teams',
    'insert into teams values (1, 2)',
    'WITH a AS (SELECT 1) INSERT INTO teams SELECT 1, 2',
    'CREATE TABLE x(a)',
    'DROP VIEW requests',
    "ATTACH '/etc/passwd' AS p",
    'PRAGMA query_only = 0',
    'VACUUM',
    'BEGIN',
    '/* SELECT */ UPDATE teams SET id = 1',
    'SELECT 1; DELETE FROM teams',
    'SELECT 1; SELECT 2',
    'EXPLAIN SELECT 1; DELETE FROM teams',
    '  -- nothing',
    '',
  ])('that does not only read is refused: %s', async (sql) => {
    expect(await problemOf(sql)).toMatchObject({
      code: 'sql_error',
      message: expect.stringContaining('SELECT'),
    });
  });

  it.each([
    ['SELECT 1', [[1]]],
    [' -- a comment\n select 1 ;\n-- and another\n', [[1]]],
    ['VALUES (1), (2)', [[1], [2]]],
    ['WITH a(x) AS (SELECT 3) SELECT x FROM a', [[3]]],
    ["SELECT name FROM pragma_table_info('teams')", [['id'], ['alias']]],
    ['SELECT 9007199254740993, -1, 1.5, NULL', [['9007199254740993', -1, 1.5, null]]],
    ["SELECT x'00ff', 9e999, 'é'", [["x'00ff'", 'Infinity', 'é']]],
    ['SELECT usd(1500000000), usd(NULL)', [['1.5', null]]],
    ["SELECT value FROM json_each('[1,2]')", [[1], [2]]],
  ])('that reads is answered: %s', async (sql, rows) => {
    const world = await sqlWorld();
    expect((await world.ask(sql)).rows).toEqual(rows);
  });

  it('is explained without anything being filled', async () => {
    const world = await sqlWorld();
    await world.take([makeRequest()]);
    const limits = { requests: 0, bytes: 1e8 };
    const { rows } = await world.ask('EXPLAIN QUERY PLAN SELECT id FROM requests', { limits });
    // Of what is joined and not asked for nothing is read.
    expect(rows.map((row) => row.at(-1))).toEqual(['SCAN r']);
  });

  it.each([
    ['SELECT * FORM requests', 'near "FORM"', 'line 1, column 10', null],
    ["SELECT 'FORM',\n  * FORM requests", 'near "FORM"', 'line 2, column 5', null],
    ['SELECT modle FROM requests', 'no such column: modle', 'line 1, column 8', 'Did you mean model'],
    ['SELECT r.modle\nFROM requests r', 'no such column: r.modle', 'line 1, column 8', 'Did you mean model'],
    ['SELECT 1 FROM\n request', 'no such table: request', 'line 2, column 2', 'Did you mean requests?'],
    ['SELECT 1 FROM nowhere', 'no such table', 'line 1, column 15', 'There are: requests, usage,'],
    ['SELECT sum(spend_nano FROM requests', 'near "FROM"', 'line 1, column 23', null],
    ['SELECT (1', 'incomplete input', 'line 1, column 10', null],
    ['SELECT teamid FROM requests', 'no such column', 'line 1, column 8', 'Did you mean team_id?'],
    ['SELECT request_id FROM requests', 'no such column', 'line 1, column 8', 'Here that is id.'],
    ['SELECT r.startTime FROM requests r', 'no such column', 'line 1, column 8', 'Here that is start (text)'],
    ['SELECT sum(spend) FROM usage', 'no such column', 'line 1, column 12', 'usd(sum(spend_nano))'],
    ['SELECT total_tokens FROM usage', 'no such column', 'line 1, column 8', 'prompt_tokens + completion'],
    ['SELECT completion_tokns FROM usage', 'no such', 'line 1, column 8', 'Did you mean completion_tokens?'],
    ['SELECT id FROM usage', 'no such column', 'line 1, column 8', 'Only requests, teams or keys has it.'],
    ['SELECT cache_key FROM requests', 'no such column', 'line 1, column 8', "extra ->> '$.cache_key'"],
    ['SELECT zzz FROM teams', 'no such column', 'line 1, column 8', 'teams has: id, alias.'],
    ['SELECT 1 FROM "LiteLLM_SpendLogs"', 'no such table', 'line 1, column 16', 'the table requests.'],
    ['SELECT cuont(*) FROM usage', 'no such function', 'line 1, column 8', 'functions of SQLite, and usd()'],
    ['SELECT id FROM teams, keys', 'ambiguous', 'line 1, column 8', 'Say of which table'],
  ])('that SQLite does not understand is told with its place: %s', async (sql, said, where, next) => {
    const problem = await problemOf(sql);
    expect(problem).toMatchObject({ code: 'sql_error', where });
    expect(problem?.['message']).toContain(said);
    if (next !== null) expect(problem?.['next']).toContain(next);
  });

  it('gives no more rows than are asked for, and says so', async () => {
    const world = await sqlWorld();
    const many = 'WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT x FROM n LIMIT 5';
    expect(await world.ask(many, { limit: 3 })).toMatchObject({ rows: [[1], [2], [3]], truncated: true });
    expect(await world.ask(many, { limit: 5 })).toMatchObject({ truncated: false });
  });

  it('takes no more memory than it may', async () => {
    const sql = `WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n LIMIT 60)
      SELECT group_concat(hex(zeroblob(10000000))) FROM n`;
    expect(await problemOf(sql)).toMatchObject({
      code: 'sql_error',
      message: 'SQLite: out of memory.',
      next: 'Ask of a shorter span, or of fewer columns.',
    });
  });

  it('has its errors while it runs told as such', async () => {
    expect(await problemOf('SELECT abs(-9223372036854775808)')).toMatchObject({
      code: 'sql_error',
      message: 'SQLite: integer overflow.',
    });
    expect((await problemOf('SELECT usd(9e17)'))?.['message']).toContain('usd() takes whole nano-dollars');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openCliBench, typeCommand, type CliBench } from './cli-bench.ts';

let bench: CliBench;

beforeAll(async () => {
  bench = await openCliBench();
  for (const node of ['prod-eu', 'prod-us'])
    await bench.run('import', node, '--since', '2026-10-01T00:00:00Z', '--until', '2026-11-01T00:00:00Z');
}, 60_000);
afterAll(() => bench.close());

const BY_NODE = 'SELECT node, count(*) AS n FROM requests GROUP BY node ORDER BY node';

describe('gatehouse query', () => {
  it('gives columns and rows as one document', async () => {
    const { exit, document } = await bench.json('query', BY_NODE);
    expect(exit).toBe(0);
    expect(document).toMatchObject({
      columns: ['node', 'n'],
      rows: [
        ['prod-eu', expect.any(Number)],
        ['prod-us', expect.any(Number)],
      ],
      truncated: false,
      lost: [],
    });
    expect((await bench.run('query', BY_NODE, '--format', 'json')).out).toContain('"columns"');
  });

  it('says the same sum as costs, exactly', async () => {
    const { document } = await bench.json('costs', '--month', '2026-10');
    const total = (document as { readonly total: { readonly spend: string } }).total.spend;
    const { out } = await bench.run(
      'query',
      'SELECT usd(sum(spend_nano)) AS usd FROM requests',
      '--format',
      'csv',
    );
    expect(out).toBe(`usd\r\n${total}\r\n`);
    expect((await bench.json('query', 'SELECT usd(sum(spend_nano)) FROM usage')).document).toMatchObject({
      rows: [[total]],
    });
  });

  it('sets a table, and says beside it that there are more rows', async () => {
    const { out, err, exit } = await bench.run('query', 'SELECT id FROM requests', '--limit', '2');
    expect(exit).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(3);
    expect(err).toContain('the first 2 rows of more');
  });

  it('says which hours were counted of sums, and takes no span that ends before it begins', async () => {
    const sums = 'SELECT sum(requests) FROM usage';
    const { err } = await bench.run('query', sums, '--since', '2026-10-05T10:30', '--until', '2026-10-06');
    expect(err).toMatch(/^Note: The table usage counts whole hours.* from 2026-10-05T11:00:00\.000Z until /);
    const turned = await bench.run('query', sums, '--since', '2026-10-06', '--until', '2026-10-05');
    expect(turned.exit).toBe(64);
    expect(turned.err).toContain('--since must be before --until.');
  });

  it('is of a span', async () => {
    const { document } = await bench.json(
      'query',
      'SELECT min(start), max(start) FROM requests',
      '--since',
      '2026-10-05',
      '--until',
      '2026-10-06',
    );
    const [[first, last] = []] = (document as { readonly rows: string[][] }).rows;
    expect(first?.slice(0, 10)).toBe('2026-10-05');
    expect(last?.slice(0, 10)).toBe('2026-10-05');
  });

  it('tells hours that are missing', async () => {
    const { document } = await bench.json(
      'query',
      'SELECT DISTINCT node, covered FROM coverage ORDER BY 1, 2',
    );
    expect((document as { readonly rows: unknown[] }).rows).toContainEqual(['prod-eu', 1]);
  });

  it('reads the statement from standard input', async () => {
    const ran = await typeCommand(['query', '-', '--format', 'csv'], {
      cwd: bench.workspace,
      input: 'SELECT 1 AS one\n',
    });
    expect(ran).toMatchObject({ exit: 0, out: 'one\r\n1\r\n' });
  });

  it('names the tables and columns', async () => {
    const { out } = await bench.run('query', '--schema');
    expect(out).toMatch(/requests +Every request, once/);
    expect(out).toContain('spend_nano');
    expect((await bench.json('query', '--schema')).document).toHaveProperty('tables');
  });

  it('says what is wrong with a statement, where, and what may have been meant', async () => {
    const { exit, err } = await bench.run('query', 'SELECT 1 FROM reqests');
    expect(exit).toBe(1);
    expect(err).toContain('no such table: reqests');
    expect(err).toContain('line 1, column 15');
    expect(err).toContain('Did you mean requests?');
    expect((await bench.json('query', 'DELETE FROM requests')).document).toMatchObject({
      error: { code: 'sql_error' },
    });
  });

  it('names the column that is meant by a name of the gateway', async () => {
    const { err } = await bench.run('query', 'SELECT request_id FROM requests');
    expect(err).toBe(
      'Error: SQLite: no such column: request_id.\n  at line 1, column 8\n  Here that is id.\n  All names: gatehouse query --schema\n',
    );
  });

  it('is cancelled before it began', async () => {
    const signal = AbortSignal.abort();
    expect(await typeCommand(['query', 'SELECT 1'], { cwd: bench.workspace, signal })).toMatchObject({
      exit: 130,
    });
  });

  it.each([
    [[]],
    [['SELECT 1', 'SELECT 2']],
    [['SELECT 1', '--limit', '0']],
    [['SELECT 1', '--limit', 'many']],
    [['SELECT 1', '--timeout', '1.5']],
    [['SELECT 1', '--format', 'xml']],
    [['SELECT 1', '--since', 'yesterday']],
  ])('takes no wrong arguments: %j', async (argv) => {
    expect(await bench.run('query', ...argv)).toMatchObject({ exit: 64 });
  });
});

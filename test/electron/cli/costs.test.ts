import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { openCliBench, type CliBench } from './cli-bench.ts';

let bench: CliBench;

beforeAll(async () => {
  bench = await openCliBench();
  await bench.run('import', 'logs/prod-us-2026-10.jsonl', '--node', 'prod-us');
}, 60_000);
afterAll(() => bench.close());

it('says of a month of which nothing is imported that its costs are not known, and what to do', async () => {
  const { exit, out, err } = await bench.run('costs', '--month', '2026-09');
  expect(exit).toBe(2);
  expect(err).toBe('');
  expect(out).toContain('Nothing of this month is imported, so its costs are not known.');
  expect(out).toContain('Months with requests: 2026-10. Their costs: gatehouse costs --month 2026-10');
  expect(out).toContain('gatehouse import batch --since 2026-09-01 --until 2026-10-01');
  expect(out).not.toContain('Total');
});

it('says so on the other stream beside CSV, and by the exit code beside JSON', async () => {
  const csv = await bench.run('costs', '--month', '2026-09', '--format', 'csv');
  expect(csv.exit).toBe(2);
  expect(csv.out).toMatch(/^team_id,[\w,]+\r\n$/);
  expect(csv.err).toContain('Nothing of this month is imported');
  expect(await bench.json('costs', '--month', '2026-09')).toMatchObject({
    exit: 2,
    document: { month: '2026-09', rows: [], total: { requests: 0 } },
  });
});

it('tells a month without requests from one that is not imported', async () => {
  await bench.run('import', 'prod-eu', '--since', '2026-09-05', '--until', '2026-09-06');
  const { exit, out } = await bench.run('costs', '--month', '2026-09');
  expect(exit).toBe(0);
  expect(out).toMatch(/^2026-09\nNo requests.\nMissing: /);
});

it('sums up what is missing', async () => {
  const { exit, out } = await bench.run('costs', '--month', '2026-10');
  expect(exit).toBe(0);
  expect(out.match(/^Missing: prod-eu, 744 hours, .*$/gm)).toHaveLength(1);
});

it('takes no month to come, and no names', async () => {
  const { exit, err } = await bench.run('costs', '--month', '2026-12');
  expect(exit).toBe(1);
  expect(err).toContain('2026-12 has not begun');
  expect(await bench.run('costs', 'prod-us')).toMatchObject({ exit: 64 });
});

it('tells requests without a price from requests that cost nothing', async () => {
  const priced = { model: 'gpt-4o', team_id: 't', startTime: '2026-08-03T10:00:00Z', total_tokens: 5 };
  const lines = [
    { request_id: 'p1', ...priced, spend: 0.25 },
    { request_id: 'p2', ...priced },
    { request_id: 'p3', ...priced, model: 'free', spend: 0 },
    { request_id: 'p4', ...priced, model: 'unknown', spend: null },
  ];
  await writeFile(
    path.join(bench.workspace, 'unpriced.jsonl'),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  await bench.run('import', 'unpriced.jsonl', '--node', 'prod-us');
  const { exit, out } = await bench.run('costs', '--month', '2026-08', '--by', 'model');
  expect(exit).toBe(0);
  expect(out).toMatch(/^Model +Requests +Failed +Tokens in +Tokens out +No price +USD$/m);
  expect(out).toMatch(/^gpt-4o +2 .* 1 +0\.25$/m);
  expect(out).toMatch(/^free +1 .* 0 +0$/m);
  expect(out).toMatch(/^unknown +1 .* 1 +-$/m);
  expect(out).toContain('2 requests have no price: their cost is not known, and not in these sums.');
  expect(await bench.json('costs', '--month', '2026-08')).toMatchObject({
    document: { total: { requests: 4, unpriced: 2, spend: '0.25' } },
  });
  const csv = await bench.run('costs', '--month', '2026-08', '--by', 'model', '--format', 'csv');
  expect(csv.out).toMatch(/spend_usd,unpriced_requests,/);
  const october = await bench.run('costs', '--month', '2026-10');
  expect(october.out).not.toContain('price');
});

it('takes a row that is dated in the future for no newest month, and says that it is there', async () => {
  const file = path.join(bench.workspace, 'future.jsonl');
  const row = { request_id: 'f1', model: 'gpt-4o', spend: 1, startTime: '2027-01-03T10:00:00Z' };
  await writeFile(file, `${JSON.stringify(row)}\n`);
  await bench.run('import', file, '--node', 'prod-us');
  const remark =
    'Note: the archive also has requests dated in the future, of 2027-01: a clock was wrong there, or is here.';
  const { exit, out, err } = await bench.run('costs');
  expect(exit).toBe(0);
  expect(out).toMatch(/^2026-10\n/);
  expect(err).toBe(`${remark}\n`);
  const empty = await bench.run('costs', '--month', '2026-07');
  expect(empty.out).toContain('Their costs: gatehouse costs --month 2026-10');
  expect(empty.out).toContain(remark);
  expect((await bench.run('costs', '--month', '2027-01')).out).toMatch(/^Total +1 /m);
});

it('ends as of any month of which nothing is imported where the archive is empty', async () => {
  const fresh = await openCliBench();
  try {
    const { exit, out } = await fresh.run('costs');
    expect(exit).toBe(2);
    expect(out).toMatch(/^2026-11\nNothing of this month is imported, so its costs are not known\.\n/);
  } finally {
    await fresh.close();
  }
}, 60_000);

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

import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import type { CostReport } from '../../../shared/cost/cost-report.ts';
import { sumDecimal } from '../../../shared/cost/money.ts';
import { openCliBench, type CliBench } from './cli-bench.ts';

let bench: CliBench;
beforeAll(async () => {
  bench = await openCliBench();
  await bench.run('pull', 'batch');
  await bench.run('import', 'batch', '--since', '2026-10-01', '--until', '2026-11-01');
}, 120_000);
afterAll(() => bench.close());
afterEach(() => rm(path.join(bench.workspace, 'costs.yaml'), { force: true }));

const rule = (text: string) =>
  writeFile(path.join(bench.workspace, 'costs.yaml'), `version: 1\ngroups: ${text}\n`);
const report = async (by: string) =>
  (await bench.json('costs', '--month', '2026-10', '--by', by)).document as CostReport;

test('without a rule the figures are those of the import, and say so', async () => {
  const { exit, out } = await bench.run('costs', '--month', '2026-10', '--by', 'group');
  expect(exit).toBe(0);
  expect(out).toMatch(/^Groups of batch: .*\(rule only-group\)\. .* Groups as they were at the import\.$/m);
});

test.each(['{rule: even}', '{rule: model-access}', '{rule: primary, primary: [research]}'])(
  'by %s the groups add up to the ledger, to the last digit, and the rule is said',
  async (text) => {
    const { total } = await report('user');
    await rule(text);
    const groups = await report('group');
    expect(groups.total).toEqual(total);
    expect(sumDecimal(groups.rows.map(({ spend }) => spend))).toBe(total.spend);
    expect(groups.allocation).toMatchObject([{ node: 'batch', groupsAt: expect.stringMatching(/^20/) }]);
    const { out } = await bench.run('costs', '--month', '2026-10', '--by', 'group');
    expect(out).toMatch(/^Groups of batch: .*\. Groups as they were on 20\d\d-\d\d-\d\d\.$/m);
    const csv = await bench.run('costs', '--month', '2026-10', '--by', 'team', '--format', 'csv');
    expect(csv.out.split('\r\n')[0]).toContain(',team_rule,');
  },
);

test('who paid is told by name, organisations too, where the ledger has ids alone', async () => {
  const { rows } = await report('user');
  const named = rows.filter(({ user }) => user !== '');
  expect(named.length).toBeGreaterThan(2);
  for (const { userName } of named) expect(userName).toMatch(/^[a-z]/);
  const { out } = await bench.run('costs', '--month', '2026-10', '--by', 'user', '--format', 'csv');
  expect(out.split('\r\n')[0]).toMatch(/^user,user_name,/);
  const table = await bench.run('costs', '--month', '2026-10', '--by', 'user');
  expect(table.out).toMatch(/^\(no user\) {2,}\d/m);
  expect(table.out).toContain(`${String(named[0]?.userName)}  ${String(named[0]?.user)}`);
});

test('what the log does not say is told for what it is, and is no zero', async () => {
  const byUser = await report('user');
  expect(byUser.untold).toEqual([{ node: 'batch', what: 'failures' }]);
  for (const { user, failuresUntold } of byUser.rows) expect(failuresUntold === true).toBe(user !== '');
  const users = await bench.run('costs', '--month', '2026-10', '--by', 'user');
  expect(users.out).toMatch(/^The log of batch does not say whose a failed request was: /m);
  expect(users.out).toMatch(/[0-9a-f-]{36} +\d+ +- +\d/);
  const csv = await bench.run('costs', '--month', '2026-10', '--by', 'user', '--format', 'csv');
  expect(csv.out).toMatch(/^[0-9a-f-]{36},[^,]*,\d+,,\d+/m);
  const keys = await bench.run('costs', '--month', '2026-10', '--by', 'key');
  expect(keys.out).toMatch(/^\(no key\) +\d/m);
  expect(keys.out).toMatch(/^The log of batch does not say which key asked: /m);
  expect((await report('model')).untold).toBeUndefined();
});

test('a rule that names an unknown group ends a report of teams, and no other', async () => {
  await rule('{rule: primary, primary: [sales]}');
  const { exit, err } = await bench.run('costs', '--month', '2026-10');
  expect(exit).toBe(1);
  expect(err).toMatch(/costs\.yaml cannot be used: No Doubleword node had a group "sales"/);
  expect(err).toMatch(/costs\.yaml:2:35/);
  expect((await bench.run('costs', '--month', '2026-10', '--by', 'model')).exit).toBe(0);
  const lint = await bench.run('lint', 'costs.yaml');
  expect(lint.exit).toBe(2);
  expect(lint.out).toMatch(/costs\.yaml:2:35 {2}critical/);
});

import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openCliBench } from './cli-bench.ts';
import type { CliBench } from './cli-bench.ts';

let bench: CliBench;
beforeAll(async () => {
  bench = await openCliBench();
  await bench.run('pull');
  await bench.run('import', 'prod-eu');
}, 120_000);
afterAll(() => bench.close());

const POLICY = 'version: 1\nteams:\n';

interface Report {
  readonly requests: number;
  readonly unchanged: number;
  readonly denied: number;
  readonly gained: number;
  readonly notEvaluable: number;
  readonly notes: readonly string[];
  readonly spendDenied: string;
  readonly byTeam: readonly {
    readonly id: string;
    readonly name: string;
    readonly denied: { readonly requests: number; readonly spend: string } | null;
  }[];
  readonly byRule: readonly { readonly id: string; readonly denied: { readonly requests: number } | null }[];
  readonly samples: readonly { readonly node: string; readonly id: string }[];
  readonly nodes: readonly { readonly node: string; readonly left: string | null }[];
  readonly coverage: readonly { readonly node: string; readonly requests: number }[];
}

async function report(
  policy: string,
  ...more: string[]
): Promise<{ readonly exit: number; readonly report: Report }> {
  await writeFile(path.join(bench.workspace, 'draft.yaml'), policy);
  const { exit, document } = await bench.json('replay', 'draft.yaml', '--node', 'prod-eu', ...more);
  return { exit, report: document as Report };
}

describe('a policy', () => {
  test('that says nothing changes nothing', async () => {
    const { exit, report: found } = await report(`${POLICY}  nobody: {}\n`);
    expect(exit).toBe(0);
    expect(found).toMatchObject({ denied: 0, gained: 0, spendDenied: '0', byTeam: [] });
    expect(found.requests).toBeGreaterThan(100);
    expect(found.unchanged + found.notEvaluable).toBe(found.requests);
  });

  test('is replayed over all that the archive holds of the month, and tells what it lacks as a cost report does', async () => {
    const month = ['--month', '2026-10'] as const;
    const { report: found } = await report(`${POLICY}  nobody: {}\n`, ...month);
    const costs = (await bench.json('costs', ...month)).document as Pick<Report, 'coverage'>;
    const coverage = costs.coverage.filter(({ node }) => node === 'prod-eu');
    expect(coverage[0]?.requests).toBeGreaterThan(100);
    expect(found.coverage.filter(({ node }) => node === 'prod-eu')).toEqual(coverage);
  });

  test('that takes all models from a team denies what it called, with what it cost', async () => {
    const { exit, report: found } = await report(`${POLICY}  search: { models: [] }\n`);
    expect(exit).toBe(2);
    expect(found.byTeam.map(({ name }) => name)).toEqual(['search']);
    expect(found.byRule.map(({ id }) => id)).toEqual(['team-models']);
    const [team] = found.byTeam;
    const costs = (await bench.json('costs', '--month', '2026-10', '--by', 'team,node')).document as {
      readonly rows: readonly {
        readonly teamAlias: string;
        readonly node: string;
        readonly requests: number;
        readonly spend: string;
      }[];
    };
    const spent = costs.rows.find(({ teamAlias, node }) => teamAlias === 'search' && node === 'prod-eu');
    // What was refused then cost nothing, and is refused still.
    expect(team?.denied?.requests).toBeLessThanOrEqual(spent?.requests ?? 0);
    expect(team?.denied?.spend).toBe(spent?.spend);
    expect(found.spendDenied).toBe(spent?.spend);
    // An example is a request that the audit log has.
    const [sample] = found.samples;
    const rows = (
      await bench.json('query', `SELECT team_alias FROM requests WHERE id = '${sample?.id ?? ''}'`)
    ).document as { readonly rows: readonly (readonly string[])[] };
    expect(rows.rows).toEqual([['search']]);
  });

  test('with an exception that begins and ends within the month is replayed as it was on each day', async () => {
    const none = `${POLICY}  search: { models: [] }\n`;
    const trial = '{ team: search, from: 2026-10-10, until: 2026-10-14, models: ["*"], reason: trial }';
    const denied = async (policy: string, from: string, until: string) =>
      (await report(policy, '--from', from, '--until', until)).report.denied;
    const [before, within, after] = [
      ['2026-10-01', '2026-10-10'],
      ['2026-10-10', '2026-10-15'],
      ['2026-10-15', '2026-11-01'],
    ] as const;
    const { exit, report: month } = await report(`${none}exceptions: [${trial}]\n`, '--month', '2026-10');
    expect(exit).toBe(2);
    expect(await denied(none, ...within)).toBeGreaterThan(0);
    expect(await denied(`${none}exceptions: [${trial}]\n`, ...within)).toBe(0);
    expect(month.denied).toBe((await denied(none, ...before)) + (await denied(none, ...after)));
    expect(month.notes.find((note) => note.includes('exception'))).toContain(
      '2026-10-10T00:00 UTC, 2026-10-15T00:00 UTC',
    );
  });

  test.each([
    ['replay', 'draft.yaml', '--keep'],
    ['replay', 'draft.yaml', '--prices', '1.81.13'],
    ['policy', 'suggest', 'draft.yaml'],
  ])('with a fault is blamed itself: %s %s %s', async (...argv) => {
    await writeFile(path.join(bench.workspace, 'draft.yaml'), `${POLICY}  search: { models: 7 }\n`);
    const { exit, err } = await bench.run(...argv);
    expect(exit).toBe(1);
    expect(err).toContain('draft.yaml cannot be used: ');
    expect(err).toContain('  at draft.yaml:3:21\n');
    expect(err).not.toContain('policy.yaml');
  });

  test('with rules that are alert only says which, and by whose clock its budgets end', async () => {
    const { report: found } = await report(
      'version: 1\ntimeZone: Europe/Berlin\nteams:\n  search: { budget: { limit: 90000 USD, period: 1mo }, limits: { parallelRequests: 1 } }\n',
    );
    expect(found.notes.find((note) => note.includes('alert only here'))).toContain(
      'teams › search › limits › parallelRequests',
    );
    expect(found.notes.find((note) => note.includes('Europe/Berlin'))).toContain('midnight of UTC');
  });

  test('with a misspelt model says so, with its place', async () => {
    await writeFile(
      path.join(bench.workspace, 'draft.yaml'),
      `${POLICY}  search: { models: [gpt-99-nope] }\n`,
    );
    const { err } = await bench.run('replay', 'draft.yaml', '--node', 'prod-eu');
    expect(err).toMatch(/^draft\.yaml:3:\d+ {2}warning {2}.*gpt-99-nope/m);
  });

  test('is replayed without the rows that call no model, and their number is said', async () => {
    const { document } = await bench.json('replay', '--node', 'prod-eu', '--month', '2026-10');
    const { nodes } = document as { readonly nodes: readonly { readonly otherRows: number }[] };
    const { out } = await bench.run('replay', '--node', 'prod-eu', '--month', '2026-10');
    expect(nodes[0]?.otherRows).toBeGreaterThan(0);
    expect(out).toMatch(
      new RegExp(`^ +requests .* {2}${nodes[0]?.otherRows ?? ''} rows? that calls? no model left out$`, 'm'),
    );
  });

  test('with a fault is not replayed, and the fault is named', async () => {
    const { exit, report: found } = await report(`${POLICY}  search: { models: 7 }\n`);
    expect(exit).toBe(1);
    expect(found).toMatchObject({ error: { code: 'policy_invalid', where: 'draft.yaml:3:21' } });
  });
});

test('asks the budget of a tag that the resource file wants, of the requests that carry it', async () => {
  const file = path.join(bench.workspace, 'nodes/prod-eu/resources.yaml');
  await writeFile(
    file,
    'version: 1\ntags:\n  - name: use:notebook\n    budget: { limit: "0.01", period: 30d }\n',
  );
  try {
    const { exit, report: found } = await report(`${POLICY}  nobody: {}\n`, '--month', '2026-10');
    expect(exit).toBe(2);
    expect(found.byRule.map(({ id }) => id)).toEqual(['tag-budget']);
    const tagged = await bench.json(
      'query',
      `SELECT count(*) FROM requests WHERE node = 'prod-eu' AND tags LIKE '%"use:notebook"%'`,
    );
    const [[all = 0] = []] = (tagged.document as { readonly rows: readonly (readonly number[])[] }).rows;
    expect(found.denied).toBeGreaterThan(0);
    expect(found.denied).toBeLessThan(all);
  } finally {
    await rm(file);
  }
});

test('says in words what is denied, what it cost, and what a replay cannot know', async () => {
  await writeFile(path.join(bench.workspace, 'draft.yaml'), `${POLICY}  search: { models: [] }\n`);
  const { out, err, exit } = await bench.run('replay', 'draft.yaml', '--month', '2026-10');
  expect(exit).toBe(2);
  expect(out).toMatch(
    /^prod-eu, 2026-10-01T00:00 to 2026-11-01T00:00 UTC\n {2}requests +[\d,]+ {2}\d+ rows? that calls? no model left out\n/,
  );
  expect(out).toMatch(/not among the team's models +[\d,]+ +[\d.]+ +2026-10-01T/);
  expect(err).toContain('Nothing of prod-us was imported.');
  expect(err).toMatch(/^Note: .* denied requests would have been made all the same is not in a log\.$/m);
});

test('wrong usage is 64', async () => {
  for (const argv of [
    ['a', 'b'],
    ['--from', '2026-10-01'],
    ['--month', '2026-10', '--from', '2026-10-01', '--until', '2026-10-02'],
  ])
    expect((await bench.run('replay', ...argv)).exit).toBe(64);
  expect((await bench.run('replay', 'gone.yaml')).err).toContain(
    'gone.yaml could not be read (it is not there)',
  );
});

describe('what was not replayed is no answer', () => {
  test.each([
    ['a month of which nothing is imported', ['--node', 'prod-eu']],
    ['other prices', ['--node', 'prod-eu', '--prices', '1.81.13']],
    ['another release', ['--node', 'prod-eu', '--as-version', '1.110.2']],
  ])('%s', async (_, more) => {
    const { exit, err } = await bench.run('replay', '--month', '2025-01', ...more);
    expect(exit).toBe(2);
    expect(err).toContain('Nothing of this time is imported, so nothing was replayed.\n');
    expect(err).toContain('gatehouse import prod-eu --since 2025-01-01 --until 2025-02-01\n');
  });

  test('a node of which nothing was imported ever', async () => {
    const { exit, err } = await bench.run('replay', '--month', '2026-10', '--node', 'prod-us');
    expect(exit).toBe(2);
    expect(err).toContain('No node was replayed, so it is not known what would be refused.\n');
  });

  test.each([[[]], [['--keep']], [['--prices', '1.81.13']]])('a node that is not there, %j', async (more) => {
    const { exit, err } = await bench.run('replay', '--month', '2026-10', '--node', 'nosuch', ...more);
    expect(exit).toBe(1);
    expect(err).toContain('There is no node named "nosuch".');
  });

  test('a part of the month is said to be missing', async () => {
    const { err } = await bench.run('replay', '--month', '2026-10', '--node', 'prod-eu');
    const { out } = await bench.run('costs', '--month', '2026-10');
    const missing = out.split('\n').filter((line) => line.startsWith('Missing: prod-eu'));
    expect(err.split('\n')).toEqual(expect.arrayContaining(missing));
  });

  test('an option that is named twice, and a time that ends before it begins, are not understood', async () => {
    const twice = await bench.run('replay', '--node', 'prod-eu', '--node', 'prod-us');
    expect(twice).toMatchObject({ exit: 64, err: expect.stringContaining('--node can be named once') });
    const turned = await bench.run('replay', '--from', '2026-10-08', '--until', '2026-10-01');
    expect(turned).toMatchObject({
      exit: 64,
      err: expect.stringContaining('--until has to be later than --from'),
    });
  });
});

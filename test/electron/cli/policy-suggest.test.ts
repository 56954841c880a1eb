import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { openCliBench } from './cli-bench.ts';
import type { CliBench } from './cli-bench.ts';

let bench: CliBench;
beforeAll(async () => {
  bench = await openCliBench();
  await bench.run('pull');
  await bench.run('import', 'prod-eu');
}, 120_000);
afterAll(() => bench.close());

const DRAFT = `# Ours
version: 1
teams:
  search: # asked for by Kim
    models: all
    budget: { limit: 1 USD, period: 7d }
  nobody: { models: [gpt-4o] }
`;

test('prints the policy as it would be, comments kept, and says beside it what changes and what is not known', async () => {
  await writeFile(path.join(bench.workspace, 'draft.yaml'), DRAFT);
  const { exit, out, err } = await bench.run(
    'policy',
    'suggest',
    'draft.yaml',
    '--month',
    '2026-10',
    '--node',
    'prod-eu',
  );
  expect(exit).toBe(0);
  expect(out).toContain('# Ours\n');
  expect(out).toContain('# asked for by Kim');
  const { policy } = readPolicy(out);
  const search = policy?.teams.get('search');
  expect(search?.models).toBeInstanceOf(Array);
  expect(search?.budget?.period).toBe('7d');
  expect(err).toMatch(
    /^search: [\d,]+ requests, at most [\d.]+ USD in a period; models [^;]+ \(all before\); budget [\d.]+ USD each 7d \(1 USD before\)\.$/m,
  );
  expect(err).toContain('nobody is left as it is. It called nothing in this time.\n');
  expect(err).toContain('Note: What was refused is not use');
});

test('writes a new file with --output, which denies nothing of the month that it was made from', async () => {
  const { exit, out } = await bench.run(
    'policy',
    'suggest',
    'draft.yaml',
    '--month',
    '2026-10',
    '--node',
    'prod-eu',
    '-o',
    'new.yaml',
  );
  expect({ exit, out }).toEqual({
    exit: 0,
    out: 'Written to new.yaml. What it would have refused: gatehouse replay new.yaml\n',
  });
  const again = await bench.run('policy', 'suggest', 'draft.yaml', '--month', '2026-10', '-o', 'new.yaml');
  expect(again.exit).toBe(1);
  expect(again.err).toContain('There is such a file already');
  const { document } = await bench.json('replay', 'new.yaml', '--month', '2026-10', '--node', 'prod-eu');
  const denied = (document as { readonly byTeam: readonly { readonly denied: unknown }[] }).byTeam;
  expect(denied.filter((row) => row.denied !== null)).toEqual([]);
});

test('has only lists, only budgets, and another margin, as it is told', async () => {
  const suggest = async (...more: string[]) => {
    const { document } = await bench.json(
      'policy',
      'suggest',
      'draft.yaml',
      '--month',
      '2026-10',
      '--node',
      'prod-eu',
      ...more,
    );
    const { teams, text } = document as {
      readonly text: string;
      readonly teams: readonly { team: string; models: unknown; budget: { after: string } | null }[];
    };
    expect(readPolicy(text).policy).not.toBeNull();
    return teams.find(({ team }) => team === 'search');
  };
  expect((await suggest('--only', 'models'))?.budget).toBeNull();
  expect((await suggest('--only', 'budgets'))?.models).toBeNull();
  const [none, double] = await Promise.all([suggest('--margin', '0'), suggest('--margin', '100')]);
  const limit = (one: typeof none): number => Number(one?.budget?.after);
  expect(limit(double) / limit(none)).toBeCloseTo(2, 0);
});

test('begins a policy where there is none, and says so', async () => {
  const file = path.join(bench.workspace, 'policy.yaml');
  const kept = await readFile(file, 'utf8');
  await rm(file);
  try {
    const { exit, out, err } = await bench.run('policy', 'suggest', '--node', 'prod-eu');
    expect(exit).toBe(0);
    expect(err).toContain('Note: there is no policy file yet');
    expect(readPolicy(out).policy?.teams.get('search')?.models).toBeInstanceOf(Array);
  } finally {
    await writeFile(file, kept);
  }
});

test('wrong usage is 64', async () => {
  for (const more of [
    ['a', 'b'],
    ['--margin', '-1'],
    ['--margin', '2000'],
    ['--only', 'limits'],
    ['--from', '2026-10-01'],
  ])
    expect((await bench.run('policy', 'suggest', ...more)).exit).toBe(64);
});

test('suggests nothing from a time or a node that nothing is known of', async () => {
  const month = await bench.run('policy', 'suggest', 'draft.yaml', '--month', '2025-01', '--node', 'prod-eu');
  expect(month.exit).toBe(1);
  expect(month.err).toContain('Nothing of this time is known');
  const node = await bench.run('policy', 'suggest', 'draft.yaml', '--node', 'nosuch');
  expect(node.exit).toBe(1);
  expect(node.err).toContain('There is no node named "nosuch".');
});

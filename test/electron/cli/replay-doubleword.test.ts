import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ReplayView } from '../../../shared/contract/replay-answers.ts';
import { openCliBench } from './cli-bench.ts';
import type { CliBench } from './cli-bench.ts';

let bench: CliBench;
beforeAll(async () => {
  bench = await openCliBench();
  await bench.run('pull');
  await bench.run('import', 'batch');
}, 120_000);
afterAll(() => bench.close());

const ON_BATCH = ['--node', 'batch', '--month', '2026-10'];

async function replayed(policy: string): Promise<{ readonly exit: number; readonly view: ReplayView }> {
  await writeFile(path.join(bench.workspace, 'draft.yaml'), policy);
  const { exit, document } = await bench.json('replay', 'draft.yaml', ...ON_BATCH);
  return { exit, view: document as ReplayView };
}

async function asked(sql: string): Promise<readonly (readonly string[])[]> {
  return ((await bench.json('query', sql)).document as { readonly rows: readonly (readonly string[])[] })
    .rows;
}

describe("an edit of the policy on a Doubleword node's month", () => {
  test('that says nothing changes nothing, and what is not known is said', async () => {
    const { exit, view } = await replayed('version: 1\n');
    expect(exit).toBe(0);
    expect(view).toMatchObject({ denied: 0, gained: 0, baseline: { refusedByRules: 0 } });
    expect(view.requests).toBeGreaterThan(100);
    expect(view.nodes).toMatchObject([
      { node: 'batch', version: null, rules: { release: '10.13.1', exact: false }, left: null },
    ]);
    // Neither probes nor what failed has a payer.
    expect(view.notEvaluable).toBeGreaterThan(0);
    expect(view.notes.join('\n')).toMatch(/log names no caller, and its ledger only who paid/);
    expect(view.notes.join('\n')).toMatch(/enable_analytics/);
  });

  test('that takes a model from a group denies what only that group let through', async () => {
    // `shared-tools` is in search and research, `research-notebooks` in research alone.
    const { exit, view } = await replayed('version: 1\nteams:\n  research: { models: [qwen3-32b] }\n');
    expect(exit).toBe(2);
    expect(view.byRule.map(({ id }) => id)).toEqual(['no-access']);
    expect(view.byModel.map(({ id }) => id)).toEqual(['llama-3.3-70b']);
    const [count, spend] =
      (
        await asked(
          "SELECT count(*), usd(sum(spend_nano)) FROM requests WHERE node = 'batch' AND model = 'llama-3.3-70b' AND user <> '' AND team_alias IS NOT 'fraud'",
        )
      )[0] ?? [];
    expect(view.denied).toBe(Number(count));
    expect(view.spendDenied).toBe(spend);
    const [sample] = view.samples;
    expect(
      await asked(`SELECT model FROM requests WHERE node = 'batch' AND id = '${sample?.id ?? ''}'`),
    ).toEqual([['llama-3.3-70b']]);
  });

  test('that gives it to another of their groups denies nothing', async () => {
    const policy = `version: 1
teams:
  search: { models: [bge-m3] }
  research: { models: [llama-3.3-70b, qwen3-32b, mistral-small] }
`;
    const { view } = await replayed(policy);
    // Those of search alone lose it; who is in both does not.
    expect(view.byTeam.map(({ name }) => name)).toEqual(['search']);
    const users = await asked(
      "SELECT DISTINCT user FROM requests WHERE node = 'batch' AND team_alias = 'search' AND model = 'mistral-small' AND user <> ''",
    );
    expect(view.byUser.map(({ id }) => id).sort()).toEqual(users.flat().sort());
  });

  test('takes what payers held at the pull, and what they paid since, for their credit', async () => {
    const { view } = await replayed('version: 1\n');
    expect(view.notes.join('\n')).toMatch(/What owners had is what they held at the last pull/);
  });

  test('that is suggested from use denies nothing that was paid', async () => {
    await writeFile(path.join(bench.workspace, 'start.yaml'), 'version: 1\n');
    const made = await bench.run(
      'policy',
      'suggest',
      'start.yaml',
      '--only',
      'models',
      '-o',
      'suggested.yaml',
      ...ON_BATCH,
    );
    expect(made.err).not.toMatch(/^Error/);
    const text = await readFile(path.join(bench.workspace, 'suggested.yaml'), 'utf8');
    expect(text).toMatch(/research:/);
    const { view } = await replayed(text);
    expect(view).toMatchObject({ denied: 0, gained: 0 });
  });

  test('is told in words, with the release that its keys tell of', async () => {
    await writeFile(
      path.join(bench.workspace, 'draft.yaml'),
      'version: 1\nteams:\n  fraud: { models: [] }\n',
    );
    const { out, err, exit } = await bench.run('replay', 'draft.yaml', ...ON_BATCH);
    expect(exit).toBe(2);
    expect(out).toMatch(/not among the models of the user's groups +\d+ +[\d.]+ +2026-10-0/);
    expect(out).toMatch(/^Payer [\s\S]*^payments-scoring +\d/m);
    expect(err).toContain(
      'batch does not say its version; by what it holds, its rules are taken to be those of 10.13.1.',
    );
  });
});

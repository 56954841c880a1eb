import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { UpgradeView } from '../../../shared/contract/upgrade-answers.ts';
import { formatNano } from '../../../shared/cost/money.ts';
import { openCliBench, typeCommand } from './cli-bench.ts';
import type { CliBench } from './cli-bench.ts';

/** The spend log that the sample has as a file. */
const LOG = 'logs/prod-us-2026-10.jsonl';

let bench: CliBench;
beforeAll(async () => {
  bench = await openCliBench();
  await bench.run('pull');
  await bench.run('import', 'prod-eu');
  // A budget that is reached to the nano-dollar when a key of the user's own is first used: 1.81.13 lets that through.
  const own = `SELECT MIN(start_ms) FROM requests WHERE user = 'u-1022' AND team_id = ''`;
  const spent = await bench.json(
    'query',
    `SELECT SUM(spend_nano) FROM requests WHERE user = 'u-1022' AND start_ms < (${own})`,
  );
  const { rows } = spent.document as { readonly rows: readonly (readonly number[])[] };
  await writeFile(
    path.join(bench.workspace, 'reached.yaml'),
    `version: 1\nusers:\n  u-1022: { budget: { limit: ${formatNano(rows[0]?.[0] ?? 0)} USD, period: 30d } }\n`,
  );
}, 120_000);
afterAll(() => bench.close());

async function view(...argv: string[]): Promise<{ readonly exit: number; readonly view: UpgradeView }> {
  const { exit, document } = await bench.json('replay', ...argv, '--node', 'prod-eu');
  return { exit, view: document as UpgradeView };
}

describe('an upgrade', () => {
  test('to the same release changes nothing', async () => {
    const { exit, view: found } = await view('--as-version', '1.106.2');
    expect(exit).toBe(0);
    expect(found).toMatchObject({ denied: 0, gained: 0, spendDenied: '0' });
    expect(found.requests).toBeGreaterThan(100);
    expect(found.unchanged + found.notEvaluable).toBe(found.requests);
    expect(found.nodes[0]).toMatchObject({ causes: [], idle: [], spend: null });
    expect(found.notes.join(' ')).not.toContain('cost map');
  });

  test('names each request that changes, because of what, and what does not matter', async () => {
    const { exit, view: found } = await view('reached.yaml', '--as-version', 'v1.81.13');
    expect(exit).toBe(2);
    expect(found).toMatchObject({ denied: 0, gained: 1, to: 'v1.81.13' });
    const [node] = found.nodes;
    expect(node).toMatchObject({
      node: 'prod-eu',
      before: { release: '1.106.2', exact: true, basis: 'recorded' },
      after: { release: '1.81.13', exact: true, basis: 'recorded' },
      causes: [{ code: 'budgets.user', denied: 0, gained: 1, teams: [{ id: '', name: null }] }],
    });
    expect(node?.idle.map(({ code }) => code)).toContain('statuses.budgetExceeded');
    expect(node?.idle.map(({ code }) => code)).not.toContain('budgets.user');
    // Its example is a request that the audit log has.
    const id = node?.causes[0]?.samples[0]?.id ?? '';
    const rows = (await bench.json('query', `SELECT user FROM requests WHERE id = '${id}'`)).document as {
      readonly rows: readonly (readonly string[])[];
    };
    expect(rows.rows).toEqual([['u-1022']]);
  });

  test('is a table for people, and what is not certain is said on the error stream', async () => {
    const { exit, out, err } = await bench.run(
      'replay',
      'reached.yaml',
      '--as-version',
      '1.82.0',
      '--node',
      'prod-eu',
    );
    expect(exit).toBe(2);
    expect(out).toMatch(
      /^[\d,]+ requests, 2026-10-01T00:00 to 2026-11-01T00:00 UTC, under 1\.82\.0: 0 denied, 1 let through/,
    );
    expect(out).toMatch(/^prod-eu: 1\.106\.2 → 1\.81\.13$/m);
    expect(out).toMatch(/^budgets\.user +0 +0 +1 {2}/m);
    expect(out).toMatch(/^Differs, and changes no verdict here:\n- /m);
    expect(err).toMatch(
      /^Asked for is version 1\.82\.0; its rules are taken to be those of 1\.81\.13, the nearest that are known\.$/m,
    );
    const source = await bench.run('replay', '--as-version', '1.110.2', '--node', 'prod-eu');
    expect(source.exit).toBe(0);
    expect(source.out).toMatch(/Every request would be answered as today\.$/m);
    expect(source.err).toMatch(
      /^Note: The rules of 1\.110\.2 for lists of models .* are confirmed by its own check functions/m,
    );
  });

  test('fills budgets by the other cost map, and says what was priced anew and what was kept', async () => {
    // A model that costs a quarter in 1.106.2 of what it did, and one of the same price, at prod-us alone.
    const lines = (await readFile(path.join(bench.workspace, LOG), 'utf8')).split('\n');
    const line = lines.find((text) => text.includes('"team-support-bots"') && text.includes('"success"'));
    const one = JSON.parse(line ?? '') as Readonly<Record<string, unknown>>;
    const made = Array.from({ length: 22 }, (_, at) => ({
      ...one,
      request_id: `made-${at}`,
      ...(at < 20
        ? { model: 'mistral/mistral-large-latest', custom_llm_provider: 'mistral', spend: 0.0005 }
        : { model: 'openai/gpt-4o-mini', custom_llm_provider: 'openai', spend: 0.00015 }),
      prompt_tokens: 1000,
      completion_tokens: 0,
      total_tokens: 1000,
      startTime: `2026-10-02T00:00:${String(at).padStart(2, '0')}.000+00:00`,
      endTime: `2026-10-02T00:00:${String(at).padStart(2, '0')}.500+00:00`,
    }));
    await writeFile(
      path.join(bench.workspace, 'made.jsonl'),
      made.map((row) => JSON.stringify(row)).join('\n'),
    );
    expect(await bench.run('import', 'made.jsonl', '--node', 'prod-us')).toMatchObject({ exit: 0 });
    await writeFile(
      path.join(bench.workspace, 'dearer.yaml'),
      'version: 1\nteams:\n  support-bots: { budget: { limit: 0.0125 USD, period: 30d } }\n',
    );
    const asked = ['dearer.yaml', '--as-version', '1.81.13', '--node', 'prod-us'] as const;
    const { exit, document } = await bench.json('replay', ...asked);
    expect(exit).toBe(2);
    expect(document).toMatchObject({ requests: 22, denied: 15, gained: 0, spendDenied: '0.0068' });
    const [node] = (document as UpgradeView).nodes;
    expect(node).toMatchObject({
      spend: {
        releases: { before: '1.106.2', after: '1.81.13' },
        was: '0.0103',
        wouldBe: '0.0403',
        priced: 20,
        kept: { same: 2, own: 0, unpriced: 0, free: 0, unsaid: 0 },
      },
      causes: [{ code: 'cost-map', denied: 15, gained: 0, samples: [{ id: 'made-7' }, {}, {}, {}, {}] }],
    });
    const { out, err } = await bench.run('replay', ...asked);
    expect(out).toContain('  Spend: $0.0103 as logged, $0.0403 by the cost map of 1.81.13.\n');
    expect(out).toMatch(
      /^ {2}Priced anew: 20 requests \(.+\)\. Kept as logged: 2 that cost the same by both cost maps\.$/m,
    );
    expect(out).toMatch(/^cost-map +15 +0\.0068 +0 {2}/m);
    expect(out).toMatch(
      /^ {2}cost-map: The cost map of 1\.81\.13 has other prices than that of 1\.106\.2 for .+, so that budgets fill otherwise\.$/m,
    );
    expect(err).toContain(
      'Note: A request that is priced anew costs what was logged and what its tokens cost more',
    );
    // Of a cost map that is not known, nothing is priced.
    const unknown = await bench.run('replay', 'dearer.yaml', '--as-version', '1.90.0', '--node', 'prod-us');
    expect(unknown.out).not.toContain('Priced anew');
    expect(unknown.err).toMatch(
      /^Note: Budgets are filled with what .* made: the cost map of 1\.90\.0 is not known, only those of 1\.81\.13 and 1\.106\.2\. /m,
    );
  });

  test('and other prices can be cancelled', async () => {
    const cancel = new AbortController();
    cancel.abort();
    const typed = { cwd: bench.workspace, signal: cancel.signal };
    for (const question of [
      ['--as-version', '1.81.13'],
      ['--prices', '1.81.13'],
    ])
      expect(await typeCommand(['replay', ...question], typed)).toMatchObject({ exit: 130, out: '' });
  });

  test('to what is no version is an error with the next step', async () => {
    expect(await bench.run('replay', '--as-version', 'newest')).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringMatching(/"newest" is no version of LiteLLM\.\n +Write one such as /) as string,
    });
  });

  test('of a gateway that is no LiteLLM is left out, with the reason', async () => {
    await bench.run('import', 'batch');
    const { exit, out, err } = await bench.run('replay', '--as-version', '1.81.13', '--node', 'batch');
    expect({ exit, out }).toEqual({ exit: 2, out: 'No node was replayed.\n' });
    expect(err).toContain('batch runs no LiteLLM: releases are compared for LiteLLM alone.');
  });
});

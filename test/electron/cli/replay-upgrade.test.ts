import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { UpgradeView } from '../../../shared/contract/upgrade-answers.ts';
import { formatNano } from '../../../shared/cost/money.ts';
import { openCliBench, typeCommand } from './cli-bench.ts';
import type { CliBench } from './cli-bench.ts';

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
    expect(found.nodes[0]).toMatchObject({ causes: [], idle: [] });
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
      /^[\d,]+ requests, 2026-10-01T00:00 to 2026-11-01T00:00 UTC, under 1\.82\.0: 0 denied, 1 gained/,
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
    expect(source.err).toMatch(/^Note: The rules of 1\.110\.2 were read in its source code; no recorded/m);
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
    expect({ exit, out }).toEqual({ exit: 0, out: 'No node was replayed.\n' });
    expect(err).toContain('batch is no LiteLLM, and of other gateways no releases are compared.');
  });
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openCliBench, type CliBench } from './cli-bench.ts';

/** A change and its way back, command by command: each test goes on where the one before it ended. */
describe('a change that is taken back on the command line', { timeout: 60_000 }, () => {
  let bench: CliBench;
  let change = '';
  beforeAll(async () => {
    bench = await openCliBench();
    await bench.run('pull');
    const { document } = await bench.json('plan', '--json');
    change = (document as { plan: string }).plan;
  }, 60_000);
  afterAll(() => bench.close());

  it('is listed as planned, and has nothing to go on with or to take back yet', async () => {
    const { exit, out } = await bench.run('changes');
    expect(exit).toBe(0);
    expect(out).toMatch(new RegExp(`${change} +planned`));
    const resumed = await bench.run('push', change, '--resume');
    expect(resumed).toMatchObject({ exit: 1, err: expect.stringContaining('not pushed yet') });
    const back = await bench.run('rollback', change);
    expect(back).toMatchObject({ exit: 1, err: expect.stringContaining('nothing to take back') });
  });

  it('is pushed, shown with what became of each operation, and needs nothing more', async () => {
    expect((await bench.run('push', change, '--keep-going')).exit).toBe(0);
    const shown = await bench.run('changes', change);
    expect(shown.exit).toBe(0);
    expect(shown.out).toMatch(/prod-eu +update +team .+ +verified/);
    expect(shown.out).toContain(`Change ${change}: verified`);
    const resumed = await bench.run('push', change, '--resume');
    expect(resumed).toMatchObject({ exit: 1, err: expect.stringContaining('in place and verified') });
  });

  it('is taken back by a plan that says of which change, and what does not come back', async () => {
    const { exit, document } = await bench.json('rollback', change, '-o', 'back.json');
    expect(exit).toBe(2);
    expect(document).toMatchObject({ reverts: change, summary: { create: 0, update: 5, delete: 2 } });
    const file = JSON.parse(await readFile(path.join(bench.workspace, 'back.json'), 'utf8')) as object;
    expect(file).toMatchObject({ reverts: change });
    expect((await bench.run('push', './back.json')).exit).toBe(0);
    const { out } = await bench.run('changes');
    expect(out).toContain(`takes back ${change}`);
  });

  it('is wanted again afterwards, just as before', async () => {
    const { exit, document } = await bench.json('plan');
    expect(exit).toBe(2);
    expect(document).toMatchObject({ summary: { create: 2, update: 5, delete: 0 } });
    const { exit: nothing, out } = await bench.run('rollback', change);
    expect(nothing).toBe(0);
    expect(out).toMatch(/^Nothing to take back/);
  });

  it.each([
    [['rollback'], /Name one change/],
    [['changes', 'a', 'b'], /Name one change/],
    [['push', 'x', '--resume', '--canary', 'prod-eu'], /leave out --canary/],
  ])('%j is wrong usage', async (argv, words) => {
    const { exit, err } = await bench.run(...argv);
    expect(exit).toBe(64);
    expect(err).toMatch(words);
  });
});

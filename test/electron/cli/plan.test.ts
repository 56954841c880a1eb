import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openCliBench, type CliBench } from './cli-bench.ts';

/** What a plan without operations says and ends with. */
describe('a plan that has nothing to push', { timeout: 60_000 }, () => {
  let bench: CliBench;
  beforeAll(async () => {
    bench = await openCliBench();
    await bench.run('pull');
  }, 60_000);
  afterAll(() => bench.close());

  it.each([
    ['--teams', 'nosuch', /knows a team "nosuch"/],
    ['--teams', 'serach', /Did you mean "search"\?/],
    ['--tags', 'nosuch', /knows a tag "nosuch"/],
  ])('is wrong usage with %s %s, which nothing knows', async (option, name, words) => {
    const { exit, out, err } = await bench.run('plan', option, name);
    expect(exit).toBe(64);
    expect(out).toBe('');
    expect(err).toMatch(words);
    const { exit: same, document } = await bench.json('plan', option, name);
    expect(same).toBe(64);
    expect(document).toMatchObject({ error: { code: 'scope_unknown' } });
  });

  it('names what it was confined to', async () => {
    const { exit, out } = await bench.run('plan', 'prod-eu', '--teams', 'search', '--kinds', 'key');
    expect(out).toMatch(/^Nothing to do for node prod-eu; keys; team search: /);
    expect(exit).toBe(0);
  });

  it('does not say that all is as wanted, and ends with 2, when something wanted was left out', async () => {
    await writeFile(
      path.join(bench.workspace, 'nodes', 'prod-eu', 'resources.yaml'),
      'version: 1\nkeys:\n  - name: ci-pipeline\n    settings:\n      key: $CI_PIPELINE_KEY\n',
    );
    const { exit, out, err } = await bench.run('plan', 'prod-eu', '--kinds', 'key');
    expect(err).toMatch(/"ci-pipeline" on prod-eu needs its secret by reference/);
    expect(out).toMatch(/^Nothing can be pushed, but something that is wanted is not in this plan/);
    expect(exit).toBe(2);
    const { document } = await bench.json('plan', 'prod-eu', '--kinds', 'key');
    expect(document).toMatchObject({ operations: [], warnings: [{ node: 'prod-eu', leftOut: true }] });
  });
});

import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { openCliBench } from './cli-bench.ts';
import type { CliBench } from './cli-bench.ts';

let bench: CliBench;
beforeAll(async () => {
  bench = await openCliBench();
  await bench.run('pull', 'prod-eu');
  await bench.run('import', 'prod-eu');
  const folder = path.join(bench.workspace, 'archive', 'prod-eu');
  for (const name of await readdir(folder)) if (name.endsWith('.seg')) await rm(path.join(folder, name));
}, 120_000);
afterAll(() => bench.close());

test.each([[[]], [['--as-version', '1.110.2']], [['--prices', 'own']]])(
  'a segment that is lost is named with the next step: replay %j',
  async (options) => {
    const { err } = await bench.run('replay', '--month', '2026-10', '--node', 'prod-eu', ...options);
    expect(err).toMatch(
      /^Missing: .* of prod-eu .* cannot be read, and no figure has them\. .*run gatehouse verify --repair/m,
    );
  },
);

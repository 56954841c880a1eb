import { expect, test } from 'vitest';

import { createFactsReader } from '../../../../electron/archive/coverage/facts-reader.ts';
import { createBench } from '../../../helpers/core-bench.ts';

const OFF = 'general_settings:\n  disable_spend_logs: true\n';

test('facts are remembered for a moment, or until something is said to have changed', async () => {
  const bench = await createBench();
  let asked = 0;
  const entries = async () => {
    asked += 1;
    return bench.entries();
  };
  const reader = createFactsReader(bench.workspace, entries, () => bench.now);
  expect(await reader.read('eu')).toMatchObject({ loggingOff: null });
  await bench.write('nodes/eu/config.yaml', OFF);
  expect(await reader.read('eu')).toMatchObject({ loggingOff: null });
  expect(asked).toBe(1);
  reader.forget();
  expect(await reader.read('eu')).toMatchObject({
    loggingOff: expect.stringContaining('config.yaml') as string,
  });
  await bench.write('nodes/eu/config.yaml', '');
  bench.now = new Date(bench.now.getTime() - 6000);
  expect(await reader.read('eu')).toMatchObject({ loggingOff: null });
});

test('a node that the fleet does not name', async () => {
  const bench = await createBench();
  const reader = createFactsReader(bench.workspace, bench.entries, () => bench.now);
  expect(await reader.read('nowhere')).toBeNull();
});

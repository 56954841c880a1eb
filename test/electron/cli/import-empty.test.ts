import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { openCliBench, type CliBench } from './cli-bench.ts';

let bench: CliBench;

beforeAll(async () => {
  bench = await openCliBench();
}, 60_000);
afterAll(() => bench.close());

it.each([
  ['none.json', ' [\n]\n', 'prod-eu'],
  ['none.json', '[]', 'batch'],
  ['none.csv', 'request_id,startTime,spend\n', 'prod-eu'],
])(
  'a log without a row (%s, %j) is imported into %s, and it says that it holds none',
  async (name, text, node) => {
    await writeFile(path.join(bench.workspace, name), text);
    const { exit, out, err } = await bench.run('import', name, '--node', node);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('Read 0 rows: 0 new');
    expect(out).toContain(`${name} holds no row: there was nothing to import.`);
  },
);

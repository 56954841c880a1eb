import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { importSource, stagingKey } from '../../../../electron/archive/import/import-source.ts';
import { openStaging } from '../../../../electron/archive/import/staging.ts';
import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { importWorld, NODE, rowOf } from './node-state.ts';

test('what cannot be read is kept with its line', async () => {
  const world = await importWorld();
  for (const packing of ['lines', 'gzip'] as const) {
    const lines = Array.from({ length: 40 }, (_, at) => (at % 3 === 1 ? `{"cut ${at}` : rowOf(`id-${at}`)));
    const file = await world.file(lines.join('\n'), packing);
    const { refusedFile } = await world.take(file);
    const kept = (await readFile(join(world.folder, refusedFile ?? ''), 'utf8')).trimEnd().split('\n');
    const rows = kept.map((line) => JSON.parse(line) as { where: string; raw: string });
    const expected = lines.flatMap((line, at) => (at % 3 === 1 ? [[at + 1, line] as const] : []));
    const found = rows.map(({ where, raw }) => [Number(where.split(':')[1]), raw] as const);
    expect(found.toSorted(([a], [b]) => a - b)).toEqual(expected);
  }
});

test('a packed file that is cut has no row more for it, and a warning', async () => {
  const world = await importWorld();
  const file = await world.file(Array.from({ length: 40 }, (_, at) => rowOf(`id-${at}`)).join('\n'), 'gzip');
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, whole.length - 9));
  const { read, refused, inserted, warnings } = await world.take(file);
  // What the cut goes through was a row.
  expect(read).toBe(inserted + refused);
  expect(read).toBeLessThanOrEqual(40);
  expect(warnings).toMatchObject([{ code: 'file_not_whole' }]);
  expect(warnings?.[0]?.message).toContain('is cut or damaged here');
});

test('bodies of calls and secrets in a refused row never reach the disk, and it says so', async () => {
  const row = (more: object) => rowOf('bad', { startTime: 'soon', status: 'success', ...more });
  const bodies = {
    messages: [{ role: 'user', content: 'my private prompt' }],
    response: { text: 'my private answer' },
    proxy_server_request: { body: 'my private prompt' },
    metadata: JSON.stringify({ proxy_server_request: { body: 'my private prompt' } }),
    api_key: 'sk-abcdefghijklmnopqrstuvwx',
  };
  const lines = [rowOf('good'), row(bodies), row(bodies).slice(0, -30)].join('\n');
  const list = [rowOf('good'), row(bodies)].join('\n');
  for (const [packing, text] of [
    ['lines', lines],
    ['gzip', lines],
    ['list', list],
  ] as const) {
    const world = await importWorld();
    const source = await openLogSource(await world.file(text, packing));
    const { folder: staging } = openStaging(world.tools.places.staging(NODE), stagingKey(source));
    let journal = '';
    // Asked for when all is read and nothing committed.
    const others = async () => {
      journal = await readFile(join(staging, 'journal.jsonl'), 'utf8');
      return [];
    };
    const { refusedFile, refused } = await importSource(source, quietWork(), { ...world.tools, others });
    const kept = await readFile(join(world.folder, refusedFile ?? ''), 'utf8');
    expect(kept.trimEnd().split('\n')).toHaveLength(refused);
    for (const written of [kept, journal]) {
      expect(written).toContain('bad');
      expect(written).not.toMatch(/private|sk-abc/);
    }
    expect(kept).toContain('taken out');
    expect(kept).toContain('success');
  }
});

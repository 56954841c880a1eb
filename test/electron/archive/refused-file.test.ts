import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openRefusedFile } from '../../../electron/archive/refused-file.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

test('rows that come at the same time are all kept, in order', async () => {
  const folder = join(await temporaryFolder(), 'refused');
  const file = openRefusedFile(folder, 'now');
  const rows = Array.from({ length: 40 }, (_, at) => ({
    where: `log:${at}`,
    reason: 'r',
    raw: 'x'.repeat(at * 500),
  }));
  const added = rows.map((row) => file.add([row]));
  const kept = await file.keep();
  await Promise.all(added);
  const lines = (await readFile(kept?.path ?? '', 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(rows);
});

test('a row that is too long to be kept whole says so', async () => {
  const folder = join(await temporaryFolder(), 'refused');
  const file = openRefusedFile(folder, 'now');
  await file.add(
    ['x'.repeat(65_536), 'x'.repeat(65_537)].map((raw) => ({ where: 'log:1', reason: 'No time.', raw })),
  );
  const kept = await file.keep();
  const lines = (await readFile(kept?.path ?? '', 'utf8')).trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as { readonly reason: string; readonly raw: string });
  expect(rows.map(({ reason }) => reason)).toEqual(['No time.', 'No time. Only its first 64 kB are kept.']);
  expect(rows.map(({ raw }) => raw.length)).toEqual([65_536, 65_536]);
});

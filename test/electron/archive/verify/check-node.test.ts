import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

test('a lost last line of the commits is found: a segment lies there that none of them names', async () => {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, { capacity: 1 });
  await archive.importPages('eu', sourceOf([[makeRequest({ id: 'a' })]]), quietWork());
  await archive.importPages('eu', sourceOf([[makeRequest({ id: 'b' })]]), quietWork());
  expect((await archive.verify(quietWork())).problems).toEqual([]);
  const file = join(folder, 'archive/eu/commits.jsonl');
  const [first = ''] = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, `${first}\n`);
  const { problems } = await openArchive(folder).verify(quietWork());
  expect(problems.map(({ code }) => code)).toEqual(['segment_unclaimed']);
});

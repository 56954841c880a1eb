import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { importWorld, NODE, rowOf } from '../import/node-state.ts';

test('a side file of refused rows that was changed is a problem, and one that is gone is said', async () => {
  const world = await importWorld();
  const { refusedFile } = await world.take(await world.file(`${rowOf('a')}\n{"cut`));
  const side = join(world.folder, refusedFile ?? '');
  const check = async () => openArchive(world.folder, { threads: 0 }).verify(quietWork());
  expect(await check()).toMatchObject({ problems: [], notes: [] });
  await appendFile(side, ' ');
  expect(await check()).toMatchObject({
    problems: [{ code: 'refused_differs', where: refusedFile }],
    notes: [],
  });
  await rm(side);
  const { problems, notes } = await check();
  expect(problems).toEqual([]);
  expect(notes).toEqual([`${refusedFile} is not there any more: it had what was refused of 1.log.`]);
});

test('so is one of rows that a node gave', async () => {
  const { folder } = await importWorld();
  const archive = openArchive(folder, { threads: 0 });
  const window = { sinceMs: Date.UTC(2026, 9, 10), untilMs: Date.UTC(2026, 9, 11) };
  async function* pages() {
    const refused = [{ where: 'page 1', reason: 'no time', raw: '{}' }];
    yield { rows: [makeRequest()], refused, bytes: 1, covered: window };
  }
  const { refusedFile } = await archive.importPages(
    NODE,
    sourceOf([], { window, pages: pages() }),
    quietWork(),
  );
  expect((await archive.verify(quietWork())).problems).toEqual([]);
  await appendFile(join(folder, refusedFile ?? ''), ' ');
  expect((await archive.verify(quietWork())).problems).toMatchObject([{ code: 'refused_differs' }]);
});

import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { openSqlSession } from '../../../../electron/archive/sql/session.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

test('a segment that was away while a database was filled is in the next answer when it is back', async () => {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, { capacity: 2 });
  const rows = [1, 2, 3, 4, 5, 6].map((id) => makeRequest({ id: String(id) }));
  await archive.importPages('eu', sourceOf([rows]), quietWork());
  const [store] = await archive.stores();
  const home = store?.folder ?? '';
  const file = join(home, (await store?.segments())?.[1]?.name ?? '');
  const session = openSqlSession(() => 'now');
  const ask = async () => {
    const answer = await session.run({
      sql: 'SELECT count(*) FROM requests',
      span: { fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER },
      limit: 10,
      nodes: [{ node: 'eu', folder: home }],
      coverage: [],
    });
    return [answer.rows, answer.lost.length];
  };
  await rename(file, `${file}.away`);
  expect(await ask()).toEqual([[[4]], 1]);
  await rename(`${file}.away`, file);
  // A folder's time of change is coarse.
  await expect.poll(ask, { timeout: 10_000, interval: 200 }).toEqual([[[6]], 0]);
  session.close();
});

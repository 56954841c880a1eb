import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

test('what is kept of segments in memory is one budget for all nodes, and sorting keeps nothing beside it', async () => {
  const cacheBytes = 60_000;
  const archive = openArchive(await temporaryFolder(), { cacheBytes, capacity: 1_000 });
  for (const node of ['eu', 'us', 'ap']) {
    const rows = Array.from({ length: 3_000 }, (_, at) => makeRequest({ id: `${node} ${at}` }));
    await archive.importPages(node, sourceOf([rows]), quietWork());
  }
  const found = await archive.requests.find({ where: [] });
  for (const sort of ['id', 'user', 'durationMs', 'model'] as const)
    expect(await found.page({ sort, descending: false }, 4_000, 10)).toHaveLength(10);
  let kept = 0;
  for (const store of await archive.stores())
    for (const segment of await store.segments()) kept += store.open(segment)?.kept() ?? 0;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThanOrEqual(cacheBytes);
  await archive.close();
}, 30_000);

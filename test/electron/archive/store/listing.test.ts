import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { createListing } from '../../../../electron/archive/store/listing.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

test('a name that came within one step of the clock of a coarse file system is seen', async () => {
  const folder = await temporaryFolder();
  const listing = createListing(folder);
  // FAT says of all that changes within two seconds that it changed at the first of them.
  const changed = new Date(Date.now() - 1_900);
  for (const name of ['a', 'b']) {
    await writeFile(join(folder, name), '');
    await utimes(folder, changed, changed);
    expect([...(await listing.names())]).toContain(name);
  }
});

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

/** In memory, where syncing costs nothing. */
const MEMORY = '/dev/shm';

/** A folder that is removed when the running test ends. `inMemory`: where there is such a place. */
export async function temporaryFolder(inMemory = false): Promise<string> {
  const parent = inMemory && existsSync(MEMORY) ? MEMORY : tmpdir();
  const folder = await mkdtemp(join(parent, 'gatehouse-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import { nodeFolder } from '../workspace/paths.ts';
import { readSnapshot } from '../workspace/snapshot-store.ts';

/** The snapshot a plan was made from, by its hash; null when this workspace does not have it. */
export async function findSnapshot(workspace: string, node: string, hash: string): Promise<Snapshot | null> {
  const names = await readdir(join(nodeFolder(workspace, node), 'snapshots')).catch(() => []);
  const ending = `-${hash.slice(0, 12)}.json`;
  for (const name of names
    .filter((candidate) => candidate.endsWith(ending))
    .sort()
    .reverse()) {
    const snapshot = await readSnapshot(workspace, node, name).catch(() => null);
    if (snapshot?.hash === hash) return snapshot;
  }
  return null;
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { KeptSnapshot, SnapshotList } from '../../shared/contract/answers.ts';
import { readSeen } from './node-record.ts';
import { nodeFolder } from './paths.ts';

const NAME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-([0-9a-f]{12})\.json$/;
const LISTED = 50;

/** The snapshots of a node that are kept, newest first, by the names of their files alone. */
export async function listSnapshots(workspace: string, node: string): Promise<SnapshotList> {
  const names = await readdir(join(nodeFolder(workspace, node), 'snapshots')).catch(() => []);
  const kept = names
    .toSorted((a, b) => (a < b ? 1 : -1))
    .flatMap((name): KeptSnapshot[] => {
      const [, year, month, day, hour, minute, second, ms, state] = NAME.exec(name) ?? [];
      if (state === undefined) return [];
      return [{ name, takenAt: `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`, state }];
    });
  const [newest, ...older] = kept.slice(0, LISTED);
  if (newest === undefined) return { snapshots: [], total: 0 };
  const seen = await readSeen(workspace, node);
  const again = seen?.hash.startsWith(newest.state) === true && seen.at > newest.takenAt;
  return { snapshots: [again ? { ...newest, seenAt: seen.at } : newest, ...older], total: kept.length };
}

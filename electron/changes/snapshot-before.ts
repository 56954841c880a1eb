import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import { readSnapshot } from '../workspace/snapshot-store.ts';
import type { JournalEntry } from './journal-entry.ts';

/** What a node held before a change was first pushed to it; null when that is not kept. */
export async function snapshotBefore(
  workspace: string,
  node: string,
  journal: readonly JournalEntry[],
): Promise<Snapshot | null> {
  for (const entry of journal) {
    if (entry.type !== 'begin' && entry.type !== 'resume') continue;
    const file = entry.snapshots?.[node];
    if (file !== undefined) return readSnapshot(workspace, node, file).catch(() => null);
  }
  return null;
}

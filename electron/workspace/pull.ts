import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import type { Clock } from '../core/ports.ts';
import type { Work } from '../gateways/adapter.ts';
import { saveSeen } from './node-record.ts';
import { saveObserved } from './observed-values.ts';
import type { NodeConnection } from './node-access.ts';
import { makeSnapshot, newestSnapshotName, readSnapshot, saveSnapshot } from './snapshot-store.ts';

/** A pull that was kept. */
export interface PulledSnapshot {
  readonly snapshot: Snapshot;
  /** False when the node was in the state of the last snapshot; then only its time and what changes by itself are kept. */
  readonly changed: boolean;
}

/** Reads all a node holds and keeps it in the workspace. Rejects with the adapter's problem. */
export async function pullNode(
  workspace: string,
  { entry, adapter, connection }: NodeConnection,
  clock: Clock,
  work: Work,
): Promise<PulledSnapshot> {
  const pulled = await adapter.pull(connection, work);
  const name = await newestSnapshotName(workspace, entry.name);
  // A damaged last snapshot is no reason not to keep a sound one.
  const last = name === null ? null : await readSnapshot(workspace, entry.name, name).catch(() => null);
  const snapshot = makeSnapshot(entry, pulled, timeAfter(last, clock.now()));
  // Equal resources with other sections are news too: what was partial may now be complete.
  const changed =
    last?.hash !== snapshot.hash ||
    last.version !== snapshot.version ||
    JSON.stringify(last.sections) !== JSON.stringify(snapshot.sections);
  if (changed) await saveSnapshot(workspace, snapshot, pulled.raw);
  else await saveObserved(workspace, snapshot);
  await saveSeen(workspace, entry.name, { hash: snapshot.hash, at: snapshot.takenAt });
  return { snapshot, changed };
}

/** Files are found by name, which begins with the time: a clock that was set back must not hide a new one. */
function timeAfter(last: Snapshot | null, now: Date): Date {
  const earliest = last === null ? 0 : Date.parse(last.takenAt) + 1;
  return now.getTime() >= earliest ? now : new Date(earliest);
}

import type { SnapshotSummary } from '../../shared/contract/answers.ts';
import { countByKind, type Snapshot } from '../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../shared/result.ts';
import { readSeen } from './node-record.ts';
import { withObserved } from './observed-values.ts';
import { newestSnapshotName, readSnapshot } from './snapshot-store.ts';

/** The newest snapshots of a workspace's nodes. */
export interface Snapshots {
  /** With the time of the last pull that found this very state; null when the node was never pulled. */
  latest(node: string): Promise<Snapshot | null>;
  /** Rejects with `no_snapshot` when the node was never pulled. */
  require(node: string): Promise<Snapshot>;
}

/** Reads snapshots; the last one of each node is kept in memory, since files of that name never change. */
export function createSnapshots(workspace: string): Snapshots {
  const cache = new Map<string, { readonly name: string; readonly snapshot: Snapshot }>();
  /** The same with the values of the last pull: one object a pull, so that what is worked out from it is kept too. */
  const fresh = new Map<
    string,
    { readonly of: Snapshot; readonly at: string; readonly snapshot: Snapshot }
  >();

  async function asSeen(node: string, of: Snapshot, at: string): Promise<Snapshot> {
    const kept = fresh.get(node);
    if (kept?.of === of && kept.at === at) return kept.snapshot;
    const snapshot = await withObserved(workspace, of, at);
    fresh.set(node, { of, at, snapshot });
    return snapshot;
  }

  async function latest(node: string): Promise<Snapshot | null> {
    const name = await newestSnapshotName(workspace, node);
    if (name === null) return null;
    const kept = cache.get(node);
    const snapshot = kept?.name === name ? kept.snapshot : await readSnapshot(workspace, node, name);
    cache.set(node, { name, snapshot });
    const seen = await readSeen(workspace, node);
    return seen?.hash === snapshot.hash && seen.at > snapshot.takenAt
      ? asSeen(node, snapshot, seen.at)
      : snapshot;
  }

  return {
    latest,
    async require(node) {
      const snapshot = await latest(node);
      if (snapshot !== null) return snapshot;
      throw new ProblemError({
        code: 'no_snapshot',
        message: `${node} was not pulled yet, so nothing is known of it.`,
        next: `Pull ${node} first.`,
        where: node,
      });
    },
  };
}

/** A snapshot without its resources. */
export function summariseSnapshot(snapshot: Snapshot): SnapshotSummary {
  const { hash, takenAt, version, sections, resources } = snapshot;
  return { hash, takenAt, version, counts: countByKind(resources), sections };
}

import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import { readSnapshot, snapshotNames } from './snapshot-store.ts';

/** As many of a node's snapshots are looked through, from the newest: some seconds' reading on a large node. */
const MOST_SNAPSHOTS = 50;

/** Names of those whom a node no longer holds, from its earlier snapshots. */
export interface FormerNames {
  /**
   * The newest known name of each of these users and organizations, by id; those that no snapshot names are left out. A
   * snapshot that cannot be read is passed over.
   */
  of(node: string, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>>;
}

interface Known {
  /** Names of the snapshot files that were read. */
  readonly read: Set<string>;
  readonly names: Map<string, string>;
}

/** Makes the reader. Snapshots never change, so each is read once. */
export function createFormerNames(workspace: string): FormerNames {
  const kept = new Map<string, Known>();

  async function readInto(known: Known, node: string, file: string): Promise<void> {
    known.read.add(file);
    const snapshot = await readSnapshot(workspace, node, file).catch(() => null);
    for (const [id, name] of payerNames(snapshot)) if (!known.names.has(id)) known.names.set(id, name);
  }

  return {
    async of(node, ids) {
      const known = kept.get(node) ?? { read: new Set(), names: new Map() };
      kept.set(node, known);
      const isWhole = (): boolean => [...ids].every((id) => known.names.has(id));
      for (const file of (await snapshotNames(workspace, node)).toReversed().slice(0, MOST_SNAPSHOTS)) {
        if (isWhole()) break;
        if (!known.read.has(file)) await readInto(known, node, file);
      }
      return new Map(
        [...ids].flatMap((id) => {
          const name = known.names.get(id);
          return name === undefined ? [] : [[id, name] as const];
        }),
      );
    },
  };
}

/** Users and organizations of a snapshot by their ids; none of one that is not there. */
export function payerNames(
  snapshot: Pick<Snapshot, 'resources'> | null,
): readonly (readonly [string, string])[] {
  return (snapshot?.resources ?? []).flatMap(({ kind, id, name }) =>
    kind === 'user' || kind === 'organization' ? [[id, name] as const] : [],
  );
}

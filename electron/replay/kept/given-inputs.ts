import type { NodeEntry } from '../../../shared/fleet/node.ts';
import type { Snapshot } from '../../../shared/fleet/snapshot.ts';
import type { HashedFile, NodeInputs } from '../../../shared/replay/record/replay-record.ts';
import { findSnapshot } from '../../changes/base-snapshot.ts';
import { newestSnapshotName, readSnapshot, snapshotName } from '../../workspace/snapshot-store.ts';
import type { Snapshots } from '../../workspace/snapshots.ts';
import type { WantedTexts } from '../../workspace/wanted-files.ts';
import { contentText, readContent, readInput } from './replay-store.ts';

/** What nodes hold now, and what of that has to be kept with a replay of it. */
export interface SnapshotsNow {
  /** By the name of the node. */
  readonly found: ReadonlyMap<string, Snapshot>;
  /** Their contents where a later pull saw other values of the same state: the pull after it overwrites these. */
  readonly contents: readonly string[];
}

/** What nodes hold now, with the values that their last pull saw, as every other replay takes them. */
export async function snapshotsNow(
  workspace: string,
  snapshots: Pick<Snapshots, 'latest'>,
  nodes: readonly NodeEntry[],
): Promise<SnapshotsNow> {
  const found = new Map<string, Snapshot>();
  const contents: string[] = [];
  for (const [node, file] of await newestSnapshots(workspace, nodes)) {
    const seen = (await snapshots.latest(node)) ?? file;
    const text = contentText(seen);
    // Pulled again and found just the same, it is the same input.
    const isSame = seen.hash === file.hash && text === contentText(file);
    found.set(node, isSame ? file : seen);
    if (!isSame) contents.push(text);
  }
  return { found, contents };
}

/** What the files of the newest snapshots say, by the names of the nodes. */
export async function newestSnapshots(
  workspace: string,
  nodes: readonly NodeEntry[],
): Promise<ReadonlyMap<string, Snapshot>> {
  const found = new Map<string, Snapshot>();
  for (const { name: node } of nodes) {
    const name = await newestSnapshotName(workspace, node);
    if (name !== null) found.set(node, await readSnapshot(workspace, node, name));
  }
  return found;
}

/**
 * What nodes held for a kept replay: the very snapshots where they are still there, else others of the same state, else
 * the newest. A node that was not pulled then is not pulled here.
 */
export async function snapshotsAgain(
  workspace: string,
  entries: readonly NodeEntry[],
  inputs: readonly NodeInputs[],
): Promise<ReadonlyMap<string, Snapshot>> {
  const found = new Map<string, Snapshot>();
  for (const { node, snapshot: was } of inputs) {
    const entry = entries.find(({ name }) => name === node);
    if (was === null || entry === undefined) continue;
    const own = await readSnapshot(workspace, node, `${snapshotName(was)}.json`).catch(() => null);
    const ofState = own?.hash === was.hash ? own : await findSnapshot(workspace, node, was.hash);
    const resources = ofState === null ? null : await readContent(workspace, was.content);
    const again =
      ofState !== null && resources !== null
        ? { ...ofState, takenAt: was.takenAt, resources }
        : (ofState ?? (await newestSnapshots(workspace, [entry])).get(node));
    if (again !== undefined) found.set(node, again);
  }
  return found;
}

/** The texts that a kept replay stands on; of a file whose text is gone, the one that is in the workspace now. */
export async function textsAgain(
  workspace: string,
  files: readonly HashedFile[],
  now: WantedTexts,
): Promise<WantedTexts> {
  const texts = new Map<string, string>();
  for (const file of files) {
    const text = (await readInput(workspace, file)) ?? now.get(file.path);
    if (text !== undefined) texts.set(file.path, text);
  }
  return texts;
}

import { join } from 'node:path';

import * as v from 'valibot';

import {
  combineFacts,
  factsOfConfig,
  factsOfSnapshot,
  type LogFacts,
} from '../../../shared/audit/coverage-facts.ts';
import type { NodeEntry } from '../../../shared/fleet/node.ts';
import { writeFileAtomic } from '../../files/atomic-write.ts';
import { nodeConfigFile, nodeFolder } from '../../workspace/paths.ts';
import { readJsonFile, readTextFile } from '../../workspace/read-file.ts';
import { newestSnapshotName, readSnapshot } from '../../workspace/snapshot-store.ts';

/** Kept beside the snapshots: one of a large node takes a second to be read, and this is asked for all the time. */
const KeptSchema = v.object({
  format: v.literal(1),
  /** The snapshot that it was read from. */
  snapshot: v.string(),
  loggingOff: v.nullable(v.string()),
  retentionMs: v.nullable(v.number()),
  firstSeenMs: v.nullable(v.number()),
});
type Kept = v.InferOutput<typeof KeptSchema>;

/**
 * What a node's newest snapshot and its config file in the workspace say of its log. Never rejects: what cannot be read
 * says nothing, and hours are then missing without a reason of the gateway's.
 */
export async function readNodeFacts(
  workspace: string,
  { name, kind }: Pick<NodeEntry, 'name' | 'kind'>,
): Promise<LogFacts> {
  const file = nodeConfigFile(name);
  const text = await readTextFile(join(workspace, file)).catch(() => null);
  const held = await readHeld(workspace, name).catch(() => null);
  return combineFacts([
    ...(held === null ? [] : [held]),
    ...(text === null ? [] : [factsOfConfig(kind, file, text)]),
  ]);
}

async function readHeld(workspace: string, node: string): Promise<LogFacts | null> {
  const snapshot = await newestSnapshotName(workspace, node);
  if (snapshot === null) return null;
  const path = join(nodeFolder(workspace, node), 'log-facts.json');
  const kept = v.safeParse(KeptSchema, await readJsonFile(path).catch(() => null));
  if (kept.success && kept.output.snapshot === snapshot) return kept.output;
  const facts = factsOfSnapshot(await readSnapshot(workspace, node, snapshot));
  const record: Kept = { format: 1, snapshot, ...facts };
  // It only spares reading the snapshot again.
  await writeFileAtomic(path, `${JSON.stringify(record)}\n`).catch(() => undefined);
  return facts;
}

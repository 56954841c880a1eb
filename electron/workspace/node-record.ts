import { join } from 'node:path';

import * as v from 'valibot';

import type { NodeHealth } from '../../shared/fleet/node.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { nodeFolder } from './paths.ts';
import { readJsonFile } from './read-file.ts';

const HealthSchema = v.object({
  node: v.string(),
  reachable: v.boolean(),
  authorised: v.nullable(v.boolean()),
  version: v.nullable(v.string()),
  capabilities: v.array(v.string()),
  latencyMs: v.nullable(v.number()),
  checkedAt: v.string(),
  problem: v.exactOptional(
    v.object({ code: v.string(), message: v.string(), next: v.exactOptional(v.string()) }),
  ),
});

/** When a pull last found a node to be in the state that a snapshot says. */
const SeenSchema = v.object({ hash: v.string(), at: v.string() });
export type Seen = v.InferOutput<typeof SeenSchema>;

/** Keeps the last check of a node. */
export async function saveHealth(workspace: string, health: NodeHealth): Promise<void> {
  await write(workspace, health.node, 'health.json', health);
}

/** The last check of a node, this run or an earlier one; null when there was none or it cannot be read. */
export async function readHealth(workspace: string, node: string): Promise<NodeHealth | null> {
  return read(workspace, node, 'health.json', HealthSchema);
}

/** Keeps when a node was last seen in a state, so that an unchanged state needs no new snapshot. */
export async function saveSeen(workspace: string, node: string, seen: Seen): Promise<void> {
  await write(workspace, node, 'seen.json', seen);
}

/** When the node was last pulled and in what state; null when that is not known. */
export async function readSeen(workspace: string, node: string): Promise<Seen | null> {
  return read(workspace, node, 'seen.json', SeenSchema);
}

async function write(workspace: string, node: string, file: string, value: unknown): Promise<void> {
  await writeFileAtomic(join(nodeFolder(workspace, node), file), `${JSON.stringify(value, null, 1)}\n`);
}

/** These files can be made again at any time, so a damaged one counts as none. */
async function read<Schema extends v.GenericSchema>(
  workspace: string,
  node: string,
  file: string,
  schema: Schema,
): Promise<v.InferOutput<Schema> | null> {
  const value = await readJsonFile(join(nodeFolder(workspace, node), file)).catch(() => null);
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}

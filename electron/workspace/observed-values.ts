import { join } from 'node:path';

import * as v from 'valibot';

import type { Resource, Snapshot } from '../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../shared/json.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { nodeFolder } from './paths.ts';
import { readJsonFile } from './read-file.ts';

const FILE = 'observed.json';
const object = v.custom<JsonObject>(
  (given) => typeof given === 'object' && given !== null && !Array.isArray(given),
);
const ObservedSchema = v.object({ hash: v.string(), at: v.string(), values: v.record(v.string(), object) });

/**
 * Keeps what changes by itself (spend, last use) of a pull that found the state of the last snapshot: the state needs no
 * new snapshot, but these values are newer than those in it.
 */
export async function saveObserved(workspace: string, snapshot: Snapshot): Promise<void> {
  const { node, hash, takenAt: at, resources } = snapshot;
  const values = Object.fromEntries(resources.map((resource) => [keyOf(resource), resource.observed]));
  await writeFileAtomic(join(nodeFolder(workspace, node), FILE), JSON.stringify({ hash, at, values }));
}

/** A snapshot with the values of a later pull that found the same state; as it is when they are not kept. */
export async function withObserved(workspace: string, snapshot: Snapshot, at: string): Promise<Snapshot> {
  // They come again with the next pull, so a damaged file counts as none.
  const stored = await readJsonFile(join(nodeFolder(workspace, snapshot.node), FILE)).catch(() => null);
  const parsed = v.safeParse(ObservedSchema, stored);
  if (!parsed.success || parsed.output.hash !== snapshot.hash || parsed.output.at !== at) {
    return { ...snapshot, takenAt: at };
  }
  const { values } = parsed.output;
  const resources = snapshot.resources.map((resource) => {
    const key = keyOf(resource);
    const observed = Object.hasOwn(values, key) ? values[key] : undefined;
    return observed === undefined ? resource : { ...resource, observed };
  });
  return { ...snapshot, takenAt: at, resources };
}

function keyOf({ kind, id }: Resource): string {
  return `${kind}:${id}`;
}

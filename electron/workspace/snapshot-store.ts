import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import * as v from 'valibot';

import { GATEWAY_KINDS, type NodeEntry } from '../../shared/fleet/node.ts';
import {
  comparableState,
  RESOURCE_KINDS,
  type Resource,
  type Snapshot,
} from '../../shared/fleet/snapshot.ts';
import { canonicalJson } from '../../shared/json.ts';
import { ProblemError } from '../../shared/result.ts';
import type { PulledState } from '../gateways/adapter.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { nodeFolder } from './paths.ts';
import { readJsonFile } from './read-file.ts';

const compress = promisify(gzip);
const NAME = /^\d{8}T\d{9}Z-[0-9a-f]{12}\.json$/;

const json = v.custom<Resource['fields']>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
/** A resource as a file holds it. */
export const ResourceSchema = v.object({
  kind: v.picklist(RESOURCE_KINDS),
  id: v.string(),
  name: v.string(),
  owner: v.picklist(['file', 'database', 'server']),
  fields: json,
  settings: json,
  observed: json,
});
const SectionSchema = v.object({
  kind: v.picklist(RESOURCE_KINDS),
  state: v.picklist(['complete', 'partial', 'absent']),
  count: v.number(),
  why: v.exactOptional(v.string()),
  takenNames: v.exactOptional(v.array(v.string())),
});
const SnapshotSchema = v.object({
  format: v.literal(1),
  node: v.string(),
  kind: v.picklist(GATEWAY_KINDS),
  takenAt: v.string(),
  version: v.nullable(v.string()),
  sections: v.array(SectionSchema),
  resources: v.array(ResourceSchema),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** SHA-256 (hex) of what a node holds: equal state, equal hash, whatever the order of the answers. */
export function hashState(resources: readonly Resource[]): string {
  return createHash('sha256')
    .update(canonicalJson(comparableState(resources)))
    .digest('hex');
}

/** Makes a snapshot of what a pull brought home. */
export function makeSnapshot(entry: NodeEntry, pulled: PulledState, takenAt: Date): Snapshot {
  return {
    format: 1,
    node: entry.name,
    kind: entry.kind,
    takenAt: takenAt.toISOString(),
    version: pulled.version,
    sections: pulled.sections,
    resources: pulled.resources,
    hash: hashState(pulled.resources),
  };
}

/**
 * Keeps a snapshot as a file of its own, the raw answers gzipped beside it; the answers come first, so that
 * a snapshot that is there has them.
 */
export async function saveSnapshot(
  workspace: string,
  snapshot: Snapshot,
  raw: PulledState['raw'],
): Promise<void> {
  const folder = join(nodeFolder(workspace, snapshot.node), 'snapshots');
  const name = snapshotName(snapshot);
  const answers = await compress(JSON.stringify(Object.fromEntries(raw)));
  await writeFileAtomic(join(folder, `${name}.raw.json.gz`), answers, { secret: true });
  await writeFileAtomic(join(folder, `${name}.json`), `${JSON.stringify(snapshot, null, 1)}\n`);
}

/** What the files of a snapshot are called, without their endings. */
export function snapshotName({ takenAt, hash }: Pick<Snapshot, 'takenAt' | 'hash'>): string {
  return `${takenAt.replaceAll(/[-:.]/g, '')}-${hash.slice(0, 12)}`;
}

/** The names of a node's snapshot files, oldest first. */
export async function snapshotNames(workspace: string, node: string): Promise<readonly string[]> {
  const names = await readdir(join(nodeFolder(workspace, node), 'snapshots')).catch(() => []);
  return names.filter((name) => NAME.test(name)).sort();
}

/** The name of a node's newest snapshot file; null when it was never pulled. */
export async function newestSnapshotName(workspace: string, node: string): Promise<string | null> {
  return (await snapshotNames(workspace, node)).at(-1) ?? null;
}

/** Reads one snapshot. Rejects with `file_damaged` when it is not what was written. */
export async function readSnapshot(workspace: string, node: string, name: string): Promise<Snapshot> {
  const path = join(nodeFolder(workspace, node), 'snapshots', name);
  const parsed = v.safeParse(SnapshotSchema, await readJsonFile(path));
  if (parsed.success && parsed.output.hash === hashState(parsed.output.resources)) return parsed.output;
  throw new ProblemError({
    code: 'file_damaged',
    message: parsed.success
      ? 'This snapshot was changed after it was taken: its hash does not match.'
      : 'This snapshot is not one that this release can read.',
    next: `Move the file away and pull ${node} again.`,
    where: path,
  });
}

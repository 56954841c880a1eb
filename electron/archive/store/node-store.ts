import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { syncFolder } from '../../files/atomic-write.ts';
import { stagedNames } from '../import/staging.ts';
import { createNodeRollups, rollupFolder } from '../rollup/node-rollups.ts';
import type { NodeRollups } from '../rollup/node-rollups.ts';
import { createListing } from './listing.ts';
import { correctedBy } from '../segment/correction.ts';
import type { CommittedSegment, Change } from './commit.ts';
import { openCommitLog } from './commit-log.ts';
import type { LostSegment } from './lost-segment.ts';
import type { NodeSegments } from './node-segments.ts';
import { createOpenSegments } from './open-segments.ts';
import type { OpenOptions } from './open-segments.ts';
import type { NodeState } from './commit-log.ts';

/** Requests that do not count any more; what says so of a segment is read when it is asked for. */
export interface Masks {
  /** Those of a segment by its name, rising; undefined where all count. */
  get(segment: string): Uint32Array | undefined;
  has(segment: string): boolean;
}

/** The archive of one node: its commits and the segments that they name. */
export interface NodeStore extends NodeSegments {
  readonly node: string;
  state(): Promise<NodeState>;
  /** The segments that count and cannot be read. */
  lost(): Promise<readonly LostSegment[]>;
  /** The requests that later imports took out of segments. */
  masks(): Promise<Masks>;
  commit(change: Change): Promise<void>;
  /** Sums over all segments. */
  readonly rollups: NodeRollups;
  /**
   * Puts right what killed imports left: what they made goes back to them, what was dropped is removed, and segments that
   * nobody knows get another name. Only for who holds the node's lock.
   */
  tidy(staging: string): Promise<void>;
  close(): void;
}

/** Opens a node's archive. Nothing is read before it is asked for. */
export function openNodeStore(node: string, folder: string, options: OpenOptions): NodeStore {
  const log = openCommitLog(folder);
  const segments = createOpenSegments(folder, options);
  let masks: { readonly version: string; readonly masks: Masks } | null = null;

  const listing = createListing(folder);

  /** Those whose file is there and was not found bad. */
  async function readable(): Promise<readonly CommittedSegment[]> {
    const { segments: named } = await log.read();
    if (named.length === 0) return named;
    const there = await listing.names();
    const good = named.filter((segment) => segments.isReadable(segment, there.has(segment.name)));
    // What takes requests out of a segment that is not counted would take them out of others' sums.
    const counted = new Set(good.map(({ name }) => name));
    return good.filter(({ name, rows }) => rows > 0 || counted.has(correctedBy(name)));
  }

  async function lostNow(): Promise<readonly LostSegment[]> {
    await readable();
    const named = new Set((await log.read()).segments.map(({ name }) => name));
    return segments.lost().filter(({ segment }) => named.has(segment.name));
  }

  async function versionNow(): Promise<string> {
    await readable();
    return `${(await log.read()).lastHash} ${segments.turns()}`;
  }

  return {
    node,
    folder,
    state: () => log.read(),
    segments: readable,
    lost: lostNow,
    version: versionNow,
    open: segments.open,
    use: segments.use,
    rollups: createNodeRollups({ folder, segments: readable, version: versionNow, ...segments }),
    async masks() {
      const version = await versionNow();
      if (masks?.version !== version) masks = { version, masks: masksOf(await readable(), segments.open) };
      return masks.masks;
    },
    async commit(change) {
      await mkdir(folder, { recursive: true });
      await syncFolder(folder);
      await log.append(change);
      for (const name of change.drop) {
        segments.forget(name);
        // It is committed: what cannot be removed now is tidied up by the next import.
        await rm(path.join(folder, name), { force: true }).catch(() => undefined);
      }
    },
    async tidy(staging) {
      for (const half of [path.join(folder, 'refused'), rollupFolder(folder)])
        for (const name of await readdir(half).catch(() => [] as string[]))
          if (name.endsWith('.tmp')) await rm(path.join(half, name), { force: true });
      for (const name of await readdir(folder).catch(() => [] as string[]))
        if (HALF_LOG.test(name)) await rm(path.join(folder, name), { force: true });
      const { segments: all, commits, damage, newer } = await log.read();
      if (newer) return;
      const named = new Set(all.map(({ name }) => name));
      const dropped = new Set(commits.flatMap(({ drop }) => drop));
      const staged = await stagedNames(staging);
      for (const name of await readdir(folder).catch(() => [] as string[])) {
        if (!name.endsWith('.seg') || named.has(name)) continue;
        const file = path.join(folder, name);
        const home = staged.get(name);
        if (dropped.has(name)) await rm(file, { force: true });
        else if (home !== undefined) await rename(file, path.join(home, name));
        // With a damaged line nobody knows which files it named.
        else if (damage.length === 0) await rename(file, `${file}.unclaimed-${options.stamp()}`);
      }
    },
    close: segments.close,
  };
}

/** What a repair that was killed left of commits that it wrote anew. */
const HALF_LOG = /^\.commits\.jsonl\..*\.tmp$/;

function masksOf(segments: readonly CommittedSegment[], open: NodeStore['open']): Masks {
  const corrections = new Map<string, CommittedSegment[]>();
  for (const segment of segments) {
    if (segment.rows > 0) continue;
    const name = correctedBy(segment.name);
    corrections.set(name, [...(corrections.get(name) ?? []), segment]);
  }
  const known = new Map<string, Uint32Array>();
  return {
    has: (name) => corrections.has(name),
    get(name) {
      const those = corrections.get(name);
      if (those === undefined) return undefined;
      let rows = known.get(name);
      if (rows === undefined) {
        const masked = those.flatMap((one) => open(one)?.facts.masked ?? []);
        rows = Uint32Array.from(masked.flatMap((of) => (of.segment === name ? of.rows : []))).sort();
        known.set(name, rows);
      }
      return rows;
    },
  };
}

import { renameSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { syncFolder } from '../../files/atomic-write.ts';
import { stagedNames } from '../import/staging.ts';
import { createNodeRollups } from '../rollup/node-rollups.ts';
import type { NodeRollups } from '../rollup/node-rollups.ts';
import { createListing } from './listing.ts';
import { correctedBy } from '../segment/correction.ts';
import { DamagedError, NewerLayoutError } from '../segment/sections.ts';
import { openSegment } from '../segment/segment-reader.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import type { CommittedSegment } from './commit.ts';
import { openCommitLog } from './commit-log.ts';
import type { Change, NodeState } from './commit-log.ts';

/** A segment that is named by a commit and cannot be read. */
export interface LostSegment {
  readonly segment: CommittedSegment;
  /**
   * `missing`: not there. `newer`: of a later version of this program. `damaged`: set aside under another name.
   * `unreadable`: the system does not let it be read now, which says nothing of what is in it.
   */
  readonly state: 'missing' | 'newer' | 'damaged' | 'unreadable';
  readonly why: string;
  /** It still has its name: of a newer version, or in a folder that cannot be written. */
  readonly kept: boolean;
}

/** Requests that do not count any more; what says so of a segment is read when it is asked for. */
export interface Masks {
  /** Those of a segment by its name, rising; undefined where all count. */
  get(segment: string): Uint32Array | undefined;
  has(segment: string): boolean;
}

/** The archive of one node: its commits and the segments that they name. */
export interface NodeStore {
  readonly node: string;
  readonly folder: string;
  state(): Promise<NodeState>;
  /** The segments that count and can be read, in the order in which they were committed. */
  segments(): Promise<readonly CommittedSegment[]>;
  /** Those that cannot. */
  lost(): Promise<readonly LostSegment[]>;
  /** Changes when anything was committed or found lost: what was read before and after is of different archives. */
  version(): Promise<string>;
  /** An open segment; it is kept open and belongs to the store. Null, and told of by {@link lost}, when it cannot be read. */
  open(segment: CommittedSegment): SegmentReader | null;
  /** Runs something over a segment; what it finds damaged is set aside. Null when it cannot be read. */
  use<T>(segment: CommittedSegment, what: (reader: SegmentReader) => T): T | null;
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

const NOT_THERE = 'it is not there';

/** What the system did not let be read is tried again after so long, milliseconds. */
const TRIED_AGAIN_MS = 3_000;

/** How many bytes of segments are kept in memory for the next question, of each node. */
export interface StoreOptions {
  readonly cacheBytes: number;
  readonly stamp: () => string;
}

/** Opens a node's archive. Nothing is read before it is asked for. */
export function openNodeStore(node: string, folder: string, options: StoreOptions): NodeStore {
  const log = openCommitLog(folder);
  const readers = new Map<string, SegmentReader>();
  const lost = new Map<string, LostSegment>();
  /** When what the system did not let be read was asked for last. */
  const triedAt = new Map<string, number>();
  let masks: { readonly version: string; readonly masks: Masks } | null = null;

  function shrink(keep: string): void {
    let total = 0;
    for (const reader of readers.values()) total += reader.kept();
    for (const [name, reader] of readers) {
      if (total <= options.cacheBytes) return;
      if (name === keep) continue;
      total -= reader.kept();
      reader.forget();
      readers.delete(name);
    }
  }

  function open(segment: CommittedSegment): SegmentReader | null {
    const known = readers.get(segment.name);
    if (known !== undefined) {
      readers.delete(segment.name);
      readers.set(segment.name, known);
      return known;
    }
    if (lost.has(segment.name)) return null;
    try {
      const reader = openSegment(path.join(folder, segment.name));
      readers.set(segment.name, reader);
      return reader;
    } catch (error) {
      note(segment, error);
      return null;
    }
  }

  /** What cannot be read is told of, and a damaged file gets another name, so that nothing takes it for a good one. */
  function note(segment: CommittedSegment, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof NewerLayoutError)
      lost.set(segment.name, { segment, state: 'newer', why, kept: true });
    else if (error instanceof DamagedError) {
      readers.get(segment.name)?.forget();
      readers.delete(segment.name);
      lost.set(segment.name, { segment, state: 'damaged', why, kept: !setAside(segment.name) });
    } else if (isMissing(error))
      lost.set(segment.name, { segment, state: 'missing', why: NOT_THERE, kept: false });
    else if (isRefusal(error)) {
      readers.delete(segment.name);
      lost.set(segment.name, { segment, state: 'unreadable', why: error.code, kept: true });
      triedAt.set(segment.name, performance.now());
    } else throw error;
  }

  /** False in a folder that cannot be written. */
  function setAside(name: string): boolean {
    const from = path.join(folder, name);
    try {
      renameSync(from, `${from}.corrupt-${options.stamp()}`);
      return true;
    } catch {
      return false;
    }
  }

  const listing = createListing(folder);

  /** Those whose file is there and was not found bad; a copy that was put back is found again. */
  async function readable(): Promise<readonly CommittedSegment[]> {
    const { segments } = await log.read();
    if (segments.length === 0) return segments;
    const there = await listing.names();
    const good = segments.filter((segment) => {
      const known = lost.get(segment.name);
      if (there.has(segment.name)) {
        if (known === undefined) return true;
        const isForLater =
          known.state !== 'unreadable' ||
          performance.now() - (triedAt.get(segment.name) ?? 0) < TRIED_AGAIN_MS;
        if (known.state !== 'missing' && known.kept && isForLater) return false;
        lost.delete(segment.name);
        return true;
      }
      if (known === undefined)
        lost.set(segment.name, { segment, state: 'missing', why: NOT_THERE, kept: false });
      return false;
    });
    // What takes requests out of a segment that is not counted would take them out of others' sums.
    const counted = new Set(good.map(({ name }) => name));
    return good.filter(({ name, rows }) => rows > 0 || counted.has(correctedBy(name)));
  }

  async function lostNow(): Promise<readonly LostSegment[]> {
    await readable();
    const named = new Set((await log.read()).segments.map(({ name }) => name));
    return [...lost.values()].filter(({ segment }) => named.has(segment.name));
  }

  async function versionNow(): Promise<string> {
    const names = (await lostNow()).map(({ segment }) => segment.name);
    return [(await log.read()).lastHash, ...names].join(' ');
  }

  function use<T>(segment: CommittedSegment, what: (reader: SegmentReader) => T): T | null {
    const reader = open(segment);
    if (reader === null) return null;
    try {
      const result = what(reader);
      shrink(segment.name);
      return result;
    } catch (error) {
      note(segment, error);
      return null;
    }
  }

  return {
    node,
    folder,
    state: () => log.read(),
    segments: readable,
    lost: lostNow,
    version: versionNow,
    open,
    use,
    rollups: createNodeRollups({ folder, segments: readable, use, open, version: versionNow }),
    async masks() {
      const version = await versionNow();
      if (masks?.version !== version) masks = { version, masks: masksOf(await readable(), open) };
      return masks.masks;
    },
    async commit(change) {
      await mkdir(folder, { recursive: true });
      await syncFolder(folder);
      await log.append(change);
      for (const name of change.drop) {
        readers.get(name)?.forget();
        readers.delete(name);
        // It is committed: what cannot be removed now is tidied up by the next import.
        await rm(path.join(folder, name), { force: true }).catch(() => undefined);
      }
    },
    async tidy(staging) {
      const refused = path.join(folder, 'refused');
      for (const name of await readdir(refused).catch(() => [] as string[]))
        if (name.endsWith('.tmp')) await rm(path.join(refused, name), { force: true });
      const { segments, commits, damage, newer } = await log.read();
      if (newer) return;
      const named = new Set(segments.map(({ name }) => name));
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
    close() {
      for (const reader of readers.values()) reader.forget();
      readers.clear();
    },
  };
}

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

/** What the system says, such as EACCES or EMFILE; not what Node says of a wrong call (ERR_…). */
export function isRefusal(error: unknown): error is Error & { readonly code: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z]+$/.test(error.code)
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

import { createHash } from 'node:crypto';
import { readFile, rename, stat } from 'node:fs/promises';

import { ProblemError } from '../../shared/result.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import type { ArchivePlaces, SegmentKey } from './places.ts';
import { stamp } from './places.ts';
import { changedMeanwhile, damaged, missing, tooNew } from './problems.ts';
import { rollupsHold } from './rollups.ts';
import { SEGMENT_VERSION } from './schema.ts';
import { readFacts } from './segment-facts.ts';
import type { SegmentFacts } from './segment-facts.ts';
import { readSidecar, writeSidecar } from './sidecar.ts';
import type { ImageRecord, Sidecar } from './sidecar.ts';
import { select } from './sqlite.ts';
import type { Sqlite } from './sqlite.ts';

/** A segment as read from disk and found good. */
export interface LoadedSegment {
  readonly image: Uint8Array;
  readonly record: ImageRecord;
}

const MAGIC = 'SQLite format 3\0';
const VERSION_OFFSET = 60;

/** Reads and writes segment files with their records. */
export interface SegmentFiles {
  /**
   * Reads a segment and checks it: size, header, layout, checksum, structure. Null when there is none.
   * Rejects with `segment_damaged` after setting a damaged one aside, with `segment_too_new`, or with
   * `segment_missing`.
   */
  load(key: SegmentKey): Promise<LoadedSegment | null>;
  /** What is known of a segment without reading all of it, where that can be trusted; null when there is none. */
  record(key: SegmentKey): Promise<ImageRecord | null>;
  /** Rejects with `archive_changed` when the file is no longer the one that was loaded as `before`. */
  checkUnchanged(key: SegmentKey, before: ImageRecord | null): Promise<void>;
  /**
   * Replaces a segment: old or new, whenever the process dies.
   *
   * @param before what was loaded; rejects with `archive_changed` when the file is another one by now
   */
  save(key: SegmentKey, image: Uint8Array, facts: SegmentFacts, before: ImageRecord | null): Promise<void>;
}

/** Opens the files of a workspace's archive. */
export function openSegmentFiles(
  places: ArchivePlaces,
  sqlite: () => Promise<Sqlite>,
  now: () => Date,
): SegmentFiles {
  async function load(key: SegmentKey): Promise<LoadedSegment | null> {
    const first = await inspect(key);
    if (first.state !== 'damaged') return first.segment;
    // Another process may have replaced the file between the reading of the record and of the file.
    const second = await inspect(key);
    if (second.state !== 'damaged') return second.segment;
    const where = await setAside(key);
    throw damaged(key, places.relative(where), second.why);
  }

  async function inspect(key: SegmentKey): Promise<Inspection> {
    const file = places.segment(key);
    const sidecar = await readSidecar(places.sidecar(key));
    const image = await readFile(file).catch(orNull);
    if (image === null) {
      if (sidecar?.current) throw missing(key, places.relative(file));
      return { state: 'good', segment: null };
    }
    const version = layoutOf(image);
    if (version === null)
      return { state: 'damaged', why: image.length === 0 ? 'it is empty' : 'no database' };
    if (version > SEGMENT_VERSION) throw tooNew(key, places.relative(file), version);
    if (version < SEGMENT_VERSION) return { state: 'damaged', why: 'no segment of this program' };
    const sha256 = hashOf(image);
    const record = [sidecar?.current, sidecar?.pending].find((known) => known?.sha256 === sha256);
    if (sidecar !== null && record === undefined) return { state: 'damaged', why: 'its checksum differs' };
    const checked = check(await sqlite(), image, record === undefined);
    if ('why' in checked) return { state: 'damaged', why: checked.why };
    const found = record ?? { sha256, bytes: image.length, facts: checked.facts };
    if (record === undefined) await writeSidecar(places.sidecar(key), sidecarOf(found));
    return { state: 'good', segment: { image, record: found } };
  }

  async function setAside(key: SegmentKey): Promise<string> {
    const suffix = `.corrupt-${stamp(now())}`;
    await rename(places.sidecar(key), `${places.sidecar(key)}${suffix}`).catch(orNull);
    await rename(places.segment(key), `${places.segment(key)}${suffix}`);
    return `${places.segment(key)}${suffix}`;
  }

  async function record(key: SegmentKey): Promise<ImageRecord | null> {
    const sidecar = await readSidecar(places.sidecar(key));
    const size = await stat(places.segment(key)).then((found) => found.size, orNull);
    const certain = sidecar !== null && sidecar.pending === null && sidecar.current?.bytes === size;
    if (certain) return sidecar.current;
    return (await load(key))?.record ?? null;
  }

  async function checkUnchanged(key: SegmentKey, before: ImageRecord | null): Promise<void> {
    const file = places.segment(key);
    const on = await readFile(file).then(hashOf, orNull);
    if (on !== (before?.sha256 ?? null)) throw changedMeanwhile(key, places.relative(file));
  }

  async function save(
    key: SegmentKey,
    image: Uint8Array,
    facts: SegmentFacts,
    before: ImageRecord | null,
  ): Promise<void> {
    await checkUnchanged(key, before);
    const file = places.segment(key);
    const next = { sha256: hashOf(image), bytes: image.length, facts: facts };
    await writeSidecar(places.sidecar(key), { version: 1, current: before, pending: next });
    try {
      await writeFileAtomic(file, image, { secret: true });
    } catch (error) {
      // The old pair still fits; this only spares later readers the longer way to find that out.
      await writeSidecar(places.sidecar(key), { version: 1, current: before, pending: null }).catch(
        () => undefined,
      );
      throw error;
    }
    await writeSidecar(places.sidecar(key), sidecarOf(next));
  }

  return { load, record, checkUnchanged, save };
}

type Inspection =
  | { readonly state: 'good'; readonly segment: LoadedSegment | null }
  | { readonly state: 'damaged'; readonly why: string };

function check(
  sqlite: Sqlite,
  image: Uint8Array,
  deeply: boolean,
): { readonly facts: SegmentFacts } | { readonly why: string } {
  const database = sqlite.open(image);
  try {
    const [verdict] = select(database, 'PRAGMA quick_check(1)');
    if (verdict?.[0] !== 'ok') return { why: 'its structure is broken' };
    // Without a record there is no checksum, so the content has to speak for itself.
    if (deeply && !rollupsHold(database)) return { why: 'its sums do not match its rows' };
    return { facts: readFacts(database) };
  } catch {
    return { why: 'its structure is broken' };
  } finally {
    database.close();
  }
}

/** The `user_version` in a database's header; null when it is no database. */
function layoutOf(image: Uint8Array): number | null {
  const bytes = Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  if (bytes.length < 100 || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return null;
  return bytes.readUInt32BE(VERSION_OFFSET);
}

function hashOf(image: Uint8Array): string {
  return createHash('sha256').update(image).digest('hex');
}

function sidecarOf(record: ImageRecord): Sidecar {
  return { version: 1, current: record, pending: null };
}

function orNull(error: unknown): null {
  if (error instanceof ProblemError) throw error;
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}

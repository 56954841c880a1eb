import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import * as v from 'valibot';

import type { UnfinishedImport } from '../../../shared/audit/logged-request.ts';
import { openSegment } from '../segment/segment-reader.ts';
import { isRefusal } from '../store/lost-segment.ts';
import type { Made } from './made-segment.ts';
import { whatBecameOf } from './touched-source.ts';
import type { ReadFile } from './touched-source.ts';

/**
 * What an import has made and not yet committed: segment files, and a journal of what each was made of. An import of
 * the same source that comes after a kill goes on from there.
 */
export interface Staging {
  readonly folder: string;
  /** What an earlier import of this source had made, as far as it is whole; what is left over is removed at its end. */
  recover(): AsyncGenerator<Made>;
  /** Notes what was made. Its file is written, if perhaps not yet on the disk: that is looked at when it is taken up. */
  note(made: Made): void;
  /** Notes the name of the side file that the commit of this number counts, before the file is in its place. */
  noteSideFile(name: string, commit: number): Promise<void>;
  /** Moves segments to where the archive's own are, after noting that they are not committed yet. */
  moveOut(names: readonly string[], target: string): Promise<void>;
  /** Removes all of it; what cannot be removed is cleared by the next import. Does not reject. */
  discard(): Promise<void>;
}

const RefusedSchema = v.object({ line: v.number(), reason: v.string(), raw: v.string() });
const PieceSchema = v.object({
  from: v.number(),
  until: v.number(),
  lines: v.number(),
  rows: v.number(),
  refused: v.array(RefusedSchema),
});
const NoteSchema = v.object({
  pieces: v.array(PieceSchema),
  segment: v.nullable(
    v.object({
      name: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
      sha256: v.string(),
      bytes: v.number(),
      rows: v.number(),
      firstMs: v.number(),
      lastMs: v.number(),
    }),
  ),
});

/** Segments that are on their way to where the archive's own are. */
const MovingSchema = v.object({ moving: v.array(v.string()) });
/** A side file, and the commit that counts it, if there is one of that number. */
const SideFileSchema = v.object({ sideFile: v.pipe(v.string(), v.regex(/^[\w.-]+$/)), commit: v.number() });
/** What is being imported. */
const AboutSchema = v.object({
  importing: v.string(),
  at: v.string(),
  /** The files that are read; left out by earlier versions. */
  files: v.exactOptional(v.array(v.object({ path: v.string(), timedFingerprint: v.string() })), []),
});

const JOURNAL = 'journal.jsonl';

/** An unfinished import, and where it lies. */
export interface StagedImport extends Omit<UnfinishedImport, 'node'> {
  readonly folder: string;
}

/**
 * The staging folder of a source in a node's staging folder.
 *
 * @param about what is being imported, for those who find it unfinished
 */
export function openStaging(
  root: string,
  fingerprint: string,
  about?: { readonly importing: string; readonly at: string; readonly files?: readonly ReadFile[] },
): Staging {
  const folder = path.join(root, createHash('sha256').update(fingerprint).digest('hex').slice(0, 24));
  const journal = path.join(folder, JOURNAL);
  mkdirSync(folder, { recursive: true });
  // A line that a kill cut in the middle must not swallow the next.
  const append = (value: unknown): void =>
    appendFileSync(journal, `\n${JSON.stringify(value)}\n`, { mode: 0o600 });
  if (about !== undefined) append(about);

  async function recovered(value: unknown): Promise<Made | null> {
    try {
      const { pieces, segment } = v.parse(NoteSchema, value);
      if (segment === null) return { pieces, segment, hashes: new Uint32Array(0) };
      const file = path.join(folder, segment.name);
      const sha256 = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      if (sha256 !== segment.sha256) return null;
      return { pieces, segment, hashes: Uint32Array.from(openSegment(file).hashes()) };
    } catch {
      // What is not whole is made again.
      return null;
    }
  }

  return {
    folder,
    async *recover() {
      const kept = new Set([JOURNAL]);
      for await (const value of valuesIn(folder)) {
        const made = await recovered(value);
        if (made === null) continue;
        if (made.segment !== null) kept.add(made.segment.name);
        yield made;
      }
      for (const name of await readdir(folder))
        if (!kept.has(name)) await rm(path.join(folder, name), { force: true });
    },
    note({ pieces, segment }) {
      append({ pieces, segment });
    },
    async noteSideFile(name, commit) {
      append({ sideFile: name, commit });
      await syncFile(journal);
    },
    async moveOut(names, target) {
      append({ moving: names });
      await syncFile(journal);
      await mkdir(target, { recursive: true });
      for (const name of names) await rename(path.join(folder, name), path.join(target, name));
    },
    discard: () => rm(folder, { recursive: true, force: true }).catch(() => undefined),
  };
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * The values in a folder's journal, one after the other: the text of refused rows may be more than fits in memory. Lines
 * that are not whole are left out; none come where there is no journal. Rejects with what the system says else: without
 * its journal an import would be taken for nobody's.
 */
async function* valuesIn(folder: string): AsyncGenerator {
  const handle = await open(path.join(folder, JOURNAL)).catch((error: unknown) => {
    if (isRefusal(error) && NO_JOURNAL.has(error.code)) return null;
    throw error;
  });
  if (handle === null) return;
  try {
    for await (const line of handle.readLines()) {
      const value = valueOf(line);
      if (value !== undefined) yield value;
    }
  } finally {
    await handle.close();
  }
}

/** Nothing is there, or what lies in the staging folder is no folder. */
const NO_JOURNAL: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

/** Undefined for a line that is not whole. */
function valueOf(line: string): unknown {
  try {
    return line === '' ? undefined : (JSON.parse(line) as unknown);
  } catch {
    return undefined;
  }
}

async function foldersIn(root: string): Promise<readonly string[]> {
  const names = await readdir(root).catch((error: unknown): string[] => {
    if (isRefusal(error) && NO_JOURNAL.has(error.code)) return [];
    throw error;
  });
  return names.toSorted().map((name) => path.join(root, name));
}

/** Names of segments that journals of unfinished imports speak of, with the folder of each. */
export async function stagedNames(root: string): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const folder of await foldersIn(root)) {
    for await (const value of valuesIn(folder)) {
      const note = v.safeParse(NoteSchema, value);
      if (note.success && note.output.segment !== null) names.set(note.output.segment.name, folder);
      const moving = v.safeParse(MovingSchema, value);
      if (moving.success) for (const name of moving.output.moving) names.set(name, folder);
    }
  }
  return names;
}

/**
 * The imports that lie in a node's staging folder, with their folders. Those of a node's log leave nothing to go on from.
 *
 * @param isCommitted of a segment's name: an import was ended after it was committed
 */
export async function unfinishedImports(
  root: string,
  isCommitted: (name: string) => boolean,
): Promise<readonly StagedImport[]> {
  const found: StagedImport[] = [];
  for (const folder of await foldersIn(root)) {
    let about: v.InferOutput<typeof AboutSchema> | null = null;
    let rows = 0;
    let isCommittedAlready = false;
    for await (const value of valuesIn(folder)) {
      const said = v.safeParse(AboutSchema, value);
      if (said.success) about = said.output;
      const note = v.safeParse(NoteSchema, value);
      if (note.success) for (const piece of note.output.pieces) rows += piece.rows;
      isCommittedAlready ||= isOut(value, isCommitted);
    }
    if (about === null || isCommittedAlready) continue;
    const file = await whatBecameOf(about.files);
    const { importing: description, at } = about;
    found.push({ folder, description, at, rows, ...(file === undefined ? {} : { file }) });
  }
  return found;
}

/**
 * Removes side files that imports put in their place and whose commit never came, because the process was killed in
 * between: their rows are refused again when they are read again. Only for who holds the node's lock, before anything is
 * committed.
 *
 * @param last the number of the last commit
 */
export async function removeUncommittedSides(root: string, refused: string, last: number): Promise<void> {
  const sides: v.InferOutput<typeof SideFileSchema>[] = [];
  for (const folder of await foldersIn(root))
    for await (const value of valuesIn(folder)) {
      const noted = v.safeParse(SideFileSchema, value);
      if (noted.success) sides.push(noted.output);
    }
  // A name may have been given again to one that was committed.
  const kept = new Set(sides.filter(({ commit }) => commit <= last).map(({ sideFile }) => sideFile));
  for (const { sideFile } of sides)
    if (!kept.has(sideFile)) await rm(path.join(refused, sideFile), { force: true });
}

function isOut(value: unknown, isCommitted: (name: string) => boolean): boolean {
  const moving = v.safeParse(MovingSchema, value);
  return moving.success && moving.output.moving.some(isCommitted);
}

/** So long an unfinished import is kept, milliseconds. */
export const KEPT_UNFINISHED_MS = 7 * 86_400_000;

/**
 * Removes what nobody will go on from: what imports left that were committed or were of a node's log, and those that were
 * begun too long ago or whose files are others by now, which are given back. Only for who holds the node's lock.
 */
export async function clearStaging(
  root: string,
  isCommitted: (name: string) => boolean,
  nowMs: number,
): Promise<readonly StagedImport[]> {
  const unfinished = new Map((await unfinishedImports(root, isCommitted)).map((one) => [one.folder, one]));
  const cleared: StagedImport[] = [];
  for (const name of await readdir(root).catch(() => [] as string[])) {
    const folder = path.join(root, name);
    const one = unfinished.get(folder);
    // A clock that went back makes nothing old.
    const isOld = one !== undefined && nowMs - Date.parse(one.at) > KEPT_UNFINISHED_MS;
    if (one !== undefined && one.file === undefined && !isOld) continue;
    await rm(folder, { recursive: true, force: true });
    if (one !== undefined) cleared.push(one);
  }
  return cleared;
}

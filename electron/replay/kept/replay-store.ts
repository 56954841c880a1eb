import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Snapshot } from '../../../shared/fleet/snapshot.ts';
import { canonicalJson } from '../../../shared/json.ts';
import { readRecord, recordText } from '../../../shared/replay/record/replay-record.ts';
import type { HashedFile, ReplayRecord } from '../../../shared/replay/record/replay-record.ts';
import { ProblemError, type Problem } from '../../../shared/result.ts';
import { writeFileAtomic } from '../../files/atomic-write.ts';
import { replaysFolder } from '../../workspace/paths.ts';
import { readTextFile } from '../../workspace/read-file.ts';
import type { WantedTexts } from '../../workspace/wanted-files.ts';

/** A replay that is kept in the workspace. */
export interface KeptRecord {
  /** SHA-256 of its file, hex, which is the file's name too. */
  readonly id: string;
  readonly record: ReplayRecord;
  /** When its file was written here, ISO 8601 UTC, as the disk says: no part of it. */
  readonly keptAt: string;
}

/** A kept replay whose file cannot be used. */
export interface DamagedRecord {
  readonly id: string;
  readonly problem: Problem;
}

const FILE = /^([0-9a-f]{64})\.json$/;

/**
 * Keeps a record and what it stands on, that first: a record that is there can be run again. What is there already is left
 * alone. Resolves with its id.
 *
 * @param contents of snapshots, as {@link contentText} has them, where no file of a snapshot says just that
 */
export async function saveRecord(
  workspace: string,
  record: ReplayRecord,
  texts: WantedTexts,
  contents: readonly string[] = [],
): Promise<string> {
  for (const text of texts.values()) await writeHashed(inputFile(workspace, hashOf(text)), text);
  for (const text of contents) await writeHashed(contentFile(workspace, hashOf(text)), text);
  const id = recordId(record);
  await writeHashed(recordFile(workspace, id), recordText(record));
  return id;
}

/** The id of a record. */
export function recordId(record: ReplayRecord): string {
  return hashOf(recordText(record));
}

/** A file that is named by its hash holds what it says, or is written anew. Only its owner may read it. */
async function writeHashed(path: string, text: string): Promise<void> {
  if ((await readTextFile(path).catch(() => null)) === text) return;
  await writeFileAtomic(path, text, { secret: true });
}

/**
 * Reads a kept replay by its id, or by how its id begins.
 * Rejects with `replay_unknown`, `replay_ambiguous`, `replay_damaged` or `replay_too_new`.
 */
export async function loadRecord(workspace: string, id: string): Promise<KeptRecord> {
  const found = (await recordIds(workspace)).filter((name) => name.startsWith(id));
  const [only, ...more] = found;
  if (only === undefined)
    throw new ProblemError({
      code: 'replay_unknown',
      message: `This workspace keeps no replay ${shortId(id)}.`,
      next: 'Choose one of those listed, or keep it first.',
      where: 'replays',
    });
  if (more.length > 0)
    throw new ProblemError({
      code: 'replay_ambiguous',
      message: `${found.length} kept replays begin with ${id}.`,
      next: 'Give more of its id.',
      where: 'replays',
    });
  return readKept(workspace, only);
}

/** All kept replays, newest first, and those of which the file cannot be used. */
export async function listRecords(
  workspace: string,
): Promise<{ readonly kept: readonly KeptRecord[]; readonly damaged: readonly DamagedRecord[] }> {
  const kept: KeptRecord[] = [];
  const damaged: DamagedRecord[] = [];
  for (const id of await recordIds(workspace)) {
    try {
      kept.push(await readKept(workspace, id));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      damaged.push({ id, problem: error.problem });
    }
  }
  return { kept: kept.toSorted((a, b) => (a.keptAt < b.keptAt ? 1 : a.keptAt > b.keptAt ? -1 : 0)), damaged };
}

/** The text of a file that a replay stands on, as it was then; null when it is not there, or is another one. */
export async function readInput(workspace: string, { sha256 }: HashedFile): Promise<string | null> {
  const text = await readTextFile(inputFile(workspace, sha256)).catch(() => null);
  return text !== null && hashOf(text) === sha256 ? text : null;
}

/** The one text of all that a snapshot says of its resources. */
export function contentText({ resources }: Pick<Snapshot, 'resources'>): string {
  return canonicalJson(resources.map((resource) => ({ ...resource })));
}

/** The resources of a snapshot that is kept beside its replay; null when they are not there, or are others. */
export async function readContent(workspace: string, content: string): Promise<Snapshot['resources'] | null> {
  const text = await readTextFile(contentFile(workspace, content)).catch(() => null);
  // What hashes to this is what was written here.
  return text !== null && hashOf(text) === content ? (JSON.parse(text) as Snapshot['resources']) : null;
}

/** An id as people read it. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}

async function recordIds(workspace: string): Promise<readonly string[]> {
  const names = await readdir(replaysFolder(workspace)).catch(() => [] as string[]);
  return names.flatMap((name) => FILE.exec(name)?.[1] ?? []).toSorted();
}

async function readKept(workspace: string, id: string): Promise<KeptRecord> {
  const path = recordFile(workspace, id);
  const where = `replays/${id}.json`;
  const text = (await readTextFile(path)) ?? '';
  const record = readRecord(parse(text));
  if (record === 'newer')
    throw new ProblemError({
      code: 'replay_too_new',
      message: `The replay ${shortId(id)} was kept by a newer version of Gatehouse.`,
      next: 'Open this workspace with the newer version.',
      where,
    });
  if (record === null || hashOf(text) !== id)
    throw new ProblemError({
      code: 'replay_damaged',
      message:
        record === null
          ? `The file of the replay ${shortId(id)} cannot be understood.`
          : `The file of the replay ${shortId(id)} was changed after it was written: its hash is not its name.`,
      next: 'Restore it from git or a backup, or move it away and keep the replay anew.',
      where,
    });
  return { id, record, keptAt: (await stat(path)).mtime.toISOString() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function recordFile(workspace: string, id: string): string {
  return join(replaysFolder(workspace), `${id}.json`);
}

function inputFile(workspace: string, sha256: string): string {
  return join(replaysFolder(workspace), 'inputs', `${sha256}.yaml`);
}

function contentFile(workspace: string, content: string): string {
  return join(replaysFolder(workspace), 'inputs', `${content}.json`);
}

/** SHA-256, hex. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

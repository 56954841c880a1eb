import { randomBytes } from 'node:crypto';
import { mkdir, open, rename as renameFile, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { ProblemError } from '../../shared/result.ts';

/** What tests put in the place of the real `rename`. */
export interface WriteOptions {
  readonly rename?: (from: string, to: string) => Promise<void>;
  /** Pauses between attempts to rename, milliseconds; their number is the number of retries. */
  readonly renamePauses?: readonly number[];
}

/** Virus scanners and indexers hold files open for a moment on Windows; together about two seconds. */
const RENAME_PAUSES = [10, 20, 40, 80, 160, 320, 640, 800] as const;
const HELD_OPEN = new Set(['EPERM', 'EACCES', 'EBUSY']);

const queues = new Map<string, Promise<void>>();

/**
 * Writes a file whole or not at all: whoever reads it, and whenever the process dies, sees the old content
 * or the new one. Missing folders are made. Writes to one path wait for each other.
 * Rejects with `file_not_written`; the old file is then untouched and no temporary file is left.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const target = resolve(path);
  const before = queues.get(target) ?? Promise.resolve();
  const turn = before.then(() => replaceFile(target, data, options));
  const settled = turn.catch(() => undefined);
  queues.set(target, settled);
  try {
    await turn;
  } catch (error) {
    throw notWritten(target, error);
  } finally {
    if (queues.get(target) === settled) queues.delete(target);
  }
}

async function replaceFile(target: string, data: string | Uint8Array, options: WriteOptions): Promise<void> {
  const folder = dirname(target);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeTemporary(temporary, typeof data === 'string' ? Buffer.from(data, 'utf8') : data);
    await renameWithRetry(temporary, target, options);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

async function writeTemporary(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    // FileHandle.writeFile loops over short writes and rejects on a full disk; a single write() would not.
    await file.writeFile(bytes);
    await file.sync();
    const { size } = await file.stat();
    if (size !== bytes.byteLength) throw new Error(`only ${size} of ${bytes.byteLength} bytes were written`);
  } finally {
    await file.close();
  }
}

async function renameWithRetry(from: string, to: string, options: WriteOptions): Promise<void> {
  const rename = options.rename ?? renameFile;
  for (const pause of options.renamePauses ?? RENAME_PAUSES) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (!HELD_OPEN.has(errorCode(error))) throw error;
      await wait(pause);
    }
  }
  return rename(from, to);
}

/**
 * Makes the new name itself durable. Windows has no such call and some network file systems refuse it;
 * the new file is whole and in place by then, so that is no reason to report a failure.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}

function notWritten(path: string, error: unknown): ProblemError {
  const code = errorCode(error);
  const why =
    code === 'ENOSPC' ? 'the disk is full' : code || (error instanceof Error ? error.message : 'unknown');
  return new ProblemError({
    code: 'file_not_written',
    message: `${basename(path)} could not be written (${why}). The old file is unchanged.`,
    next:
      code === 'ENOSPC'
        ? 'Free some space, then try again.'
        : 'Check that the folder can be written, then try again.',
    where: path,
  });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename as renameFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { ProblemError } from '../../shared/result.ts';

/** How a file is written. */
export interface WriteOptions {
  /** True for what only its owner may read: a new file gets mode 0600. An old file's mode is kept either way. */
  readonly secret?: boolean;
  /** What the file has to hold until it is replaced, null for no file; else the write is `file_changed`. */
  readonly replaces?: string | null;
  /** What tests put in the place of the real `rename`. */
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
 * or the new one. Missing folders are made, the mode of the old file is kept. Writes to one path wait for
 * each other. Rejects with `file_not_written`, whose `cause` is what the system said, or with `file_changed` when it is not what `replaces` says;
 * the old file is then untouched and no temporary file is left.
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
    throw error instanceof ProblemError ? error : Object.assign(notWritten(target, error), { cause: error });
  } finally {
    if (queues.get(target) === settled) queues.delete(target);
  }
}

async function replaceFile(target: string, data: string | Uint8Array, options: WriteOptions): Promise<void> {
  const folder = dirname(target);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const mode = await modeOf(target, options);
    await writeTemporary(temporary, typeof data === 'string' ? Buffer.from(data, 'utf8') : data, mode);
    if (options.replaces !== undefined) await requireContent(target, options.replaces);
    await renameWithRetry(temporary, target, options);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** The bits of the new file; a new name's are cut by the umask, those of a replaced file are kept exactly. */
interface Mode {
  readonly bits: number;
  readonly exact: boolean;
}

async function modeOf(target: string, { secret = false }: WriteOptions): Promise<Mode> {
  const old = await stat(target).catch(() => null);
  if (old !== null) return { bits: old.mode & 0o777, exact: true };
  return { bits: secret ? 0o600 : 0o666, exact: false };
}

async function writeTemporary(path: string, bytes: Uint8Array, mode: Mode): Promise<void> {
  // Never readable for more people than the finished file, not even for a moment.
  const file = await open(path, 'wx', mode.bits);
  try {
    // What `open` sets is cut by the umask.
    if (mode.exact) await file.chmod(mode.bits);
    // FileHandle.writeFile loops over short writes and rejects on a full disk; a single write() would not.
    await file.writeFile(bytes);
    await file.sync();
    const { size } = await file.stat();
    if (size !== bytes.byteLength) throw new Error(`only ${size} of ${bytes.byteLength} bytes were written`);
  } finally {
    await file.close();
  }
}

async function requireContent(target: string, text: string | null): Promise<void> {
  const held = await readFile(target).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (text === null ? held === null : held?.equals(Buffer.from(text, 'utf8'))) return;
  throw new ProblemError({
    code: 'file_changed',
    message: `${basename(target)} was ${held === null ? 'removed' : 'changed'} by something else meanwhile. Nothing was written.`,
    next: 'Look at the file, then try again.',
    where: target,
  });
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

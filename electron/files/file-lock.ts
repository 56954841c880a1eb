import { randomBytes } from 'node:crypto';
import { link, readFile, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import * as v from 'valibot';

import { writeFileAtomic } from './atomic-write.ts';

const LockSchema = v.object({
  pid: v.number(),
  mark: v.nullable(v.string()),
  what: v.string(),
  // It becomes part of a file's name.
  token: v.pipe(v.string(), v.regex(/^[0-9a-z]{1,32}$/)),
});
type Lock = v.InferOutput<typeof LockSchema>;

/** Who holds a lock: the number of its process, and what it holds the lock for. */
export type LockHolder = Readonly<Pick<Lock, 'pid' | 'what'>>;

/** What came of trying to take a lock; the holder is null when several were after it at once. */
export type LockAttempt =
  | { readonly taken: true; readonly release: () => Promise<void> }
  | { readonly taken: false; readonly holder: LockHolder | null };

/** Tokens of the locks that this process holds: what it gave back and could not remove is no lock. */
const held = new Set<string>();

/** Who holds the lock at this moment, in this process or another; null when nobody does. */
export async function lockHolder(path: string): Promise<LockHolder | null> {
  const lock = await readLock(path);
  return lock !== null && (await isAlive(lock)) ? lock : null;
}

/**
 * Tries to take a lock that one process of this machine can have at a time. A lock whose process is gone is
 * taken over.
 *
 * @param path of the lock file; its folder is made
 * @param what it is held for, one word for those who find it held
 * @param waitMs how long to wait for a holder to give it back
 */
export function takeLock(path: string, what: string, waitMs = 0): Promise<LockAttempt> {
  return attempt(path, what, waitMs, 0);
}

/** Each that was killed while it held a permit leaves a longer name; a file's may have 255 characters. */
const MOST_PERMITS = 8;

async function attempt(path: string, what: string, waitMs: number, depth: number): Promise<LockAttempt> {
  const lock: Lock = { pid: process.pid, mark: await processMark(process.pid), what, token: token() };
  const until = performance.now() + waitMs;
  for (let races = 0; races < 20;) {
    if (await create(path, lock)) return { taken: true, release: () => release(path, lock) };
    const holder = await readLock(path);
    if (holder !== null && (await isAlive(holder))) {
      if (performance.now() >= until) return { taken: false, holder };
      await wait(50);
      continue;
    }
    races += 1;
    await removeStale(path, holder, depth + 1);
    await wait(5);
  }
  return { taken: false, holder: null };
}

/** Makes the lock with its content in one step: a lock that is there is whole. */
async function create(path: string, lock: Lock): Promise<boolean> {
  const draft = `${path}.${lock.token}`;
  await writeFileAtomic(draft, JSON.stringify(lock));
  // Before it is there: whoever finds it must know that it is held.
  held.add(lock.token);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    held.delete(lock.token);
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    // The lock is there or not, whatever becomes of its draft.
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/**
 * Takes a lock away whose process is gone. Of several who found it, one at a time gets the permit for this very
 * lock, and takes it away only if it is still there: a lock made meanwhile is never touched. The permit is a lock
 * itself, so one whose process was killed here is taken over as any other.
 */
async function removeStale(path: string, stale: Lock | null, depth: number): Promise<void> {
  if (depth > MOST_PERMITS) return;
  const permit = await attempt(`${path}.after-${stale?.token ?? 'damaged'}`, 'permit', 0, depth);
  if (!permit.taken) return;
  try {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== null && parseLock(text)?.token === stale?.token) await rm(path, { force: true });
  } finally {
    await permit.release();
  }
}

async function release(path: string, lock: Lock): Promise<void> {
  held.delete(lock.token);
  if ((await readLock(path))?.token === lock.token) await rm(path, { force: true });
}

async function readLock(path: string): Promise<Lock | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : parseLock(text);
}

function parseLock(text: string): Lock | null {
  try {
    const parsed = v.safeParse(LockSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

async function isAlive({ pid, mark, token: of }: Lock): Promise<boolean> {
  if (pid === process.pid && mark !== null && mark === (await processMark(pid))) return held.has(of);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const now = await processMark(pid);
  return mark === null || now === null || now === mark;
}

/** When a process was started, as Linux counts it: tells a process from a later one with its number. */
async function processMark(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function token(): string {
  return randomBytes(8).toString('hex');
}

import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import * as v from 'valibot';

import { ProblemError } from '../../shared/result.ts';
import { writeFileAtomic } from '../workspace/atomic-write.ts';
import { changesFolder } from '../workspace/paths.ts';

const LockSchema = v.object({
  pid: v.number(),
  mark: v.nullable(v.string()),
  change: v.string(),
  // It becomes part of a file's name.
  token: v.pipe(v.string(), v.regex(/^[0-9a-z]{1,32}$/)),
});
type Lock = v.InferOutput<typeof LockSchema>;

/** The change that is being pushed at this moment, by this process or another; null when none is. */
export async function whoPushes(workspace: string): Promise<string | null> {
  const lock = await readLock(lockFile(workspace));
  return lock !== null && (await isAlive(lock)) ? lock.change : null;
}

/**
 * Takes the one place for pushing in a workspace; resolves with what gives it back. A lock whose process is
 * gone is taken over. Rejects with `push_running`.
 */
export async function lockPush(workspace: string, change: string): Promise<() => Promise<void>> {
  const path = lockFile(workspace);
  const lock: Lock = { pid: process.pid, mark: await processMark(process.pid), change, token: token() };
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (await create(path, lock)) return () => release(path, lock);
    const held = await readLock(path);
    if (held !== null && (await isAlive(held))) throw running(held);
    await removeStale(path, held);
    await wait(5);
  }
  throw running(null);
}

/** Makes the lock with its content in one step: a lock that is there is whole. */
async function create(path: string, lock: Lock): Promise<boolean> {
  const draft = `${path}.${lock.token}`;
  await writeFileAtomic(draft, JSON.stringify(lock));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Takes a lock away whose process is gone. Of several who found it, one at a time gets the permit for this very
 * lock, and takes it away only if it is still there: a lock made meanwhile is never touched.
 */
async function removeStale(path: string, stale: Lock | null): Promise<void> {
  const permit = `${path}.after-${stale?.token ?? 'damaged'}`;
  const mine = await open(permit, 'wx', 0o600).catch(() => null);
  if (mine === null) return;
  try {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== null && parseLock(text)?.token === stale?.token) await rm(path, { force: true });
  } finally {
    await mine.close();
    await rm(permit, { force: true });
  }
}

async function release(path: string, lock: Lock): Promise<void> {
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

async function isAlive({ pid, mark }: Lock): Promise<boolean> {
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

function running(lock: Lock | null): ProblemError {
  return new ProblemError({
    code: 'push_running',
    message: 'Another push is running in this workspace.',
    next: 'Wait until it has ended, then try again.',
    where: lock === null ? 'changes/push.lock' : lock.change,
  });
}

function lockFile(workspace: string): string {
  return join(changesFolder(workspace), 'push.lock');
}

function token(): string {
  return randomBytes(8).toString('hex');
}

import { join } from 'node:path';

import { ProblemError } from '../../shared/result.ts';
import { lockHolder, takeLock, type LockHolder } from '../files/file-lock.ts';
import { changesFolder } from '../workspace/paths.ts';

/** The change that is being pushed at this moment, by this process or another; null when none is. */
export async function whoPushes(workspace: string): Promise<string | null> {
  return (await lockHolder(lockFile(workspace)))?.what ?? null;
}

/** How long a push waits for somebody who looks at the nodes, milliseconds: longer than a look may take. */
const LOOK_ENDS_MS = 15_000;

/**
 * Takes the one place for pushing in a workspace; resolves with what gives it back. A lock whose process is
 * gone is taken over. A look at what an earlier push left open is waited for, and none begins while it is held.
 * Rejects with `push_running`.
 */
export async function lockPush(workspace: string, change: string): Promise<() => Promise<void>> {
  const attempt = await takeLock(lockFile(workspace), change);
  if (!attempt.taken) throw running(attempt.holder);
  const look = await takeLock(lookFile(workspace), change, LOOK_ENDS_MS);
  if (look.taken) {
    await look.release();
    return attempt.release;
  }
  await attempt.release();
  throw running(look.holder);
}

/**
 * Takes the one place for looking at what ended pushes left open, which a push waits for; null when somebody pushes or
 * has it still after the wait.
 * @param waitMs how long to wait for another look.
 */
export async function lockLook(
  workspace: string,
  change: string,
  waitMs = 0,
): Promise<(() => Promise<void>) | null> {
  const attempt = await takeLock(lookFile(workspace), change, waitMs);
  if (!attempt.taken) return null;
  if ((await whoPushes(workspace)) === null) return attempt.release;
  await attempt.release();
  return null;
}

function running(holder: LockHolder | null): ProblemError {
  return new ProblemError({
    code: 'push_running',
    message: 'Another push is running in this workspace.',
    next: 'Wait until it has ended, then try again.',
    where: holder?.what ?? 'changes/push.lock',
  });
}

function lookFile(workspace: string): string {
  return join(changesFolder(workspace), 'look.lock');
}

function lockFile(workspace: string): string {
  return join(changesFolder(workspace), 'push.lock');
}

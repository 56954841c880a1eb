import { join } from 'node:path';

import { ProblemError } from '../../shared/result.ts';
import { lockHolder, takeLock } from '../files/file-lock.ts';
import { changesFolder } from '../workspace/paths.ts';

/** The change that is being pushed at this moment, by this process or another; null when none is. */
export async function whoPushes(workspace: string): Promise<string | null> {
  return (await lockHolder(lockFile(workspace)))?.what ?? null;
}

/**
 * Takes the one place for pushing in a workspace; resolves with what gives it back. A lock whose process is
 * gone is taken over. Rejects with `push_running`.
 */
export async function lockPush(workspace: string, change: string): Promise<() => Promise<void>> {
  const attempt = await takeLock(lockFile(workspace), change);
  if (attempt.taken) return attempt.release;
  throw new ProblemError({
    code: 'push_running',
    message: 'Another push is running in this workspace.',
    next: 'Wait until it has ended, then try again.',
    where: attempt.holder?.what ?? 'changes/push.lock',
  });
}

function lockFile(workspace: string): string {
  return join(changesFolder(workspace), 'push.lock');
}

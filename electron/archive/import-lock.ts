import { cancelled, ProblemError } from '../../shared/result.ts';
import { takeLock } from '../files/file-lock.ts';
import type { LockAttempt } from '../files/file-lock.ts';
import type { Work } from '../gateways/adapter.ts';
import { notStored } from './import/import-problems.ts';
import type { ArchivePlaces } from './places.ts';

/** How long an import waits for one of another process, milliseconds. */
export const IMPORT_WAIT_MS = 5_000;
const CANCEL_HEARD_MS = 100;

/**
 * Takes the one place for importing into a node, among all processes; resolves with what gives it back. The
 * place of a process that is gone is taken over. Rejects with `import_running`, and with `archive_not_written` where the lock cannot be.
 *
 * @param what is being imported, for those who find the place taken
 * @param work is told that it waits; rejects with `cancelled` while it does
 */
export async function lockImport(
  places: ArchivePlaces,
  node: string,
  what: string,
  waitMs: number,
  work?: Work,
): Promise<() => Promise<void>> {
  const path = places.importLock(node);
  const until = performance.now() + waitMs;
  let attempt: LockAttempt;
  for (;;) {
    if (work?.signal.aborted === true) throw cancelled(`The import into ${node}`);
    // A little at a time, so that a cancel is heard; never while the lock may be got.
    const leftMs = Math.min(CANCEL_HEARD_MS, Math.max(0, until - performance.now()));
    attempt = await takeLock(path, what, leftMs).catch((error: unknown) => {
      throw notStored(node, what, error instanceof ProblemError ? error.cause : error);
    });
    if (attempt.taken) return attempt.release;
    if (performance.now() >= until) break;
    work?.progress(0, null, `waiting for process ${attempt.holder?.pid ?? '?'}, which imports into ${node}`);
  }
  const { holder } = attempt;
  const who = holder === null ? '' : ` (process ${holder.pid}, ${holder.what})`;
  throw new ProblemError({
    code: 'import_running',
    message: `Another import into ${node} is running${who}.`,
    next: 'Wait until it has ended, or end that process, then import again.',
    where: places.relative(path),
  });
}

import { ProblemError } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';
import { SEGMENT_DAMAGED } from '../query/problems.ts';
import { monthFile, recordFile } from './earlier-files.ts';
import type { MigratedMonth } from './migrate-month.ts';

/** A month that was damaged; `name` is that of its file now. */
export function monthDamaged(node: string, month: string, name: string, why: string | null): Problem {
  const where = `archive/${node}/${name}`;
  return {
    code: SEGMENT_DAMAGED,
    message: `The archive of ${node} for ${month}, of an earlier version, is damaged${why === null ? '' : ` (${why})`} and was set aside as ${where}.`,
    next: `Import ${month} of ${node} again and remove that file, or put a good copy back as ${monthFile(month)} and start the program again.`,
    where,
  };
}

/** A month of which only the record is left. */
export function monthMissing(node: string, month: string): Problem {
  return {
    code: 'segment_missing',
    message: `The archive of ${node} for ${month}, of an earlier version, is gone: ${monthFile(month)} was there and is not.`,
    next: `Put the file back from a copy and start the program again, or remove ${recordFile(month)} and import ${month} again.`,
    where: `archive/${node}/${recordFile(month)}`,
  };
}

/** A month of a version after this one; its file was not touched. */
export function monthTooNew(node: string, month: string, layout: number): Problem {
  return {
    code: 'segment_too_new',
    message: `The archive of ${node} for ${month} was written by a newer version (layout ${layout}). What is shown is without it.`,
    next: 'Open this workspace with the newer version. The file was not touched.',
    where: `archive/${node}/${monthFile(month)}`,
  };
}

/** Requests that the archive of today cannot hold. */
export function rowsRefused(
  node: string,
  month: string,
  { refused, requests }: MigratedMonth,
  where: string,
): Problem {
  return {
    code: 'migration_rows_refused',
    message: `${refused} of the ${requests} requests of ${node} in ${month}, of an earlier version, could not be taken over.`,
    next: `They are kept in ${where} with the reason of each.`,
    where,
  };
}

/** A migration that was begun and has not ended. */
export function migrationRunning(node: string, detail: string): Problem {
  return {
    code: 'migration_running',
    message: `The archive of ${node} that an earlier version wrote is being taken over${detail}. What is shown is without what is still to come.`,
    next: 'Ask again when it has ended.',
    where: `archive/${node}`,
  };
}

/** A migration that could not be done; it is tried again by the next import and the next start. */
export function migrationFailed(node: string, error: unknown): Problem {
  const problem = error instanceof ProblemError ? error.problem : null;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const why =
    problem?.message.replace(/\.$/, '') ??
    (code === 'ENOSPC' ? 'the disk is full' : code || (error instanceof Error ? error.message : 'unknown'));
  return {
    code: 'migration_failed',
    message: `The archive of ${node} that an earlier version wrote could not be taken over: ${why}. What is shown is without the rest of it; its files were not changed.`,
    next: 'Remove the cause, then start the program again.',
    where: `archive/${node}`,
  };
}

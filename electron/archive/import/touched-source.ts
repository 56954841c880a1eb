import { stat } from 'node:fs/promises';

import type { UnfinishedImport } from '../../../shared/audit/logged-request.ts';
import { ProblemError } from '../../../shared/result.ts';
import { isRefusal } from '../store/lost-segment.ts';
import { openLogSource } from '../sources/open-log-source.ts';

/** A file or folder that an import reads, as it was when that began. */
export interface ReadFile {
  /** Absolute. */
  readonly path: string;
  readonly timedFingerprint: string;
}

/** What became of the files of an import since; undefined where nobody has touched them, or that cannot be seen now. */
export async function whatBecameOf(files: readonly ReadFile[]): Promise<UnfinishedImport['file']> {
  let became: UnfinishedImport['file'];
  for (const file of files) {
    const one = await whatBecame(file);
    if (one === 'gone') return one;
    became ??= one;
  }
  return became;
}

async function whatBecame({ path, timedFingerprint }: ReadFile): Promise<UnfinishedImport['file']> {
  try {
    await stat(path);
  } catch (error) {
    return isRefusal(error) && error.code === 'ENOENT' ? 'gone' : undefined;
  }
  try {
    return (await openLogSource(path)).timedFingerprint === timedFingerprint ? undefined : 'changed';
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problem.code === 'file_unreadable' ? undefined : 'changed';
  }
}

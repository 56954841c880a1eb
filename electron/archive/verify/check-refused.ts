import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';

import type { Problem } from '../../../shared/result.ts';
import { isRefusal } from '../store/lost-segment.ts';
import type { NodeStore } from '../store/node-store.ts';

/**
 * Compares the side files of refused rows with the commits that count them. One that somebody removed is none of the
 * archive's problems; nor can be told what those of earlier versions were, whose commits do not say.
 */
export async function refusedProblems(
  { node, folder, ...store }: Pick<NodeStore, 'node' | 'folder' | 'state'>,
  stop: () => void,
): Promise<{ readonly problems: readonly Problem[]; readonly notes: readonly string[] }> {
  const problems: Problem[] = [];
  const notes: string[] = [];
  for (const { import: of } of (await store.state()).commits) {
    if (of?.refusedFile === undefined) continue;
    const { name, sha256 } = of.refusedFile;
    const where = `archive/${node}/refused/${name}`;
    const found = await hashOf(path.join(folder, 'refused', name), stop);
    if (found === 'missing')
      notes.push(`${where} is not there any more: it had what was refused of ${of.description}.`);
    else if (found !== sha256)
      problems.push({
        code: 'refused_differs',
        message: `What was refused of ${of.description} is no longer as it was written. No figure has those rows.`,
        next: 'Put the file back from a copy, or import again: what is refused then is written anew.',
        where,
      });
  }
  return { problems, notes };
}

/** The hash of what can be read; `missing` where nothing is there. */
async function hashOf(file: string, stop: () => void): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const bytes of createReadStream(file)) {
      stop();
      hash.update(bytes as Buffer);
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.code === 'ENOENT' ? 'missing' : error.code;
  }
  return hash.digest('hex');
}

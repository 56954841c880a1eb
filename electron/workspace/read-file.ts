import { readFile } from 'node:fs/promises';

import { ProblemError } from '../../shared/result.ts';

/** The text of a file, or null when there is none. Rejects with `file_not_read` for every other reason. */
export async function readTextFile(path: string): Promise<string | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return null;
    throw new ProblemError({
      code: 'file_not_read',
      message: `This file could not be read (${code}).`,
      next: 'Check that it is a file and that you may read it.',
      where: path,
    });
  }
  try {
    // Anything else would be changed by reading it as text and writing it back.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ProblemError({
      code: 'file_not_text',
      message: 'This file is not text in UTF-8.',
      next: 'Save it as UTF-8, or move it away.',
      where: path,
    });
  }
}

/** Parsed JSON of a file, or null when there is none. Rejects with `file_damaged` when it is no JSON. */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readTextFile(path);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError({
      code: 'file_damaged',
      message: 'This file is not valid JSON.',
      next: 'Restore it from a backup or from git, or move it away.',
      where: path,
    });
  }
}

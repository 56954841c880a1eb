import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { MOST_FILE_TEXT } from '../../shared/contract/arguments.ts';
import { ProblemError } from '../../shared/result.ts';
import { POLICY_FILE } from '../workspace/paths.ts';
import type { CommandContext } from './command.ts';
import { fileNotRead } from './file-not-read.ts';

/** A policy's text and the file it is in; null where the workspace has none and no file is named. */
export async function policyText(
  { io, call }: Pick<CommandContext, 'io' | 'call'>,
  name: string | undefined,
): Promise<{ readonly file: string; readonly text: string } | null> {
  if (name !== undefined) {
    const text = await readFile(path.resolve(io.cwd, name), 'utf8').catch((error: unknown) => {
      throw fileNotRead(name, error);
    });
    if (text.length > MOST_FILE_TEXT) throw tooLong(name, text.length);
    return { file: name, text };
  }
  const { text, hash } = await call('config.read', { path: POLICY_FILE });
  return hash === null ? null : { file: POLICY_FILE, text };
}

function tooLong(file: string, length: number): ProblemError {
  return new ProblemError({
    code: 'file_too_long',
    message: `${file} has ${length.toLocaleString('en')} characters; a policy file may have ${MOST_FILE_TEXT.toLocaleString('en')} at most.`,
    next: 'Check that it is the policy file, and not a log.',
    where: file,
  });
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';

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
    return { file: name, text };
  }
  const { text, hash } = await call('config.read', { path: POLICY_FILE });
  return hash === null ? null : { file: POLICY_FILE, text };
}

import { POLICY_FILE } from '../workspace/paths.ts';
import type { CommandContext } from './command.ts';
import { findingsText } from './findings-text.ts';

/**
 * What is doubtful in a policy that can be used all the same, for the error stream; empty for nothing. A misspelt model
 * denies as much as one that was taken away.
 */
export async function policyWarnings(
  { call }: Pick<CommandContext, 'call'>,
  { file, text }: { readonly file: string; readonly text: string },
): Promise<string> {
  const { findings } = await call('config.check', { path: POLICY_FILE, text });
  const doubtful = findings.filter(({ severity }) => severity !== 'note');
  return doubtful.length === 0 ? '' : findingsText(file, doubtful);
}

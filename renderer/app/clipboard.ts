import type { Problem } from '../../shared/result.ts';
import { notify } from '../ui/notice.tsx';
import { call } from './api.ts';

/** Puts text on the clipboard and says so. Resolves with the problem, if there was one. */
export async function copyText(text: string, what: string): Promise<Problem | null> {
  const result = await call('shell.copyText', { text });
  if (!result.ok) {
    notify(result.problem.message, result.problem.next);
    return result.problem;
  }
  notify(`Copied ${what}`);
  return null;
}

/** Asks where to, and writes the text there. Says nothing when the person changed their mind. */
export async function saveText(suggestedName: string, text: string): Promise<Problem | null> {
  const result = await call('shell.saveText', { suggestedName, text });
  if (!result.ok) {
    notify(result.problem.message, result.problem.next);
    return result.problem;
  }
  if (result.value.path !== null) notify('Saved', result.value.path);
  return null;
}

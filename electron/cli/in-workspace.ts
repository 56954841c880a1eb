import { quotedPath } from '../archive/query/again.ts';
import type { Command } from './command.ts';

/** What asks no workspace, or makes one of its own. */
const WITHOUT: ReadonlySet<string> = new Set(['sample', 'explain', 'policy schema']);

/**
 * Writes into a text for people which workspace its commands are for, where one was named on the command line: what is
 * printed as the next step can then be typed as it is. A command that names one already, or asks for help, stays.
 *
 * @param workspace as it was typed; undefined where it is the current folder
 */
export function inWorkspace(
  text: string,
  workspace: string | undefined,
  commands: ReadonlyMap<string, Command>,
): string {
  if (workspace === undefined) return text;
  const option = ` --workspace ${quotedPath(workspace)}`;
  return text.replaceAll(mentionsOf(commands), (mention) => `${mention}${option}`);
}

/** `gatehouse policy check` as well as `gatehouse pull`, wherever a sentence names them. */
function mentionsOf(commands: ReadonlyMap<string, Command>): RegExp {
  const phrases = [...commands.values()]
    .flatMap(({ usage }) => usage.map((line) => /^[a-z-]+(?: [a-z-]+)*(?= |$)/.exec(line)?.[0] ?? ''))
    .filter((phrase) => phrase !== '' && !WITHOUT.has(phrase))
    // The longer one first, as one begins with the other.
    .sort((a, b) => b.length - a.length);
  const without = [...WITHOUT].join('|');
  return new RegExp(
    `\\bgatehouse (?!(?:${without})\\b)(?:${phrases.join('|')})(?![\\w-])(?![^\\n"]*--workspace)(?! --help)`,
    'g',
  );
}

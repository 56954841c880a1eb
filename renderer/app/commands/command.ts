import type { IconName } from '../../ui/icon.tsx';

/** Something the palette can do. */
export interface Command {
  /** Unique and stable. */
  readonly id: string;
  /** The verb, and what it does it to: "Pull prod-eu". */
  readonly title: string;
  /** The heading it stands under. */
  readonly group: 'Go to' | 'Nodes' | 'Files' | 'Changes' | 'Archive' | 'Month' | 'App';
  readonly icon: IconName;
  /** Other words a person may type for it. */
  readonly words?: string;
  readonly shortcut?: string;
  readonly run: () => void;
}

/** How well a text answers what was typed: higher is better, 0 is not at all. */
export function matchScore(query: string, text: string): number {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  let score = 1;
  for (const word of wanted) {
    const at = lower.indexOf(word);
    if (at === -1) return 0;
    score += at === 0 ? 4 : /[\s\-_/.]/.test(lower.charAt(at - 1)) ? 3 : 1;
  }
  return score;
}

/** The commands that answer a query, best first; all of them, in their order, while nothing is typed. */
export function matchCommands(commands: readonly Command[], query: string): readonly Command[] {
  if (query.trim() === '') return commands;
  return commands
    .map((command, order) => ({
      command,
      order,
      // A word in the title says more than one of the words beside it.
      score: Math.max(
        matchScore(query, command.title) * 2,
        matchScore(query, `${command.title} ${command.group} ${command.words ?? ''}`),
      ),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map(({ command }) => command);
}

/** Commands under their headings, in the order in which a heading first appears. */
export function groupCommands(
  commands: readonly Command[],
): readonly { readonly value: string; readonly items: readonly Command[] }[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const group = groups.get(command.group);
    if (group === undefined) groups.set(command.group, [command]);
    else group.push(command);
  }
  return [...groups].map(([value, items]) => ({ value, items }));
}

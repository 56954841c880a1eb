import { createTwoFilesPatch } from 'diff';

import { describeChange, describeSummary } from '../change-text.ts';
import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { readSides } from '../sides.ts';

export const diff: Command = {
  usage: ['diff A [B] [--text]'],
  summary:
    'Compares two states by meaning: a node, a snapshot or a file of the workspace, or `files` (the wanted state). B is `files` when left out.',
  examples: ['diff prod-eu prod-us', 'diff prod-eu --text'],
  options: { text: { type: 'boolean' } },
  async run({ io, positionals, flag, call }) {
    const [a, b, ...more] = positionals;
    if (a === undefined || more.length > 0) throw new UsageError('Name one or two sides to compare.');
    const { nodes } = await call('fleet.list', {});
    const [left, right] = readSides(a, b ?? 'files', nodes);
    const view = await call('diff.compare', { left, right });
    for (const note of view.notes) io.err(`${note}\n`);
    const { changes, summary } = view;
    const listed = changes.map((change) => describeChange(change, io.colour, view.names)).join('');
    const asText = flag('text')
      ? createTwoFilesPatch(view.left.title, view.right.title, view.left.text, view.right.text)
      : `${view.left.title} -> ${view.right.title}\n${listed}${changes.length === 0 ? 'No difference.' : `${describeSummary(summary)}.`}\n`;
    return {
      json: { left: view.left.title, right: view.right.title, changes, summary, notes: view.notes },
      text: asText,
      exit: changes.length > 0 ? EXIT.findings : EXIT.done,
    };
  },
};

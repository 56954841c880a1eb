import path from 'node:path';

import { createSampleWorkspace } from '../../sample/workspace.ts';
import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';

export const sample: Command = {
  usage: ['sample DIR [--rows N] [--seed S]'],
  summary: 'Makes a workspace with simulated gateways and a month of logs.',
  options: { rows: { type: 'string' }, seed: { type: 'string' } },
  async run({ io, positionals, text }) {
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0)
      throw new UsageError('Name one folder for the sample workspace.');
    const rows = wholeNumber(text('rows'), '--rows', 100, 5_000_000);
    const seed = wholeNumber(text('seed'), '--seed', 0, 2_147_483_647);
    const made = await createSampleWorkspace(path.resolve(io.cwd, folder), {
      ...(rows === undefined ? {} : { rows }),
      ...(seed === undefined ? {} : { seed }),
    });
    return {
      json: made,
      text: `Made a sample workspace in ${made.workspace}: ${made.nodes.length} nodes, ${made.requests} requests.\nNext: gatehouse serve-sample --workspace ${folder}\n`,
      exit: EXIT.done,
    };
  },
};

function wholeNumber(
  text: string | undefined,
  option: string,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new UsageError(`${option} takes a whole number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

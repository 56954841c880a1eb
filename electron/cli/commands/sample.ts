import path from 'node:path';

import { createSampleWorkspace } from '../../sample/workspace.ts';
import { STANDARD_ROWS } from '../../sample/world/node-names.ts';
import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';

/** What `--rows` takes. */
const LEAST_ROWS = 100;
const MOST_ROWS = 5_000_000;

export const sample: Command = {
  usage: ['sample DIR [--rows N] [--seed S]'],
  summary: `Makes a workspace with simulated gateways and a month of logs: ${STANDARD_ROWS.toLocaleString('en')} requests, or with --rows from ${LEAST_ROWS} to ${MOST_ROWS.toLocaleString('en')}. The same --seed (a whole number) makes the same logs.`,
  examples: ['sample demo', 'sample demo --rows 1000 --seed 7'],
  options: { rows: { type: 'string' }, seed: { type: 'string' } },
  async run({ io, positionals, text }) {
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0)
      throw new UsageError('Name one folder for the sample workspace.');
    const rows = wholeNumber(text('rows'), '--rows', LEAST_ROWS, MOST_ROWS);
    const seed = wholeNumber(text('seed'), '--seed', 0, 2_147_483_647);
    const made = await createSampleWorkspace(path.resolve(io.cwd, folder), {
      ...(rows === undefined ? {} : { rows }),
      ...(seed === undefined ? {} : { seed }),
    });
    return {
      json: made,
      text: `Made a sample workspace in ${made.workspace}: ${made.nodes.length} nodes, ${made.requests.toLocaleString('en')} requests.\nNext: gatehouse serve-sample --workspace ${folder}\n`,
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

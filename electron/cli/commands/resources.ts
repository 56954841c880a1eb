import path from 'node:path';

import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { kindsOf } from '../lists.ts';
import { writeNew } from '../write-new.ts';

export const resources: Command = {
  usage: ['resources NODE [--kinds KIND,…] [-o FILE]'],
  summary: 'Writes what a node held as a resource file that wants just that, to be edited.',
  examples: ['resources prod-eu --kinds team,model -o prod-eu.yaml'],
  options: { kinds: { type: 'string' }, output: { type: 'string', short: 'o' } },
  async run({ io, positionals, text, call }) {
    const [node, ...rest] = positionals;
    if (node === undefined || rest.length > 0) throw new UsageError('Name one node.');
    const kinds = kindsOf(text('kinds'));
    const made = await call('config.fromNode', { node, ...(kinds === undefined ? {} : { kinds }) });
    const output = text('output');
    if (output === undefined) return { json: made, text: made.text, isData: true, exit: EXIT.done };
    const file = path.resolve(io.cwd, output);
    await writeNew(file, made.text);
    return {
      json: { ...made, file },
      text: `Written to ${output}. Edit it, then: gatehouse plan ${node}\n`,
      exit: EXIT.done,
    };
  },
};

import { createHash } from 'node:crypto';
import path from 'node:path';

import type { Plan } from '../../../shared/plan/plan.ts';
import { writeFileAtomic } from '../../files/atomic-write.ts';
import { describeChange, describeSummary } from '../change-text.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { kindsOf, wordsOf } from '../lists.ts';

export const plan: Command = {
  usage: ['plan [NODE…] [--sync] [--kinds KIND,…] [--teams TEAM,…] [--tags TAG,…] [-o FILE]'],
  summary: 'Works out the operations that take nodes to the state the files want.',
  options: {
    sync: { type: 'boolean' },
    kinds: { type: 'string' },
    teams: { type: 'string' },
    tags: { type: 'string' },
    output: { type: 'string', short: 'o' },
  },
  async run({ io, positionals, flag, text, call }) {
    const kinds = kindsOf(text('kinds'));
    const teams = wordsOf(text('teams'), 'teams');
    const tags = wordsOf(text('tags'), 'tags');
    const scope = {
      ...(kinds === undefined ? {} : { kinds }),
      ...(teams === undefined ? {} : { teams }),
      ...(tags === undefined ? {} : { tags }),
    };
    const { change } = await call('changes.plan', {
      ...(positionals.length === 0 ? {} : { nodes: [...positionals] }),
      sync: flag('sync'),
      ...(Object.keys(scope).length === 0 ? {} : { scope }),
    });
    const made = change.plan;
    const file = text('output');
    if (file !== undefined) {
      await writeFileAtomic(path.resolve(io.cwd, file), `${JSON.stringify(made, null, 2)}\n`);
    }
    for (const { node, message } of made.warnings)
      io.err(`Warning${node === undefined ? '' : ` (${node})`}: ${message}\n`);
    return {
      json: {
        plan: made.id,
        snapshotHash: overallHash(made),
        bases: made.bases,
        operations: made.operations,
        summary: made.summary,
        warnings: made.warnings,
      },
      text: describePlan(made, io.colour, file),
      exit: made.operations.length > 0 ? EXIT.findings : EXIT.done,
    };
  },
};

/** One node: the hash of its snapshot. Several: a hash over all of theirs, in order. */
function overallHash({ bases }: Plan): string | null {
  const [first, ...more] = bases;
  if (first === undefined) return null;
  if (more.length === 0) return first.snapshotHash;
  const text = bases.map(({ node, snapshotHash }) => `${node} ${snapshotHash}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}

function describePlan(made: Plan, colour: boolean, file: string | undefined): string {
  if (made.operations.length === 0) return 'Nothing to do: every node is as the files want it.\n';
  const nodes = [...new Set(made.operations.map(({ node }) => node))];
  const blocks = nodes.map(
    (node) =>
      `${node}\n${made.operations
        .filter((operation) => operation.node === node)
        .map((operation) => describeChange(operation, colour))
        .join('')}`,
  );
  return `${blocks.join('\n')}\n${describeSummary(made.summary)}.\nNext: gatehouse push ${file ?? made.id}\n`;
}

import { createHash } from 'node:crypto';
import path from 'node:path';

import type { ChangeView } from '../../shared/contract/answers.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { describeChange, describeFileEdit, describeSummary } from './change-text.ts';
import type { CommandResult } from './command.ts';
import { EXIT, type CliIo } from './io.ts';

/**
 * What a command that made a plan ends with: the plan as a document and as text, also in a file where one is named;
 * warnings go to stderr.
 * @param nothing the sentence for a plan without operations.
 */
export async function answerPlan(
  { change: { plan }, names = {} }: Pick<ChangeView, 'change' | 'names'>,
  file: string | undefined,
  io: CliIo,
  nothing: string,
): Promise<CommandResult & { readonly json: object }> {
  if (file !== undefined) {
    await writeFileAtomic(path.resolve(io.cwd, file), `${JSON.stringify(plan, null, 2)}\n`);
  }
  for (const { node, message } of plan.warnings)
    io.err(`Warning${node === undefined ? '' : ` (${node})`}: ${message}\n`);
  const leftOut = plan.warnings.filter((warning) => warning.leftOut === true).length;
  return {
    json: {
      plan: plan.id,
      ...(plan.reverts === undefined ? {} : { reverts: plan.reverts }),
      snapshotHash: overallHash(plan),
      bases: plan.bases,
      operations: plan.operations,
      summary: plan.summary,
      warnings: plan.warnings,
      ...(plan.fileEdits === undefined ? {} : { fileEdits: plan.fileEdits }),
    },
    text:
      (plan.operations.length === 0
        ? `${leftOut === 0 ? nothing : describeLeftOut(leftOut)}\n`
        : describePlan(plan, names, io.colour, file)) + describeEdits(plan),
    exit: plan.operations.length + (plan.fileEdits?.length ?? 0) + leftOut > 0 ? EXIT.findings : EXIT.done,
  };
}

/** For a plan without operations that is still not all that was wanted. */
function describeLeftOut(count: number): string {
  return count === 1
    ? 'Nothing can be pushed, but something that is wanted is not in this plan: the warning says what and why.'
    : `Nothing can be pushed, but ${count} things that are wanted are not in this plan: the warnings say what and why.`;
}

/** What a person has to do elsewhere, after what can be pushed. */
function describeEdits({ fileEdits = [] }: Plan): string {
  if (fileEdits.length === 0) return '';
  return `\nNot pushed, because config files own it; edit them, deploy them, then pull again:\n${fileEdits.map(describeFileEdit).join('')}`;
}

/** One node: the hash of its snapshot. Several: a hash over all of theirs, in order. */
function overallHash({ bases }: Plan): string | null {
  const [first, ...more] = bases;
  if (first === undefined) return null;
  if (more.length === 0) return first.snapshotHash;
  const text = bases.map(({ node, snapshotHash }) => `${node} ${snapshotHash}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}

function describePlan(
  made: Plan,
  names: NonNullable<ChangeView['names']>,
  colour: boolean,
  file: string | undefined,
): string {
  const nodes = [...new Set(made.operations.map(({ node }) => node))];
  const blocks = nodes.map(
    (node) =>
      `${node}\n${made.operations
        .filter((operation) => operation.node === node)
        .map((operation) => describeChange(operation, colour, names[node]))
        .join('')}`,
  );
  return `${blocks.join('\n')}\n${describeSummary(made.summary)}.\nNext: gatehouse push ${file ?? made.id}\n`;
}

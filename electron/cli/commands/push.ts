import path from 'node:path';

import type { Change } from '../../../shared/plan/plan.ts';
import { describeSummary } from '../change-text.ts';
import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { describeProblem } from '../problem-text.ts';
import { renderTable } from '../table.ts';

export const push: Command = {
  usage: ['push PLAN [--canary NODE]'],
  summary:
    'Applies a plan (its id, or the file of `plan -o`), re-reads every change, and says what was verified.',
  options: { canary: { type: 'string' } },
  async run({ io, positionals, text, call, core }) {
    const [which, ...more] = positionals;
    if (which === undefined || more.length > 0) throw new UsageError('Name one plan.');
    const id = /[./\\]/.test(which) ? await core().adoptPlan(path.resolve(io.cwd, which)) : which;
    const canary = text('canary');
    const { change } = await call('changes.push', { id, ...(canary === undefined ? {} : { canary }) });
    return {
      json: {
        change: change.id,
        status: change.status,
        operations: change.plan.operations.map((operation) => ({
          ...operation,
          result: change.results.find((result) => result.operation === operation.id) ?? null,
        })),
      },
      text: describeChange(change),
      exit: change.status === 'verified' ? EXIT.done : EXIT.error,
    };
  },
};

function describeChange(change: Change): string {
  const rows = change.plan.operations.map((operation) => {
    const result = change.results.find((entry) => entry.operation === operation.id);
    return [
      operation.node,
      operation.action,
      `${operation.kind} ${operation.name}`,
      result?.status ?? 'waiting',
    ];
  });
  const problems = change.results.flatMap(({ problem }) =>
    problem === undefined ? [] : describeProblem(problem),
  );
  const table = renderTable(
    [{ title: 'Node' }, { title: 'Action' }, { title: 'What' }, { title: 'Result' }],
    rows,
  );
  return `${table}${problems.join('')}Change ${change.id}: ${change.status} (${describeSummary(change.plan.summary)}).\n`;
}

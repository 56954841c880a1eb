import { changeOffers } from '../../../shared/plan/change-offers.ts';
import { describeSummary } from '../change-text.ts';
import { UsageError, type Command, type CommandResult } from '../command.ts';
import { EXIT } from '../io.ts';
import { describeOutcome, outcomeDocument } from '../outcome-text.ts';
import { describeProblem } from '../problem-text.ts';
import { renderTable } from '../table.ts';
import type { ChangeList } from '../../../shared/contract/answers.ts';

export const changes: Command = {
  usage: ['changes', 'changes CHANGE'],
  summary:
    'Lists the changes and what became of them; or shows one, after reading what an ended push left open.',
  examples: ['changes'],
  options: {},
  async run({ positionals, call }) {
    const [id, ...more] = positionals;
    if (more.length > 0) throw new UsageError('Name one change, or none for all.');
    if (id === undefined) return listed(await call('changes.list', {}));
    const { change } = await call('changes.get', { id });
    const offers = changeOffers(change);
    const isOpen = offers.resume || change.status === 'pushing';
    return {
      json: { ...outcomeDocument(change), offers },
      text: describeOutcome(change),
      exit: isOpen ? EXIT.findings : EXIT.done,
    };
  },
};

function listed({ changes: all, damaged = [] }: ChangeList): CommandResult {
  const rows = all.map(({ id, status, nodes, summary, reverts, pushedBy }) => [
    id,
    status,
    pushedBy ?? '',
    nodes.join(', '),
    `${describeSummary(summary)}${reverts === undefined ? '' : ` (takes back ${reverts})`}`,
  ]);
  const lost = damaged.map(({ id }) => [id, 'damaged', '', '', 'not known']);
  const columns = ['Change', 'Status', 'Pushed by', 'Nodes', 'Operations'].map((title) => ({ title }));
  const isOpen = all.some(({ status }) => status === 'interrupted' || status === 'pushing');
  return {
    json: { changes: all, damaged },
    text:
      rows.length + lost.length === 0
        ? 'There are no changes yet.\n'
        : renderTable(columns, [...rows, ...lost]) +
          damaged.map(({ id, problem }) => `${id}: ${describeProblem(problem)}`).join(''),
    exit: isOpen || damaged.length > 0 ? EXIT.findings : EXIT.done,
  };
}

import { changeOffers } from '../../../shared/plan/change-offers.ts';
import { describeSummary } from '../change-text.ts';
import { UsageError, type Command, type CommandResult } from '../command.ts';
import { EXIT } from '../io.ts';
import { describeOutcome, outcomeDocument } from '../outcome-text.ts';
import { renderTable } from '../table.ts';
import type { ChangeList } from '../../../shared/contract/answers.ts';

export const changes: Command = {
  usage: ['changes', 'changes CHANGE'],
  summary:
    'Lists the changes and what became of them; or shows one, after reading what an ended push left open.',
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

function listed({ changes: all }: ChangeList): CommandResult {
  const rows = all.map(({ id, status, nodes, summary, reverts, pushedBy }) => [
    id,
    status,
    pushedBy ?? '',
    nodes.join(', '),
    `${describeSummary(summary)}${reverts === undefined ? '' : ` (takes back ${reverts})`}`,
  ]);
  const columns = ['Change', 'Status', 'Pushed by', 'Nodes', 'Operations'].map((title) => ({ title }));
  const isOpen = all.some(({ status }) => status === 'interrupted' || status === 'pushing');
  return {
    json: { changes: all },
    text: all.length === 0 ? 'There are no changes yet.\n' : renderTable(columns, rows),
    exit: isOpen ? EXIT.findings : EXIT.done,
  };
}

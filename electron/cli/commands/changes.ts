import { changeOffers } from '../../../shared/plan/change-offers.ts';
import { describeSummary } from '../change-text.ts';
import { attachedWarnings, describeAttached } from '../attached-text.ts';
import { UsageError, type Command, type CommandContext, type CommandResult } from '../command.ts';
import { EXIT } from '../io.ts';
import { describeOutcome, outcomeDocument } from '../outcome-text.ts';
import { describeProblem } from '../problem-text.ts';
import { renderTable } from '../table.ts';
import type { ChangeList, ChangeView, Superseded } from '../../../shared/contract/answers.ts';

export const changes: Command = {
  usage: ['changes', 'changes CHANGE', 'changes attach CHANGE REPLAY', 'changes detach CHANGE'],
  summary:
    'Lists the changes and what became of them (a plan is superseded by a newer one of the same nodes, or by a pull that found another state; earlier plans that found nothing are not listed); or shows one, after reading what an ended push left open. A plan that was not pushed can have a kept replay attached: what it was decided on. Where that replay is of something else than the plan would do, it is said.',
  examples: ['changes', 'changes attach 20261102T080000-3f2a91 3f2a91c07b4e'],
  options: {},
  async run({ positionals, call }) {
    const [id, ...more] = positionals;
    if (id === 'attach' || id === 'detach') return attached(await attach(id, more, call));
    if (more.length > 0) throw new UsageError('Name one change, or none for all.');
    if (id === undefined) return listed(await call('changes.list', {}));
    const { change, replay } = await call('changes.get', { id });
    const offers = changeOffers(change);
    const isOpen = offers.resume || change.status === 'pushing';
    return {
      json: { ...outcomeDocument(change), offers, ...(replay === undefined ? {} : { replay }) },
      text: describeOutcome(change) + (replay === undefined ? '' : describeAttached(replay)),
      exit: isOpen ? EXIT.findings : EXIT.done,
    };
  },
};

async function attach(
  verb: 'attach' | 'detach',
  names: readonly string[],
  call: CommandContext['call'],
): Promise<ChangeView> {
  const [id, replay, ...more] = names;
  if (id === undefined || (replay === undefined) !== (verb === 'detach') || more.length > 0)
    throw new UsageError(
      verb === 'attach' ? 'Name a change and a kept replay.' : 'Name the change to take the replay off.',
    );
  return call('changes.attach', { id, replay: replay ?? null });
}

/** Exit code 2 where the replay cannot be used, or is of something else than the plan. */
function attached({ change, replay }: ChangeView): CommandResult {
  return {
    json: { change: change.id, replay: replay ?? null },
    text: replay === undefined ? `No replay is attached to ${change.id} now.\n` : describeAttached(replay),
    exit: attachedWarnings(replay).length > 0 ? EXIT.findings : EXIT.done,
  };
}

/** A plan that was overtaken, by what. */
const SUPERSEDED: Readonly<Record<Superseded, string>> = {
  'newer-plan': 'superseded (a newer plan)',
  'newer-state': 'superseded (a newer state)',
};

function listed({ changes: all, damaged = [] }: ChangeList): CommandResult {
  const rows = all.map(({ id, status, nodes, summary, reverts, pushedBy, replay, superseded }) => [
    id,
    superseded === undefined ? status : SUPERSEDED[superseded],
    pushedBy ?? '',
    nodes.join(', '),
    `${describeSummary(summary)}${reverts === undefined ? '' : ` (takes back ${reverts})`}`,
    replay?.slice(0, 12) ?? '',
  ]);
  const lost = damaged.map(({ id }) => [id, 'damaged', '', '', 'not known', '']);
  const columns = ['Change', 'Status', 'Pushed by', 'Nodes', 'Operations', 'Replay'].map((title) => ({
    title,
  }));
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

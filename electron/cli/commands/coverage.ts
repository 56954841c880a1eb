import type { Reconciliation } from '../../../shared/audit/reconcile.ts';
import { UsageError, type Command, type CommandContext, type CommandResult } from '../command.ts';
import { EXIT } from '../io.ts';
import { chosenMonth } from '../month.ts';
import { reconciliationText } from '../reconciliation-text.ts';
import { renderTable } from '../table.ts';

export const coverage: Command = {
  usage: ['coverage', 'coverage --reconcile [--month YYYY-MM] [NODE]'],
  summary:
    'Shows what the archive holds of each node, what it lacks and why. With --reconcile it asks the nodes what they counted themselves and compares, day by day; days that differ without a known reason end it with exit code 2.',
  examples: ['coverage', 'coverage --reconcile --month 2026-10 prod-eu'],
  options: { reconcile: { type: 'boolean' }, month: { type: 'string' } },
  async run(context) {
    const { flag, text, positionals } = context;
    if (flag('reconcile')) return reconcileNodes(context);
    if (text('month') !== undefined || positionals.length > 0)
      throw new UsageError('A node and --month go with --reconcile.');
    return showCoverage(context);
  },
};

async function showCoverage({ call }: CommandContext): Promise<CommandResult> {
  const view = await call('archive.coverage', {});
  const table = renderTable(
    [
      { title: 'Node' },
      { title: 'From' },
      { title: 'Until' },
      { title: 'Requests', align: 'right' },
      { title: 'Gaps', align: 'right' },
    ],
    view.nodes.map(({ node, from, until, requests, gaps }) => [
      node,
      from ?? 'nothing',
      until ?? '',
      requests.toLocaleString('en'),
      gaps.length.toLocaleString('en'),
    ]),
  );
  const gaps = view.nodes.flatMap((node) =>
    [...node.gaps, ...(node.lacks ?? [])].map(
      (gap) => `${node.node}: ${gap.from} to ${gap.until}: ${gap.why}\n`,
    ),
  );
  const unfinished = (view.unfinished ?? []).map(
    ({ node, description, at, rows, file }) =>
      `${node}: an import of ${description} was ended at ${at} before it was done. ${
        file === undefined
          ? `Import it again: ${rows.toLocaleString('en')} rows are not read again.`
          : `Nobody can go on with it: a file of it ${file === 'gone' ? 'is gone' : 'has changed since'}. The next import into ${node} clears it away.`
      }\n`,
  );
  const nothing = view.nodes
    .filter(({ from, requests, gaps: lacks }) => from === null && requests === 0 && lacks.length === 0)
    .map(({ node }) => `${node}: nothing is imported yet. Next: gatehouse import ${node}\n`);
  return { json: view, text: [table, ...gaps, ...unfinished, ...nothing].join(''), exit: EXIT.done };
}

async function reconcileNodes(context: CommandContext): Promise<CommandResult> {
  const { positionals, call } = context;
  const [named, ...more] = positionals;
  if (more.length > 0) throw new UsageError('Name one node, or none for all of them.');
  const month = await chosenMonth(context);
  const nodes = named === undefined ? (await call('fleet.list', {})).nodes.map(({ name }) => name) : [named];
  const made: Reconciliation[] = [];
  for (const node of nodes) {
    const { reconciliation } = await call('coverage.reconcile', { node, month });
    if (reconciliation !== null) made.push(reconciliation);
  }
  const differs = made.some(({ total }) => total.verdict === 'differs');
  return {
    json: { month, nodes: made },
    text: made.map(reconciliationText).join('\n'),
    exit: differs ? EXIT.findings : EXIT.done,
  };
}

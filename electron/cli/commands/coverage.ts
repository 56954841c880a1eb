import type { Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { renderTable } from '../table.ts';

export const coverage: Command = {
  usage: ['coverage'],
  summary: 'Shows what the archive holds of each node, and what it lacks.',
  options: {},
  async run({ call }) {
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
        String(requests),
        String(gaps.length),
      ]),
    );
    const gaps = view.nodes.flatMap((node) =>
      node.gaps.map((gap) => `${node.node}: ${gap.from} to ${gap.until}: ${gap.why}\n`),
    );
    return { json: view, text: table + gaps.join(''), exit: EXIT.done };
  },
};

import type { PullReport } from '../../../shared/contract/answers.ts';
import { countOfKind, kindPlural } from '../../../shared/fleet/kind-words.ts';
import { RESOURCE_KINDS, type ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { describeProblem } from '../problem-text.ts';
import { renderTable } from '../table.ts';

export const pull: Command = {
  usage: ['pull [NODE…]'],
  summary: 'Takes a snapshot of each node into the workspace.',
  examples: ['pull', 'pull prod-eu --workspace demo'],
  options: {},
  async run({ io, positionals, call }) {
    const { snapshots, failed } = await call(
      'snapshots.pull',
      positionals.length === 0 ? {} : { nodes: [...positionals] },
    );
    for (const { node, problem } of failed) io.err(`${node}: ${describeProblem(problem)}`);
    const partial = snapshots.flatMap(({ node, sections }) =>
      sections
        .filter(({ state }) => state !== 'complete')
        .map(
          ({ kind, state, why }) =>
            `${node}: ${kindPlural(kind)} ${state === 'absent' ? 'not there' : state}${why === undefined ? '' : `: ${why}`}\n`,
        ),
    );
    return {
      json: { snapshots, failed },
      text:
        snapshots.length === 0
          ? nothingPulled(failed.length)
          : describeSnapshots(snapshots) + partial.join(''),
      exit: failed.length > 0 ? EXIT.error : EXIT.done,
    };
  },
};

function nothingPulled(failed: number): string {
  return failed > 0
    ? ''
    : 'There are no nodes to pull. Next: gatehouse node add NAME --kind litellm --url URL --key-env VAR\n';
}

function describeSnapshots(snapshots: PullReport['snapshots']): string {
  return renderTable(
    [{ title: 'Node' }, { title: 'Snapshot' }, { title: 'State' }, { title: 'Holds' }],
    snapshots.map(({ node, hash, changed, counts }) => [
      node,
      hash.slice(0, 12),
      changed ? 'changed' : 'unchanged',
      describeCounts(counts),
    ]),
  );
}

function describeCounts(counts: Readonly<Partial<Record<ResourceKind, number>>>): string {
  return RESOURCE_KINDS.flatMap((kind) => {
    const count = counts[kind];
    return count === undefined ? [] : [countOfKind(count, kind)];
  }).join(', ');
}

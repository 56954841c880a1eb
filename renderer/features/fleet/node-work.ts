import { isReady } from '../../../shared/fleet/node.ts';
import { create } from 'zustand';

import { CANCELLED, type Problem } from '../../../shared/result.ts';
import { runLong } from '../../app/state/activity.ts';
import { fleet } from '../../app/state/workspace.ts';
import { plural } from '../../ui/format.ts';
import { notify } from '../../ui/notice.tsx';

export interface NodeWork {
  /** What runs on which node now. */
  readonly running: Readonly<Record<string, 'check' | 'pull'>>;
  /** Why the last pull of a node failed. */
  readonly pullProblems: Readonly<Record<string, Problem>>;
  /** Why a check or pull failed as a whole. */
  readonly problem: Problem | null;
}

/** Work on nodes, and what went wrong with it. */
export const useNodeWork = create<NodeWork>()(() => ({ running: {}, pullProblems: {}, problem: null }));

const everyNode = () => fleet.use.getState().value?.nodes.map(({ name }) => name) ?? [];

/** Checks nodes: reachability, key, version. All of them when none are named. No paid calls are made. */
export async function checkNodes(names?: readonly string[]): Promise<void> {
  await during('check', names ?? everyNode(), async () => {
    const result = await runLong('fleet.check', argsFor(names));
    if (!result.ok) return result.problem;
    const well = result.value.checks.filter(isReady);
    notify(`Checked ${plural(result.value.checks.length, 'node')}`, `${well.length} in order`);
    return null;
  });
}

/** Pulls snapshots of nodes; all of them when none are named. */
export async function pullNodes(names?: readonly string[]): Promise<void> {
  const which = names ?? everyNode();
  await during('pull', which, async () => {
    const result = await runLong('snapshots.pull', argsFor(names));
    if (!result.ok) return result.problem;
    const { snapshots, failed } = result.value;
    useNodeWork.setState(({ pullProblems }) => ({
      pullProblems: {
        ...without(pullProblems, which),
        ...Object.fromEntries(failed.map(({ node, problem }) => [node, problem])),
      },
    }));
    const changed = snapshots.filter((snapshot) => snapshot.changed).length;
    const words = changed === 0 ? 'nothing had changed' : `${changed} had changed`;
    if (snapshots.length > 0) notify(`Pulled ${plural(snapshots.length, 'node')}`, words);
    if (failed.length > 0)
      notify(`${plural(failed.length, 'node')} could not be pulled`, 'See Fleet for why.');
    return null;
  });
}

function argsFor(names: readonly string[] | undefined): { nodes?: string[] } {
  return names === undefined ? {} : { nodes: [...names] };
}

async function during(
  what: 'check' | 'pull',
  names: readonly string[],
  work: () => Promise<Problem | null>,
): Promise<void> {
  useNodeWork.setState(({ running }) => ({
    problem: null,
    running: { ...running, ...Object.fromEntries(names.map((name) => [name, what])) },
  }));
  const problem = await work();
  useNodeWork.setState(({ running }) => ({
    running: without(running, names),
    problem: problem?.code === CANCELLED ? null : problem,
  }));
  await fleet.reload();
}

function without<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

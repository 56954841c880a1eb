import { create } from 'zustand';

import type { Change } from '../../../shared/plan/plan.ts';
import type { Problem } from '../../../shared/result.ts';
import type { WorkspacePart } from '../../../shared/contract/answers.ts';
import { call, listen } from '../../app/api.ts';
import { runLong } from '../../app/state/activity.ts';
import { createRemote } from '../../app/state/remote.ts';
import { changes } from '../../app/state/workspace.ts';

/** The change that is looked at. */
export const openChange = createRemote('changes.get');

/** What is being done about changes, and what came of it. */
interface Doing {
  /** `reading`: nodes are pulled before a plan is made anew. */
  readonly work: 'reading' | 'planning' | 'pushing' | 'discarding' | null;
  /** The running push or pull, for progress and cancel. */
  readonly task: string | null;
  readonly problem: Problem | null;
}

export const useDoing = create<Doing>()(() => ({ work: null, task: null, problem: null }));

/** What a plan is asked for. */
export interface PlanWish {
  /** Left out: all nodes. */
  readonly nodes?: readonly string[];
  /** Delete what the policy does not name. */
  readonly sync: boolean;
}

/** What the last problem may have come from: when one of them changed, it says nothing of now. */
const SOURCES: ReadonlySet<WorkspacePart> = new Set(['config', 'snapshots']);

let stopListening = (): void => undefined;

function begin(work: Doing['work']): void {
  stopListening();
  useDoing.setState({ work, task: null, problem: null });
}

function end(problem: Problem | null): void {
  stopListening();
  // Also while another screen is shown: the policy file is mended in Config.
  if (problem !== null) {
    stopListening = listen('workspace.changed', ({ what }) => {
      if (SOURCES.has(what)) clearProblem();
    });
  }
  useDoing.setState({ work: null, task: null, problem });
}

/** Makes a plan. Resolves to the change it became, or null when that failed; the problem is kept. */
export async function makePlan({ nodes, sync }: PlanWish): Promise<Change | null> {
  begin('planning');
  const result = await call('changes.plan', { sync, ...(nodes !== undefined && { nodes: [...nodes] }) });
  if (!result.ok) {
    end(result.problem);
    return null;
  }
  end(null);
  await changes.load({});
  return result.value.change;
}

/** Reads the nodes of an older plan as they are now, then plans the same again. */
export async function planAgain(change: Change): Promise<Change | null> {
  const nodes = change.plan.bases.map(({ node }) => node);
  begin('reading');
  const pulled = await runLong('snapshots.pull', { nodes }, (task) => useDoing.setState({ task }));
  const problem = pulled.ok ? (pulled.value.failed[0]?.problem ?? null) : pulled.problem;
  if (problem !== null) {
    end(problem);
    return null;
  }
  return makePlan({ nodes, sync: change.plan.mode === 'sync' });
}

/** Pushes a change. What became of it is read again in every case: a push that failed may have done a part. */
export async function pushChange(id: string, canary: string | null): Promise<void> {
  begin('pushing');
  const args = { id, ...(canary !== null && { canary }) };
  const result = await runLong('changes.push', args, (task) => useDoing.setState({ task }));
  end(result.ok ? null : result.problem);
  await Promise.all([openChange.load({ id }), changes.load({})]);
}

/** Throws a plan away. Resolves to whether it is gone. */
export async function discardChange(id: string): Promise<boolean> {
  begin('discarding');
  const result = await call('changes.discard', { id });
  end(result.ok ? null : result.problem);
  await changes.load({});
  return result.ok;
}

/** Takes the last problem off, as when another change is looked at. */
export function clearProblem(): void {
  stopListening();
  useDoing.setState({ problem: null });
}

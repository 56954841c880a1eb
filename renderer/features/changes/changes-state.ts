import { create } from 'zustand';

import type { Change, PlanScope } from '../../../shared/plan/plan.ts';
import { CANCELLED, type Problem, type Result } from '../../../shared/result.ts';
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
  readonly work: 'reading' | 'planning' | 'pushing' | 'discarding' | 'taking back' | 'attaching' | null;
  /** The running push or pull, for progress and cancel. */
  readonly task: string | null;
  readonly problem: Problem | null;
}

export const useDoing = create<Doing>()(() => ({ work: null, task: null, problem: null }));

/** Whether the question is open for which nodes a plan is made. The palette opens it, too. */
export const useAsking = create<{ readonly open: boolean }>()(() => ({ open: false }));

/** Opens or closes that question. It stands on the screen of changes. */
export function askForPlan(open: boolean): void {
  useAsking.setState({ open });
}

/** What a plan is asked for. */
export interface PlanWish {
  /** Left out: all nodes. */
  readonly nodes?: readonly string[];
  /** Delete what the policy does not name. */
  readonly sync: boolean;
  /** What it is confined to; everything when left out. */
  readonly scope?: PlanScope;
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
export async function makePlan({ nodes, sync, scope }: PlanWish): Promise<Change | null> {
  begin('planning');
  const result = await call('changes.plan', {
    sync,
    ...(nodes !== undefined && { nodes: [...nodes] }),
    ...(scope !== undefined && { scope: wishedScope(scope) }),
  });
  if (!result.ok) {
    end(result.problem);
    return null;
  }
  end(null);
  await changes.load({});
  return result.value.change;
}

function wishedScope({ kinds, teams, tags }: PlanScope) {
  return {
    ...(kinds !== undefined && { kinds: [...kinds] }),
    ...(teams !== undefined && { teams: [...teams] }),
    ...(tags !== undefined && { tags: [...tags] }),
  };
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
  const { mode, scope } = change.plan;
  return makePlan({ nodes, sync: mode === 'sync', ...(scope !== undefined && { scope }) });
}

/** How a push is to go. */
export interface PushWish {
  /** The node that comes first; the others follow only when all of it is verified. Null: in the plan's order. */
  readonly canary: string | null;
  /** After an operation that went wrong: stop, or go on with those that do not depend on it. */
  readonly onFailure: 'stop' | 'continue';
  /** Secrets by name: handed on, and kept nowhere. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Pushes a change. What became of it is read again in every case: a push that failed may have done a part. */
export async function pushChange(id: string, { canary, ...wish }: PushWish): Promise<void> {
  await pushing(id, (started) =>
    runLong('changes.push', { id, ...(canary !== null && { canary }), ...wish }, started),
  );
}

/** Goes on with what an earlier push of the change left undone. */
export async function resumeChange(id: string, { canary: _canary, ...wish }: PushWish): Promise<void> {
  await pushing(id, (started) => runLong('changes.resume', { id, ...wish }, started));
}

async function pushing(
  id: string,
  push: (started: (task: string) => void) => Promise<Result<unknown>>,
): Promise<void> {
  begin('pushing');
  const result = await push((task) => useDoing.setState({ task }));
  // Stopped by the person: what is shown of the change says how far it came.
  end(result.ok || result.problem.code === CANCELLED ? null : result.problem);
  await Promise.all([openChange.load({ id }), changes.load({})]);
}

/** Plans to take back what a change did; reads its nodes first. Resolves to the new change, or null when that failed. */
export async function rollbackChange(id: string): Promise<Change | null> {
  begin('taking back');
  const result = await runLong('changes.rollback', { id }, (task) => useDoing.setState({ task }));
  end(result.ok || result.problem.code === CANCELLED ? null : result.problem);
  await changes.load({});
  return result.ok ? result.value.change : null;
}

/** Throws a plan away. Resolves to whether it is gone. */
export async function discardChange(id: string): Promise<boolean> {
  begin('discarding');
  const result = await call('changes.discard', { id });
  end(result.ok ? null : result.problem);
  await changes.load({});
  return result.ok;
}

/** Puts a kept replay to a plan, or takes off the one that it has. */
export async function attachReplay(id: string, replay: string | null): Promise<void> {
  begin('attaching');
  const result = await call('changes.attach', { id, replay });
  end(result.ok ? null : result.problem);
  await Promise.all([openChange.load({ id }), changes.load({})]);
}

/** Takes the last problem off, as when another change is looked at. */
export function clearProblem(): void {
  stopListening();
  useDoing.setState({ problem: null });
}

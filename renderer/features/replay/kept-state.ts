import { useEffect } from 'react';
import { create } from 'zustand';

import type { ReplayAgainView } from '../../../shared/contract/kept-replay-answers.ts';
import type { CallArgs } from '../../../shared/contract/contract.ts';
import { CANCELLED, type Problem } from '../../../shared/result.ts';
import { listen } from '../../app/api.ts';
import { runLong } from '../../app/state/activity.ts';
import { go } from '../../app/state/navigation.ts';
import { createRemote } from '../../app/state/remote.ts';

/** The replays that the workspace keeps. */
export const keptReplays = createRemote('replay.kept');
/** The one that is looked at. */
export const openKept = createRemote('replay.open');

/** What is being done about kept replays, and what came of it. */
interface KeptWork {
  readonly keeping: boolean;
  /** Id of the one that is run again. */
  readonly running: string | null;
  readonly again: ReplayAgainView | null;
  readonly problem: Problem | null;
}

const IDLE: KeptWork = { keeping: false, running: null, again: null, problem: null };
export const useKeptWork = create<KeptWork>()(() => IDLE);

/** Forgets what came of the last work, as when another replay is looked at. */
export function clearKeptWork(): void {
  useKeptWork.setState(IDLE);
}

/** Keeps a replay. Resolves to its id; null when that failed, and the problem is kept. */
export async function keepReplay(wish: CallArgs<'replay.keep'>): Promise<string | null> {
  useKeptWork.setState({ ...IDLE, keeping: true });
  const result = await runLong('replay.keep', wish);
  useKeptWork.setState({ keeping: false, problem: result.ok ? null : shown(result.problem) });
  return result.ok ? result.value.id : null;
}

/** Runs a kept replay again. */
export async function runAgain(id: string): Promise<void> {
  useKeptWork.setState({ ...IDLE, running: id });
  const result = await runLong('replay.again', { id });
  // Another one is looked at by now.
  if (useKeptWork.getState().running !== id) return;
  useKeptWork.setState(
    result.ok
      ? { running: null, again: result.value, problem: null }
      : { running: null, again: null, problem: shown(result.problem) },
  );
}

/** That a person cancelled it is no problem. */
function shown(problem: Problem): Problem | null {
  return problem.code === CANCELLED ? null : problem;
}

/** Shows a kept replay; the newest without an id. */
export function showKept(id: string | null): void {
  go({ screen: 'changes', kept: id });
}

/** Keeps the list of kept replays up to date. */
export function useKeptList(): void {
  useEffect(() => {
    // Nothing of another workspace stays in sight.
    keptReplays.reset();
    openKept.reset();
    void keptReplays.load({});
    return listen('workspace.changed', ({ what }) => {
      // Which changes they are attached to is part of it.
      if (what !== 'replays' && what !== 'changes') return;
      void keptReplays.reload();
      void openKept.reload();
    });
  }, []);
}

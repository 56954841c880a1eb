import { create } from 'zustand';

import type { ArchiveVerification } from '../../../shared/audit/archive-check.ts';
import type { RepairStep } from '../../../shared/audit/logged-request.ts';
import { CANCELLED, success, type Problem, type Result } from '../../../shared/result.ts';
import { runLong } from '../../app/state/activity.ts';
import { workspace } from '../../app/state/workspace.ts';

/** What the last check or repair said. */
export interface ArchiveFound extends ArchiveVerification {
  /** When it ended, milliseconds since 1970. */
  readonly at: number;
  /** What the repair did; null where only a check was asked for. */
  readonly steps: readonly RepairStep[] | null;
}

export interface ArchiveCheckState {
  /** Path of the workspace that all of this is of; null before the first check. */
  readonly root: string | null;
  /** The work that runs, by its name in the activity list; null when none does. */
  readonly running: { readonly task: string; readonly repairs: boolean } | null;
  readonly found: ArchiveFound | null;
  /** Why the last one came to nothing. */
  readonly failure: Problem | null;
}

const NOTHING: ArchiveCheckState = { root: null, running: null, found: null, failure: null };

/** The one check, wherever in the window it was asked for. */
const useLastCheck = create<ArchiveCheckState>()(() => NOTHING);

/** What is known of the archive of the workspace that is open: a check of another one says nothing of it. */
export function useArchiveCheck(): ArchiveCheckState {
  const root = workspace.use((state) => state.value?.path) ?? null;
  const last = useLastCheck();
  return last.root === root ? last : NOTHING;
}

/** Forgets everything, as before the first check. */
export function resetArchiveCheck(): void {
  useLastCheck.setState(NOTHING, true);
}

/** Reads all of the archive and compares it with what it should be; changes nothing. */
export function checkArchive(): Promise<void> {
  return run(false, async (started) => {
    const result = await runLong('archive.verify', {}, started);
    return result.ok ? success({ ...result.value, steps: null }) : result;
  });
}

/** Brings back what is damaged or gone, and checks again. */
export function repairArchive(): Promise<void> {
  return run(true, (started) => runLong('archive.repair', {}, started));
}

/** Does nothing while another check runs. */
async function run(
  repairs: boolean,
  work: (started: (task: string) => void) => Promise<Result<Omit<ArchiveFound, 'at'>>>,
): Promise<void> {
  const root = workspace.use.getState().value?.path ?? null;
  const last = useLastCheck.getState();
  if (root === null || (last.root === root && last.running !== null)) return;
  let own = '';
  const result = await work((task) => {
    own = task;
    const found = last.root === root ? last.found : null;
    useLastCheck.setState({ root, running: { task, repairs }, found, failure: null });
  });
  // Of a workspace that is no longer open.
  if (useLastCheck.getState().running?.task !== own) return;
  if (result.ok) {
    useLastCheck.setState({ running: null, found: { ...result.value, at: Date.now() } });
    return;
  }
  const { problem } = result;
  useLastCheck.setState({ running: null, failure: problem.code === CANCELLED ? null : problem });
}

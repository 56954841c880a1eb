import { create } from 'zustand';

import type { ArchiveVerification } from '../../../shared/audit/archive-check.ts';
import type { RepairStep } from '../../../shared/audit/logged-request.ts';
import { CANCELLED, success, type Problem, type Result } from '../../../shared/result.ts';
import { runLong } from '../../app/state/activity.ts';
import { workspace } from '../../app/state/workspace.ts';

/** What the last check or repair said. */
export interface ArchiveFound extends ArchiveVerification {
  /** Path of the workspace it was of. */
  readonly root: string;
  /** When it ended, milliseconds since 1970. */
  readonly at: number;
  /** What the repair did; null where only a check was asked for. */
  readonly steps: readonly RepairStep[] | null;
}

export interface ArchiveCheckState {
  /** The work that runs, by its name in the activity list; null when none does. */
  readonly running: { readonly task: string; readonly repairs: boolean } | null;
  readonly found: ArchiveFound | null;
  /** Why the last one came to nothing. */
  readonly failure: Problem | null;
}

/** The one check of the archive, wherever in the window it was asked for. */
export const useArchiveCheck = create<ArchiveCheckState>()(() => ({
  running: null,
  found: null,
  failure: null,
}));

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
  work: (started: (task: string) => void) => Promise<Result<Omit<ArchiveFound, 'root' | 'at'>>>,
): Promise<void> {
  const root = workspace.use.getState().value?.path ?? null;
  if (useArchiveCheck.getState().running !== null || root === null) return;
  const result = await work((task) =>
    useArchiveCheck.setState({ running: { task, repairs }, failure: null }),
  );
  if (result.ok) {
    useArchiveCheck.setState({ running: null, found: { ...result.value, root, at: Date.now() } });
    return;
  }
  const { problem } = result;
  useArchiveCheck.setState({ running: null, failure: problem.code === CANCELLED ? null : problem });
}

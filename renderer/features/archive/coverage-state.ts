import { create } from 'zustand';

import { CANCELLED, type Problem } from '../../../shared/result.ts';
import { runLong } from '../../app/state/activity.ts';
import { createRemote } from '../../app/state/remote.ts';

/** What the coverage panel is opened at; what is left out is the first node with requests and the month of the window. */
export interface CoveragePlace {
  readonly node?: string;
  /** `YYYY-MM`. */
  readonly month?: string;
}

export interface CoveragePanelState {
  /** Null while the panel is closed. */
  readonly place: CoveragePlace | null;
  /** The comparison that runs: its name in the activity list, and of what it is. */
  readonly running: { readonly task: string; readonly node: string; readonly month: string } | null;
  /** Why the last comparison came to nothing, and of which node it was. */
  readonly failed: { readonly node: string; readonly problem: Problem } | null;
}

/** The one coverage panel of the app. */
export const useCoveragePanel = create<CoveragePanelState>()(() => ({
  place: null,
  running: null,
  failed: null,
}));

/** The last comparison of what the panel shows, from its file. */
export const reconciled = createRemote('coverage.reconciled');

/** Opens the panel. */
export function openCoverage(place: CoveragePlace = {}): void {
  useCoveragePanel.setState({ place, failed: null });
}

/** Shows another node or month in it. */
export function showCoverage(place: CoveragePlace): void {
  useCoveragePanel.setState({ place });
}

/** Closes it; a comparison that runs goes on and stays in the activity list. */
export function closeCoverage(): void {
  useCoveragePanel.setState({ place: null });
}

/** Asks the node what it counted itself. */
export async function compareWithGateway(node: string, month: string): Promise<void> {
  useCoveragePanel.setState({ failed: null });
  const result = await runLong('coverage.reconcile', { node, month }, (task) => {
    useCoveragePanel.setState({ running: { task, node, month } });
  });
  useCoveragePanel.setState({ running: null });
  if (!result.ok && result.problem.code !== CANCELLED) {
    useCoveragePanel.setState({ failed: { node, problem: result.problem } });
  }
  await reconciled.reload();
}

import { create } from 'zustand';

import type { ImportSummary } from '../../../shared/audit/logged-request.ts';
import { CANCELLED, success, type Problem } from '../../../shared/result.ts';
import { runLong } from '../../app/state/activity.ts';
import { coverage, workspace } from '../../app/state/workspace.ts';

/** What the import dialog is opened with. */
export type ImportRequest =
  | { readonly from: 'node'; readonly node?: string }
  | { readonly from: 'files'; readonly node?: string; readonly paths?: readonly string[] };

export interface ImportState {
  /** Null while the dialog is closed. */
  readonly request: ImportRequest | null;
  /** The import that runs, by the name the activity list knows it by. */
  readonly task: string | null;
  readonly summaries: readonly ImportSummary[] | null;
  readonly problem: Problem | null;
}

const CLOSED: ImportState = { request: null, task: null, summaries: null, problem: null };

/** The one import dialog of the app. */
export const useImport = create<ImportState>()(() => CLOSED);

/** Opens it. */
export function openImport(request: ImportRequest): void {
  const { task } = useImport.getState();
  useImport.setState(task === null ? { ...CLOSED, request } : { request });
}

/** Closes it; an import that runs goes on and stays in the activity list. */
export function closeImport(): void {
  useImport.setState({ request: null });
}

/**
 * Imports from a node's own log. `since` and `until` are ISO 8601 UTC; without them, what came since the last import, and
 * until now.
 */
export async function importFromNode(node: string, since?: string, until?: string): Promise<void> {
  const window = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
  await run((started) => runLong('archive.importNode', { node, ...window }, started));
}

/** Imports log files, by the node they belong to, one node after the other; stops at the first that fails. */
export async function importFromFiles(files: ReadonlyMap<string, readonly string[]>): Promise<void> {
  await run(async (started) => {
    const imports: ImportSummary[] = [];
    for (const [node, paths] of files) {
      const result = await runLong('archive.importFiles', { node, paths: [...paths] }, started);
      if (!result.ok) {
        if (imports.length > 0) useImport.setState({ summaries: imports });
        return result;
      }
      imports.push(...result.value.imports);
    }
    return success({ imports });
  });
}

async function run(
  begin: (started: (task: string) => void) => ReturnType<typeof runLong<'archive.importNode'>>,
): Promise<void> {
  useImport.setState({ summaries: null, problem: null });
  const result = await begin((task) => {
    useImport.setState({ task });
  });
  useImport.setState({ task: null });
  if (result.ok) useImport.setState({ summaries: result.value.imports });
  else if (result.problem.code !== CANCELLED) useImport.setState({ problem: result.problem });
  await Promise.all([workspace.reload(), coverage.reload()]);
}

import type { CoreDependencies, HandlersOf } from '../core/handlers.ts';
import { findLogFiles, openWorkspace, type KnownLogFile } from './open-workspace.ts';

/** What the workspace's view tells of the archive. */
export interface ArchiveGlance {
  /** Months with requests, newest first, `YYYY-MM`. */
  months(): Promise<readonly string[]>;
  /** Log files that were imported before. */
  importedFiles(): Promise<readonly KnownLogFile[]>;
}

/** The `workspace.*` calls. */
export function createWorkspaceService(
  { workspace }: CoreDependencies,
  archive: ArchiveGlance,
): HandlersOf<'workspace'> {
  return {
    async 'workspace.get'() {
      const { name, path, sample } = await openWorkspace(workspace);
      const logFiles = await findLogFiles(workspace, await archive.importedFiles());
      return { name, path, sample, months: await archive.months(), logFiles };
    },
  };
}

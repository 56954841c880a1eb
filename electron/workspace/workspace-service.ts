import type { CoreDependencies, HandlersOf } from '../core/handlers.ts';
import { findLogFiles, openWorkspace } from './open-workspace.ts';

/**
 * The `workspace.*` calls.
 * @param months months with requests in the archive, newest first, `YYYY-MM`.
 */
export function createWorkspaceService(
  { workspace }: CoreDependencies,
  months: () => Promise<readonly string[]>,
): HandlersOf<'workspace'> {
  return {
    async 'workspace.get'() {
      const { name, path, sample } = await openWorkspace(workspace);
      return { name, path, sample, months: await months(), logFiles: await findLogFiles(workspace) };
    },
  };
}

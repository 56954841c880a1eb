import path from 'node:path';

/** What imports have made and not yet committed, within a node's folder. */
export const STAGING = '.staging';

/** Where the archive's files are. All paths begin with the workspace. */
export function archivePlaces(workspace: string) {
  const root = path.join(workspace, 'archive');
  const folder = (node: string) => path.join(root, node);
  return {
    root,
    /** Of a node: its commits and segments. */
    folder,
    refused: (node: string) => path.join(folder(node), 'refused'),
    /** Held while one process imports into the node. */
    importLock: (node: string) => path.join(root, `.${node}.lock`),
    /** What imports have made and not yet committed. */
    staging: (node: string) => path.join(folder(node), STAGING),
    /** With `/`, for people. */
    relative: (absolute: string) => path.relative(workspace, absolute).split(path.sep).join('/'),
  };
}
export type ArchivePlaces = ReturnType<typeof archivePlaces>;

/** An instant as it goes into file names: `20261123T150405123Z`. */
export function stamp(now: Date): string {
  return now.toISOString().replace(/[-:.]/g, '');
}

import path from 'node:path';

const MONTH = /^(\d{4}-(?:0[1-9]|1[0-2]))\.sqlite$/;
const SET_ASIDE = /^(\d{4}-(?:0[1-9]|1[0-2]))\.sqlite\.corrupt-[0-9TZ]+$/;

/** One segment: a node's requests of a month. */
export interface SegmentKey {
  readonly node: string;
  /** `YYYY-MM`, UTC. */
  readonly month: string;
}

/** Where the archive's files are. All paths begin with the workspace. */
export function archivePlaces(workspace: string) {
  const root = path.join(workspace, 'archive');
  const folder = (node: string) => path.join(root, node);
  return {
    root,
    folder,
    segment: ({ node, month }: SegmentKey) => path.join(folder(node), `${month}.sqlite`),
    sidecar: ({ node, month }: SegmentKey) => path.join(folder(node), `${month}.json`),
    refused: (node: string) => path.join(folder(node), 'refused'),
    /** Held while one process imports into the node. */
    importLock: (node: string) => path.join(root, `.${node}.lock`),
    /** Until when the node's own log was read. */
    position: (node: string) => path.join(folder(node), 'node-log.json'),
    staging: (node: string) => path.join(folder(node), '.staging'),
    /** With `/`, for people. */
    relative: (absolute: string) => path.relative(workspace, absolute).split(path.sep).join('/'),
  };
}
export type ArchivePlaces = ReturnType<typeof archivePlaces>;

/** The month of a segment's file name; null for other files. */
export function segmentMonth(name: string): string | null {
  return MONTH.exec(name)?.[1] ?? null;
}

/** The month of a damaged segment that was set aside; null for other files. */
export function setAsideMonth(name: string): string | null {
  return SET_ASIDE.exec(name)?.[1] ?? null;
}

/** An instant as it goes into file names: `20261123T150405123Z`. */
export function stamp(now: Date): string {
  return now.toISOString().replace(/[-:.]/g, '');
}

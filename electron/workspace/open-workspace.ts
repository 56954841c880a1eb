import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import type { WorkspaceView } from '../../shared/contract/answers.ts';
import type { NodeEntry } from '../../shared/fleet/node.ts';
import { ProblemError } from '../../shared/result.ts';
import { readFleet } from './fleet-file.ts';
import { FLEET_FILE, POLICY_FILE, SAMPLE_FILE } from './paths.ts';

/** What a workspace that has no node yet may already hold. */
const OWN_NAMES = new Set([POLICY_FILE, SAMPLE_FILE, 'nodes', 'changes', 'replays', 'archive', 'logs']);

/** A workspace that was opened. */
export interface OpenedWorkspace {
  /** Absolute path. */
  readonly path: string;
  readonly name: string;
  /** It came with simulated gateways. */
  readonly sample: boolean;
  readonly nodes: readonly NodeEntry[];
}

/**
 * Opens a workspace: a folder with a fleet file, or an empty folder that `fleet.add` will make one of.
 * Rejects with `workspace_missing`, `workspace_not_one` or `fleet_invalid`, naming file, line and column.
 */
export async function openWorkspace(folder: string): Promise<OpenedWorkspace> {
  const path = resolve(folder);
  const names = await list(path);
  if (!names.includes(FLEET_FILE) && names.some((name) => !name.startsWith('.') && !OWN_NAMES.has(name))) {
    throw new ProblemError({
      code: 'workspace_not_one',
      message: 'This folder is not a workspace: it holds files, but no fleet.yaml.',
      next: 'Open a folder with a fleet.yaml, or an empty folder to start a new workspace.',
      where: path,
    });
  }
  return {
    path,
    name: basename(path),
    sample: names.includes(SAMPLE_FILE),
    nodes: await readFleet(path),
  };
}

/** A log file as it was when it was imported; one that was written to since is news again. */
export interface KnownLogFile {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** The files lying in `logs/` that were not imported yet, newest name last. */
export async function findLogFiles(
  workspace: string,
  imported: readonly KnownLogFile[],
): Promise<WorkspaceView['logFiles']> {
  const folder = join(workspace, 'logs');
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => /\.(?:jsonl|ndjson|json|csv)(?:\.(?:gz|zst))?$/i.test(name))
      .sort()
      .map(async (name) => {
        const path = join(folder, name);
        const found = await stat(path).catch(() => null);
        if (found?.isFile() !== true) return [];
        const modifiedMs = Math.round(found.mtimeMs);
        const known = imported.some(
          (file) => file.name === name && file.bytes === found.size && file.modifiedMs === modifiedMs,
        );
        return known ? [] : [{ path, name, bytes: found.size }];
      }),
  );
  return files.flat();
}

async function list(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new ProblemError({
      code: 'workspace_missing',
      message:
        code === 'ENOENT'
          ? 'There is no such folder.'
          : `This workspace folder could not be opened (${code}).`,
      next: 'Choose another folder, or make this one.',
      where: path,
    });
  }
}

import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

import { ProblemError } from '../../shared/result.ts';

/** The fleet file, relative to the workspace. */
export const FLEET_FILE = 'fleet.yaml';
/** The policy file, relative to the workspace. */
export const POLICY_FILE = 'policy.yaml';
/** How costs are given to groups, relative to the workspace. */
export const COSTS_FILE = 'costs.yaml';
/** Saved views of the request log, relative to the workspace. */
export const VIEWS_FILE = 'views.yaml';
/** Marks the sample workspace. */
export const SAMPLE_FILE = 'sample.json';

/** A gateway's own config file, relative to the workspace, with `/`. */
export function nodeConfigFile(node: string): string {
  return `nodes/${node}/config.yaml`;
}

/** What is wanted of one node beside the policy, relative to the workspace, with `/`. */
export function resourceFile(node: string): string {
  return `nodes/${node}/resources.yaml`;
}

/** Where a node's snapshots, health and config file are. */
export function nodeFolder(workspace: string, node: string): string {
  return join(workspace, 'nodes', node);
}

/** Where the plans and journals are. */
export function changesFolder(workspace: string): string {
  return join(workspace, 'changes');
}

/** Where kept replays are, and under `inputs` the texts that they stand on. */
export function replaysFolder(workspace: string): string {
  return join(workspace, 'replays');
}

/**
 * The absolute path of something inside the workspace. Rejects with `outside_workspace` when it leaves the
 * folder, by `..`, by an absolute path or through a symbolic link.
 */
export async function insideWorkspace(workspace: string, path: string): Promise<string> {
  if (isAbsolute(path) || path.includes('\0')) throw outside(path);
  const full = join(workspace, path);
  const folder = await realFolder(dirname(full));
  const real = await realpath(full).catch(() => null);
  const root = await realpath(workspace).catch(() => workspace);
  for (const place of [
    full === workspace ? null : relativeTo(workspace, full),
    relativeTo(root, folder),
    real === null ? '.' : relativeTo(root, real),
  ]) {
    if (place === null) throw outside(path);
  }
  return full;
}

/** The real path of the nearest part of a folder that is there. */
async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    const parent = dirname(folder);
    return parent === folder ? folder : join(await realFolder(parent), relative(parent, folder));
  }
}

function relativeTo(root: string, path: string): string | null {
  const way = relative(root, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? null : way;
}

function outside(path: string): ProblemError {
  return new ProblemError({
    code: 'outside_workspace',
    message: 'This path leads out of the workspace.',
    next: 'Name a file inside the workspace folder.',
    where: path,
  });
}

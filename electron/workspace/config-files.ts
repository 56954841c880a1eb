import { createHash } from 'node:crypto';

import type { ConfigRole } from '../../shared/config/check-config.ts';
import { GATEWAY_FACTS } from '../../shared/fleet/gateway-facts.ts';
import type { NodeEntry } from '../../shared/fleet/node.ts';
import { ProblemError } from '../../shared/result.ts';
import { COSTS_FILE, insideWorkspace, nodeConfigFile, POLICY_FILE, resourceFile } from './paths.ts';
import { readTextFile } from './read-file.ts';

/** A file that people edit here. */
export interface KnownFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly role: ConfigRole;
  /** Whose file it is; null for the policy file and the cost file. */
  readonly node: string | null;
}

/**
 * The configuration files of a workspace, there or not: the policy, how costs are given to groups where a gateway leaves that
 * open, then two for each node.
 */
export function knownFiles(nodes: readonly NodeEntry[]): readonly KnownFile[] {
  return [
    { path: POLICY_FILE, role: 'policy', node: null },
    ...(nodes.some(({ kind }) => GATEWAY_FACTS[kind].logNames === 'payer')
      ? [{ path: COSTS_FILE, role: 'costs' as const, node: null }]
      : []),
    ...nodes.flatMap(({ name, kind }): readonly KnownFile[] => [
      { path: nodeConfigFile(name), role: kind, node: name },
      { path: resourceFile(name), role: 'resources', node: name },
    ]),
  ];
}

/** Finds a file among the known ones. Rejects with `not_a_config_file`, so that no other file is ever opened. */
export function requireKnown(files: readonly KnownFile[], path: string): KnownFile {
  const found = files.find((file) => file.path === path);
  if (found !== undefined) return found;
  throw new ProblemError({
    code: 'not_a_config_file',
    message: 'This is not a configuration file of the workspace.',
    next: `Use one of: ${files.map((file) => file.path).join(', ')}.`,
    where: path,
  });
}

/** The text of a known file and its hash; null when there is no such file yet. */
export async function readKnown(
  workspace: string,
  { path }: KnownFile,
): Promise<{ readonly text: string; readonly hash: string } | null> {
  const text = await readTextFile(await insideWorkspace(workspace, path));
  return text === null ? null : { text, hash: hashText(text) };
}

/** SHA-256 (hex) of a text. */
export function hashText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

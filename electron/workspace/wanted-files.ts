import { createHash } from 'node:crypto';
import { join } from 'node:path';

import type { NodeEntry } from '../../shared/fleet/node.ts';
import type { Resource, Snapshot } from '../../shared/fleet/snapshot.ts';
import { makePlan } from '../../shared/plan/make-plan.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import { policyTurns } from '../../shared/policy/resolve.ts';
import type { WantedState } from '../../shared/policy/wanted-state.ts';
import type { HashedFile } from '../../shared/replay/record/replay-record.ts';
import { readResourceFile } from '../../shared/wanted/resource-file.ts';
import { wantedOfNode, type WantedByFile } from '../../shared/wanted/wanted-of-node.ts';
import { findingProblem } from './fleet-file.ts';
import { POLICY_FILE, resourceFile } from './paths.ts';
import { policyMissing, readablePolicy } from './policy-file.ts';
import { readTextFile } from './read-file.ts';

/** What the files of a workspace want, read once for several nodes. */
export interface WantedFiles {
  /**
   * What is wanted of one node. Rejects with `resources_invalid`, naming line and column.
   *
   * @param at the instant that exceptions are to hold at, in the place of the one that was given for all
   */
  of(entry: NodeEntry, snapshot: Snapshot, at?: string): Promise<WantedState>;
  /** The policy; null where there is none. */
  readonly policy: Policy | null;
  /** The instants at which exceptions begin or end, rising, milliseconds since 1970 UTC. */
  readonly turns: readonly number[];
  /** The files that say it, for a title: `policy.yaml, for eu`. */
  title(node: string): Promise<string>;
  /** The teams of the policy, whatever environment they are for. */
  readonly teams: readonly string[];
  /** What the resource file of one node names. Rejects with `resources_invalid`. */
  named(node: string): Promise<readonly Resource[]>;
}

/** The texts of the files that say what is wanted, by their paths in the workspace; a file that is not there is not in it. */
export type WantedTexts = ReadonlyMap<string, string>;

/** Reads the policy file and the resource files of some nodes as they are now. */
export async function readWantedTexts(
  workspace: string,
  nodes: readonly Pick<NodeEntry, 'name'>[],
): Promise<WantedTexts> {
  const texts = new Map<string, string>();
  for (const path of pathsOf(nodes)) {
    const text = await readTextFile(join(workspace, path));
    if (text !== null) texts.set(path, text);
  }
  return texts;
}

/** The files that say what is wanted of some nodes. */
function pathsOf(nodes: readonly Pick<NodeEntry, 'name'>[]): readonly string[] {
  return [POLICY_FILE, ...nodes.map(({ name }) => resourceFile(name))];
}

/** Each of these files by its path, with the SHA-256 of its text, hex. */
export function hashTexts(texts: WantedTexts): readonly HashedFile[] {
  return [...texts]
    .map(([path, text]) => ({ path, sha256: createHash('sha256').update(text).digest('hex') }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Reads what is wanted: the policy file, and each node's resource file when it is asked for. Without a policy file the
 * resource files alone count. Rejects with `policy_invalid`, and with `policy_missing` when none of these nodes has a
 * resource file either.
 *
 * @param instead a policy in the place of that of the file
 * @param at the instant that exceptions are to hold at, ISO 8601 UTC; that of each snapshot when left out
 * @param texts of all files of these nodes, in the place of those that are there now
 */
export async function readWantedFiles(
  workspace: string,
  nodes: readonly Pick<NodeEntry, 'name'>[],
  instead: Policy | null = null,
  at?: string,
  texts?: WantedTexts,
): Promise<WantedFiles> {
  const given = texts === undefined ? new Set<string>() : new Set(pathsOf(nodes));
  const textOf: TextOf = async (path) =>
    given.has(path) ? (texts?.get(path) ?? null) : readTextFile(join(workspace, path));
  const policy = instead ?? (await policyFor(textOf, nodes));
  return {
    of: async (entry, snapshot, then = at) =>
      wantedOfNode(policy, await readResources(textOf, entry.name), snapshot, entry, then),
    policy,
    turns: policy === null ? [] : policyTurns(policy),
    teams: [...(policy?.teams.keys() ?? [])],
    named: async (node) => (await readResources(textOf, node))?.resources ?? [],
    async title(node) {
      const own = (await readResources(textOf, node)) === null ? [] : [resourceFile(node)];
      const files = [...(policy === null ? [] : [`${POLICY_FILE}, for ${node}`]), ...own];
      return files.join(' and ');
    },
  };
}

type TextOf = (path: string) => Promise<string | null>;

async function policyFor(textOf: TextOf, nodes: readonly Pick<NodeEntry, 'name'>[]): Promise<Policy | null> {
  const text = await textOf(POLICY_FILE);
  if (text !== null) return readablePolicy(text);
  for (const { name } of nodes) if ((await textOf(resourceFile(name))) !== null) return null;
  throw policyMissing();
}

/** A node's resource file; null when there is none. Rejects with `resources_invalid`. */
async function readResources(textOf: TextOf, node: string): Promise<WantedByFile | null> {
  const path = resourceFile(node);
  const text = await textOf(path);
  if (text === null || text.trim() === '') return null;
  const { resources, kinds, findings } = readResourceFile(text);
  if (resources !== null) return { resources, kinds };
  throw findingProblem('resources_invalid', path, findings);
}

/** How many operations would take a node to what is wanted without deleting anything. */
export function countPending(wanted: WantedState, entry: NodeEntry, snapshot: Snapshot): number {
  const targets = [{ entry, snapshot, wanted }];
  return makePlan({ id: 'pending', madeAt: snapshot.takenAt, mode: 'merge', targets }).operations.length;
}

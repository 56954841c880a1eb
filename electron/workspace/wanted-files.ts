import { join } from 'node:path';

import type { NodeEntry } from '../../shared/fleet/node.ts';
import type { Resource, Snapshot } from '../../shared/fleet/snapshot.ts';
import { makePlan } from '../../shared/plan/make-plan.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import type { WantedState } from '../../shared/policy/wanted-state.ts';
import { ProblemError } from '../../shared/result.ts';
import { readResourceFile } from '../../shared/wanted/resource-file.ts';
import { wantedOfNode, type WantedByFile } from '../../shared/wanted/wanted-of-node.ts';
import { findingProblem } from './fleet-file.ts';
import { POLICY_FILE, resourceFile } from './paths.ts';
import { requirePolicy } from './policy-file.ts';
import { readTextFile } from './read-file.ts';

/** What the files of a workspace want, read once for several nodes. */
export interface WantedFiles {
  /** What is wanted of one node. Rejects with `resources_invalid`, naming line and column. */
  of(entry: NodeEntry, snapshot: Snapshot): Promise<WantedState>;
  /** The files that say it, for a title: `policy.yaml, for eu`. */
  title(node: string): Promise<string>;
  /** The teams of the policy, whatever environment they are for. */
  readonly teams: readonly string[];
  /** What the resource file of one node names. Rejects with `resources_invalid`. */
  named(node: string): Promise<readonly Resource[]>;
}

/**
 * Reads what is wanted: the policy file, and each node's resource file when it is asked for. Without a policy file the
 * resource files alone count. Rejects with `policy_invalid`, and with `policy_missing` when none of these nodes has a
 * resource file either.
 *
 * @param instead a policy in the place of that of the file
 * @param at the instant that exceptions are to hold at, ISO 8601 UTC; that of each snapshot when left out
 */
export async function readWantedFiles(
  workspace: string,
  nodes: readonly Pick<NodeEntry, 'name'>[],
  instead: Policy | null = null,
  at?: string,
): Promise<WantedFiles> {
  const policy = instead ?? (await policyFor(workspace, nodes));
  return {
    of: async (entry, snapshot) =>
      wantedOfNode(policy, await readResources(workspace, entry.name), snapshot, entry, at),
    teams: [...(policy?.teams.keys() ?? [])],
    named: async (node) => (await readResources(workspace, node))?.resources ?? [],
    async title(node) {
      const own = (await readResources(workspace, node)) === null ? [] : [resourceFile(node)];
      const files = [...(policy === null ? [] : [`${POLICY_FILE}, for ${node}`]), ...own];
      return files.join(' and ');
    },
  };
}

async function policyFor(
  workspace: string,
  nodes: readonly Pick<NodeEntry, 'name'>[],
): Promise<Policy | null> {
  try {
    return await requirePolicy(workspace);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'policy_missing') throw error;
    for (const { name } of nodes) {
      if ((await readTextFile(join(workspace, resourceFile(name)))) !== null) return null;
    }
    throw error;
  }
}

/** A node's resource file; null when there is none. Rejects with `resources_invalid`. */
async function readResources(workspace: string, node: string): Promise<WantedByFile | null> {
  const path = resourceFile(node);
  const text = await readTextFile(join(workspace, path));
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

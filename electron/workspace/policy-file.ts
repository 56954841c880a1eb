import { join } from 'node:path';

import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import { offeredModels } from '../../shared/policy/offered-models.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import { readPolicy } from '../../shared/policy/read-policy.ts';
import { ProblemError } from '../../shared/result.ts';
import { findingProblem } from './fleet-file.ts';
import { POLICY_FILE } from './paths.ts';
import { readTextFile } from './read-file.ts';

/** The policy of a workspace. Rejects with `policy_missing` or `policy_invalid`, naming line and column. */
export async function requirePolicy(workspace: string): Promise<Policy> {
  const text = await readTextFile(join(workspace, POLICY_FILE));
  if (text === null) throw policyMissing();
  return readablePolicy(text);
}

/** That a workspace has no policy file. */
export function policyMissing(): ProblemError {
  return new ProblemError({
    code: 'policy_missing',
    message: 'There is no policy file yet.',
    next: 'Write policy.yaml in Config, starting with "version: 1" and "teams:".',
    where: POLICY_FILE,
  });
}

/**
 * The policy that a text says. Rejects with `policy_invalid`, naming line and column.
 *
 * @param file what its file is called
 */
export function readablePolicy(text: string, file = POLICY_FILE): Policy {
  const { policy, findings } = readPolicy(text);
  if (policy !== null) return policy;
  throw findingProblem('policy_invalid', file, findings);
}

/** Every model and access group that one of these nodes offers; undefined when none was pulled. */
export function knownModels(snapshots: readonly (Snapshot | null)[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const pulled = snapshots.filter((snapshot) => snapshot !== null);
  for (const snapshot of pulled) for (const name of offeredModels(snapshot)) names.add(name);
  return pulled.length === 0 ? undefined : names;
}

import { expect } from 'vitest';

import type { Core } from '../../electron/core/core.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../shared/contract/contract.ts';
import type { Snapshot } from '../../shared/fleet/snapshot.ts';

/** Makes a call of a core; throws where it is answered with a problem. */
export async function callOn<K extends CoreCallName>(
  core: Core,
  name: K,
  args: CallArgs<K>,
): Promise<CallAnswer<K>> {
  const result = await core.call(name, args);
  if (result.ok) return result.value;
  throw new Error(`${name}: ${JSON.stringify(result.problem)}`);
}

/** Pulls every node, and gives the snapshot of the one called `n`. */
export async function pulled(core: Core): Promise<Snapshot> {
  const { failed } = await callOn(core, 'snapshots.pull', {});
  expect(failed).toEqual([]);
  return latest(core);
}

/** The newest snapshot of the node called `n`. */
export async function latest(core: Core): Promise<Snapshot> {
  const { snapshot } = await callOn(core, 'snapshots.latest', { node: 'n' });
  if (snapshot === null) throw new Error('There is no snapshot after a pull.');
  return snapshot;
}

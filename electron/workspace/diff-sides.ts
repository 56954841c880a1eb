import type { Side } from '../../shared/contract/contract.ts';
import { readLitellmConfigModels, unusableLitellmConfig } from '../../shared/config/litellm-config.ts';
import { GATEWAY_FACTS } from '../../shared/fleet/gateway-facts.ts';
import type { GatewayKind, NodeEntry } from '../../shared/fleet/node.ts';
import type { Resource, Snapshot } from '../../shared/fleet/snapshot.ts';
import type { WantedState } from '../../shared/policy/wanted-state.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Clock } from '../core/ports.ts';
import { knownFiles, readKnown, requireKnown } from './config-files.ts';
import { findingProblem } from './fleet-file.ts';
import type { NodeAccess } from './node-access.ts';
import { POLICY_FILE } from './paths.ts';
import { readSnapshot } from './snapshot-store.ts';
import type { Snapshots } from './snapshots.ts';
import { readWantedFiles } from './wanted-files.ts';

/** One side of a comparison, read. */
export type ReadSide =
  | { readonly type: 'node'; readonly title: string; readonly entry: NodeEntry; readonly snapshot: Snapshot }
  | {
      readonly type: 'wanted';
      readonly title: string;
      readonly entry: NodeEntry;
      readonly wanted: WantedState;
    }
  | {
      readonly type: 'config';
      readonly title: string;
      readonly path: string;
      readonly kind: GatewayKind;
      readonly text: string;
      readonly models: readonly Resource[];
    };

/** What sides are read from. */
export interface SideSources {
  readonly workspace: string;
  readonly clock: Clock;
  readonly access: NodeAccess;
  readonly snapshots: Snapshots;
}

/**
 * Reads one side. The policy file stands for what it wants of the node on the other side.
 * Rejects with `no_snapshot`, `not_a_config_file`, `file_missing`, `policy_invalid` or `not_comparable`.
 */
export async function readSide(side: Side, other: Side, sources: SideSources): Promise<ReadSide> {
  switch (side.type) {
    case 'node':
      return readNode(side.node, side.snapshot, sources);
    case 'wanted':
      return readWanted(side.node, sources);
    case 'file':
      if (side.path !== POLICY_FILE) return readConfig(side.path, sources);
      if (other.type === 'file') throw notComparable('The policy file', 'another file');
      return readWanted(other.node, sources);
  }
}

/** The problem of two sides that have nothing in common. */
export function notComparable(left: string, right: string): ProblemError {
  return new ProblemError({
    code: 'not_comparable',
    message: `${left} and ${right} cannot be compared: they do not say the same kind of thing.`,
    next: 'Compare a node with a node, a node with the policy, or a LiteLLM config file with its node.',
  });
}

async function readNode(
  node: string,
  name: string | undefined,
  { workspace, access, snapshots, clock }: SideSources,
): Promise<ReadSide> {
  const entry = await access.entry(node);
  const snapshot =
    name === undefined ? await snapshots.require(node) : await readSnapshot(workspace, node, name);
  return {
    type: 'node',
    title: `${node}, pulled ${describeTime(snapshot.takenAt, clock.now())}`,
    entry,
    snapshot,
  };
}

async function readWanted(
  node: string,
  { workspace, access, snapshots, clock }: SideSources,
): Promise<ReadSide> {
  const entry = await access.entry(node);
  const files = await readWantedFiles(workspace, [entry], null, clock.now().toISOString());
  const wanted = await files.of(entry, await snapshots.require(node));
  return { type: 'wanted', title: await files.title(node), entry, wanted };
}

async function readConfig(path: string, sources: SideSources): Promise<ReadSide> {
  const { workspace, access } = sources;
  const file = requireKnown(knownFiles(await access.entries()), path);
  if (file.role === 'resources' && file.node !== null) return readWanted(file.node, sources);
  const held = await readKnown(workspace, file);
  const { role } = file;
  if (held === null || role === 'policy' || role === 'costs' || role === 'resources') {
    throw new ProblemError({
      code: 'file_missing',
      message: `There is no ${path} yet.`,
      next: 'Write it in Config, or copy the one your gateway runs with there.',
      where: path,
    });
  }
  const { listsModelsInFile } = GATEWAY_FACTS[role];
  const unusable = listsModelsInFile ? unusableLitellmConfig(held.text) : undefined;
  if (unusable !== undefined) throw findingProblem('config_invalid', path, [unusable]);
  const models = listsModelsInFile ? readLitellmConfigModels(held.text) : [];
  return { type: 'config', title: path, path, kind: role, text: held.text, models };
}

/** `14:02 UTC`, with the day in front when it is another one. */
function describeTime(iso: string, now: Date): string {
  const time = `${iso.slice(11, 16)} UTC`;
  return iso.slice(0, 10) === now.toISOString().slice(0, 10) ? time : `${iso.slice(0, 10)} ${time}`;
}

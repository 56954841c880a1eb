import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GatewayKind } from '../../../shared/fleet/node.ts';
import { ProblemError } from '../../../shared/result.ts';
import { writeFileAtomic } from '../../files/atomic-write.ts';
import { FLEET_FILE, nodeConfigFile, POLICY_FILE } from '../../workspace/paths.ts';
import {
  DOUBLEWORD_NODE,
  LITELLM_NODES,
  SAMPLE_MONTH,
  STANDARD_ROWS,
  STANDARD_SEED,
} from '../world/node-names.ts';
import { makeTraffic } from '../world/traffic.ts';
import { DOUBLEWORD_CONFIG_TEXT } from './doubleword-config-text.ts';
import { addressOf, SAMPLE_NODES, sampleFleetText } from './fleet-text.ts';
import { litellmConfigText } from './litellm-config-text.ts';
import { writeLogFile } from './log-file.ts';
import { POLICY_TEXT } from './policy-text.ts';
import { freePorts } from './ports.ts';
import { writeSampleFile } from './sample-file.ts';

/** One simulated gateway and where it listens. */
export interface SampleNodeAddress {
  readonly name: string;
  readonly kind: GatewayKind;
  readonly url: string;
}

/** What was made. */
export interface CreatedSample {
  /** The folder. */
  readonly workspace: string;
  readonly nodes: readonly SampleNodeAddress[];
  /** Requests of the month on all nodes together. */
  readonly requests: number;
}

/**
 * Makes a sample workspace: fleet, policy, config files, and one node's log as a file to import. Rejects
 * with `folder_not_empty` when the folder holds anything. `sample.json` is written last, so a folder that
 * has one is whole.
 */
export async function createSampleWorkspace(
  folder: string,
  { rows = STANDARD_ROWS, seed = STANDARD_SEED }: { readonly rows?: number; readonly seed?: number } = {},
): Promise<CreatedSample> {
  await refuseFullFolder(folder);
  const free = await freePorts(SAMPLE_NODES.length);
  const ports = Object.fromEntries(SAMPLE_NODES.map(({ name }, index) => [name, free[index] ?? 0]));
  const write = (path: string, text: string): Promise<void> => writeFileAtomic(join(folder, path), text);
  await write(FLEET_FILE, sampleFleetText(ports));
  await write(POLICY_FILE, POLICY_TEXT);
  for (const node of LITELLM_NODES) await write(nodeConfigFile(node), litellmConfigText(node));
  await write(nodeConfigFile(DOUBLEWORD_NODE), DOUBLEWORD_CONFIG_TEXT);
  await writeLogFile(
    join(folder, 'logs', `prod-us-${SAMPLE_MONTH}.jsonl`),
    makeTraffic('prod-us', { seed, rows }),
  );
  await writeSampleFile(folder, { format: 1, seed, rows, ports });
  const nodes = SAMPLE_NODES.map(({ name, kind }) => ({ name, kind, url: addressOf(ports[name] ?? 0) }));
  return { workspace: folder, nodes, requests: rows };
}

async function refuseFullFolder(folder: string): Promise<void> {
  const names = await mkdir(folder, { recursive: true })
    .then(() => readdir(folder))
    .catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new ProblemError({
        code: 'folder_not_made',
        message: `This folder cannot be made or read (${code}).`,
        next: 'Name another folder.',
        where: folder,
      });
    });
  if (names.length === 0) return;
  throw new ProblemError({
    code: 'folder_not_empty',
    message: `This folder is not empty: it holds ${names.length} ${names.length === 1 ? 'entry' : 'entries'}.`,
    next: 'Name a new or an empty folder; nothing was changed.',
    where: folder,
  });
}

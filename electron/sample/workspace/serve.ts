import { join } from 'node:path';
import { writeFileAtomic } from '../../files/atomic-write.ts';
import { FLEET_FILE } from '../../workspace/paths.ts';
import { readTextFile } from '../../workspace/read-file.ts';
import { doublewordSampleLog } from '../doubleword/sample-log.ts';
import { doublewordSampleState } from '../doubleword/sample-state.ts';
import { startDoublewordSimulator } from '../doubleword/simulator.ts';
import { SAMPLE_KEY } from '../key.ts';
import { startLitellmSimulator } from '../litellm/server.ts';
import { makeSampleNode } from '../world.ts';
import { DOUBLEWORD_NODE, LITELLM_NODES, rowsOf, SAMPLE_MONTH } from '../world/node-names.ts';
import type { SampleNodeAddress } from './create.ts';
import { withSampleAddresses } from './fleet-text.ts';
import { onPortOrFree } from './ports.ts';
import { readSampleFile, writeSampleFile, type SampleFile } from './sample-file.ts';

/** The simulated gateways of a workspace, running. */
export interface ServedSample {
  readonly nodes: readonly SampleNodeAddress[];
  readonly close: () => Promise<void>;
}

/** What may be asked of the serving. */
export interface ServeOptions {
  /** Told as soon as every gateway answers. */
  readonly onReady?: (nodes: readonly SampleNodeAddress[]) => void;
}

interface Running extends SampleNodeAddress {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * Runs the three simulated gateways of a sample workspace on loopback, on the ports of `sample.json`. A
 * port that is taken is replaced by a free one, and then `sample.json` and `fleet.yaml` say so. What is
 * written to the gateways lasts until they are closed. Rejects with `not_a_sample`.
 */
export async function serveSample(workspace: string, options: ServeOptions = {}): Promise<ServedSample> {
  const file = await readSampleFile(workspace);
  const running: Running[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((node) => node.close()));
  };
  try {
    for (const node of LITELLM_NODES) running.push(await startLitellm(node, file));
    running.push(await startDoubleword(file));
    await keepAddresses(workspace, file, running);
  } catch (error) {
    await close();
    throw error;
  }
  const nodes = running.map(({ name, kind, url }) => ({ name, kind, url }));
  options.onReady?.(nodes);
  return { nodes, close };
}

async function startLitellm(name: (typeof LITELLM_NODES)[number], file: SampleFile): Promise<Running> {
  const { state, log, prepared } = makeSampleNode(name, file);
  const { url, port, close } = await onPortOrFree(file.ports[name], (wanted) =>
    startLitellmSimulator({
      state,
      log,
      prepared,
      masterKey: SAMPLE_KEY,
      ...(wanted === undefined ? {} : { port: wanted }),
    }),
  );
  return { name, kind: 'litellm', url, port, close };
}

async function startDoubleword(file: SampleFile): Promise<Running> {
  const state = doublewordSampleState(file.seed);
  const log = doublewordSampleLog(file.seed, SAMPLE_MONTH, rowsOf(file.rows)[DOUBLEWORD_NODE]);
  const running = await onPortOrFree(file.ports[DOUBLEWORD_NODE], (wanted) =>
    startDoublewordSimulator({
      state,
      log,
      adminKey: SAMPLE_KEY,
      ...(wanted === undefined ? {} : { port: wanted }),
    }),
  );
  const { url, port } = running;
  return { name: DOUBLEWORD_NODE, kind: 'doubleword', url, port, close: () => running.close() };
}

async function keepAddresses(
  workspace: string,
  file: SampleFile,
  running: readonly Running[],
): Promise<void> {
  const ports = Object.fromEntries(running.map(({ name, port }) => [name, port]));
  if (running.some(({ name, port }) => file.ports[name] !== port)) {
    await writeSampleFile(workspace, { ...file, ports });
  }
  const path = join(workspace, FLEET_FILE);
  const text = await readTextFile(path);
  if (text === null) return;
  const updated = withSampleAddresses(text, Object.fromEntries(running.map(({ name, url }) => [name, url])));
  if (updated !== text) await writeFileAtomic(path, updated);
}

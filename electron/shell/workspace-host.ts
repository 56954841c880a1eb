import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as timeout } from 'node:timers/promises';

import type { MessagePortMain } from 'electron';

import { createQueue } from '../files/queue.ts';
import type { CoreProcess } from './core-process.ts';
import type { SampleProcess } from './sample-process.ts';

export interface WorkspaceHostOptions {
  /** Where the sample workspace of this user lies. */
  readonly sampleFolder: string;
  readonly startSample: (workspace: string) => SampleProcess;
  /** `nodesUp` resolves when the nodes of the workspace can be asked, or will not come up. */
  readonly startCore: (workspace: string, nodesUp: Promise<void>) => CoreProcess;
  /** Told which workspace is open now. */
  readonly opened: (workspace: string) => void;
  /** Told when another workspace took the place of the one that was open. */
  readonly replaced: () => void;
  readonly log: (line: string) => void;
}

/** When a window does not say that it is ready, milliseconds. */
const SETTLED_WITHIN_MS = 3000;

/** The workspace that is open: its core, and its simulated gateways when it is a sample. */
export interface WorkspaceHost {
  /** Opens a folder, or the sample, in place of what is open. Resolves with its path. */
  open(folder: string | 'sample'): Promise<string>;
  /** A port into the core that runs, or that is about to; rejects when there is none. */
  connect(): Promise<MessagePortMain>;
  /** The first screen is there: what it did not need may start now. */
  settled(): void;
  /** Ends the core and the sample's gateways, also those that are still coming up; nothing opens after it. */
  close(): Promise<void>;
}

/** Makes the host; nothing is open until `open`. */
export function createWorkspaceHost(options: WorkspaceHostOptions): WorkspaceHost {
  let core: CoreProcess | null = null;
  let sample: SampleProcess | null = null;
  let closing = false;
  /** What people wait for comes first; the sample's gateways start when it is there. */
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  /** How many workspaces were opened or closed: tells whether one is still open. */
  let turns = 0;
  /** One after the other: two workspaces never open at once. */
  const inTurn = createQueue();

  /** Starts the sample's gateways; resolves when they answer, or will not. */
  async function startSample(workspace: string): Promise<void> {
    sample = options.startSample(workspace);
    try {
      await sample.ready;
    } catch (error) {
      options.log(`Sample gateways: ${error instanceof Error ? error.message : 'failed'}`);
    }
  }

  /** As `startSample`, when the first screen is there, if the workspace is still open then. */
  async function startSampleLater(workspace: string, turn: number): Promise<void> {
    await Promise.race([settled, timeout(SETTLED_WITHIN_MS, undefined, { ref: false })]);
    if (turn === turns && !closing) await startSample(workspace);
  }

  async function stop(): Promise<void> {
    turns += 1;
    sample?.stop();
    sample = null;
    const stopping = core;
    core = null;
    await stopping?.stop();
  }

  async function openNow(folder: string | 'sample'): Promise<string> {
    const workspace = folder === 'sample' ? options.sampleFolder : path.resolve(folder);
    if (closing) return workspace;
    const replacing = core !== null;
    await stop();
    const made = existsSync(path.join(workspace, 'sample.json'));
    // A sample that is not there yet is made by its gateways, and waited for.
    if (folder === 'sample' && !made) await startSample(workspace);
    if (closing) return workspace;
    core = options.startCore(workspace, made ? startSampleLater(workspace, turns) : Promise.resolve());
    options.opened(workspace);
    if (replacing) options.replaced();
    return workspace;
  }

  return {
    open: (folder) => inTurn(() => openNow(folder)),
    connect: () =>
      inTurn(async () => {
        const port = core?.connect() ?? null;
        if (port === null) throw new Error('No workspace is open.');
        return port;
      }),
    settled: () => settle(),
    close() {
      closing = true;
      // A sample that is still being made is not waited for: ending it ends the opening.
      sample?.stop();
      return inTurn(stop);
    },
  };
}

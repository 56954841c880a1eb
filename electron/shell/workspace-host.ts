import { existsSync } from 'node:fs';
import path from 'node:path';

import type { MessagePortMain } from 'electron';

import { createQueue } from '../files/queue.ts';
import type { CoreProcess } from './core-process.ts';
import type { SampleProcess } from './sample-process.ts';

export interface WorkspaceHostOptions {
  /** Where the sample workspace of this user lies. */
  readonly sampleFolder: string;
  readonly startSample: (workspace: string) => SampleProcess;
  readonly startCore: (workspace: string) => CoreProcess;
  /** Told which workspace is open now. */
  readonly opened: (workspace: string) => void;
  /** Told when another workspace took the place of the one that was open. */
  readonly replaced: () => void;
  readonly log: (line: string) => void;
}

/** The workspace that is open: its core, and its simulated gateways when it is a sample. */
export interface WorkspaceHost {
  /** Opens a folder, or the sample, in place of what is open. Resolves with its path. */
  open(folder: string | 'sample'): Promise<string>;
  /** A port into the core that runs, or that is about to; rejects when there is none. */
  connect(): Promise<MessagePortMain>;
  /** Ends the core and the sample's gateways, also those that are still coming up; nothing opens after it. */
  close(): Promise<void>;
}

/** Makes the host; nothing is open until `open`. */
export function createWorkspaceHost(options: WorkspaceHostOptions): WorkspaceHost {
  let core: CoreProcess | null = null;
  let sample: SampleProcess | null = null;
  let closing = false;
  /** One after the other: two workspaces never open at once. */
  const inTurn = createQueue();

  /** The sample gateways come up beside the core; only a workspace that is not there yet is waited for. */
  async function startSample(workspace: string): Promise<void> {
    sample = options.startSample(workspace);
    const ready = sample.ready.catch((error: unknown) =>
      options.log(`Sample gateways: ${error instanceof Error ? error.message : 'failed'}`),
    );
    if (!existsSync(path.join(workspace, 'sample.json'))) await ready;
  }

  async function stop(): Promise<void> {
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
    if (folder === 'sample' || existsSync(path.join(workspace, 'sample.json'))) await startSample(workspace);
    if (closing) return workspace;
    core = options.startCore(workspace);
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
    close() {
      closing = true;
      // A sample that is still being made is not waited for: ending it ends the opening.
      sample?.stop();
      return inTurn(stop);
    },
  };
}

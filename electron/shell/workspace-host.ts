import { existsSync } from 'node:fs';
import path from 'node:path';

import type { MessagePortMain } from 'electron';

import type { CoreProcess } from './core-process.ts';
import { startSampleProcess, type SampleProcess } from './sample-process.ts';

export interface WorkspaceHostOptions {
  /** The bundled sample gateways, absolute. */
  readonly sampleScript: string;
  /** Where the sample workspace of this user lies. */
  readonly sampleFolder: string;
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
  /** A port into the core that runs, or that is about to; rejects when nothing could be opened. */
  connect(): Promise<MessagePortMain>;
  close(): Promise<void>;
}

/** Makes the host; nothing is open until `open`. */
export function createWorkspaceHost(options: WorkspaceHostOptions): WorkspaceHost {
  let core: CoreProcess | null = null;
  let sample: SampleProcess | null = null;
  /** One after the other: two workspaces never open at once. */
  let opening: Promise<unknown> = Promise.resolve();

  /** The sample gateways come up beside the core; only a workspace that is not there yet is waited for. */
  async function startSample(workspace: string): Promise<void> {
    const starting = startSampleProcess(options.sampleScript, workspace, options.log).then(
      (started) => {
        sample = started;
      },
      (error: unknown) =>
        options.log(`Sample gateways: ${error instanceof Error ? error.message : 'failed'}`),
    );
    if (!existsSync(path.join(workspace, 'sample.json'))) await starting;
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
    const replacing = core !== null;
    await stop();
    if (folder === 'sample' || existsSync(path.join(workspace, 'sample.json'))) await startSample(workspace);
    core = options.startCore(workspace);
    options.opened(workspace);
    if (replacing) options.replaced();
    return workspace;
  }

  return {
    open(folder) {
      const next = opening.catch(() => undefined).then(() => openNow(folder));
      opening = next;
      return next;
    },
    async connect() {
      await opening;
      if (core === null) throw new Error('No workspace is open.');
      return core.connect();
    },
    close: stop,
  };
}

import { utilityProcess } from 'electron';

/** The simulated gateways of a sample workspace, in a process of their own so that the core meets them over loopback. */
export interface SampleProcess {
  /** Resolves when the workspace can be opened; rejects when the process ends before. */
  readonly ready: Promise<void>;
  /** Ends the process, also one that is still coming up. */
  stop(): void;
}

/** A message of the sample's process. */
type FromSample = { readonly type: 'ready' } | { readonly type: 'failed'; readonly message: string };

/** Starts the simulated gateways of a workspace; makes the workspace first when the folder is not there. */
export function startSampleProcess(
  script: string,
  workspace: string,
  log: (line: string) => void,
): SampleProcess {
  const child = utilityProcess.fork(script, [workspace, '--create-if-missing'], {
    serviceName: 'Gatehouse sample gateways',
    stdio: 'pipe',
  });
  child.stderr?.on('data', (chunk: Buffer) => log(chunk.toString('utf8')));
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: FromSample) => {
      if (message.type === 'ready') resolve();
      else reject(new Error(message.message));
    });
    child.once('exit', (code) => reject(new Error(`The sample gateways ended with code ${code}.`)));
  });
  return { ready, stop: () => child.kill() };
}

import type { ParentPort } from 'electron';
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { ProblemError } from '../../shared/result.ts';
import { SAMPLE_FILE } from '../workspace/paths.ts';
import { createSampleWorkspace, serveSample, type SampleNodeAddress } from './workspace.ts';

/** What the process says of itself. */
type FromSample =
  | { readonly type: 'ready'; readonly nodes: readonly SampleNodeAddress[] }
  | { readonly type: 'failed'; readonly message: string };

/** The port to the app; undefined on plain Node. */
const parent = process.parentPort as ParentPort | undefined;

function tell(message: FromSample): void {
  if (parent !== undefined) parent.postMessage(message);
  else process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** The window and the core come up at the same time, and a person waits for those. */
function stepAside(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some systems do not let a process choose; it then only starts a little less smoothly.
  }
}

/** Serves the sample workspace named on the command line until the process is told to stop. */
async function main([workspace, ...flags]: readonly string[]): Promise<void> {
  if (workspace === undefined) {
    throw new ProblemError({ code: 'no_workspace', message: 'No sample workspace was named.' });
  }
  stepAside();
  if (flags.includes('--create-if-missing') && !existsSync(join(workspace, SAMPLE_FILE))) {
    await createSampleWorkspace(workspace);
  }
  const served = await serveSample(workspace);
  const stop = (): void => {
    void served.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  tell({ type: 'ready', nodes: served.nodes });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  tell({
    type: 'failed',
    message: error instanceof Error ? error.message : 'The sample could not be served.',
  });
  // The port to the app would keep the process alive; the message is on its way by the next turn.
  setImmediate(() => process.exit(1));
});

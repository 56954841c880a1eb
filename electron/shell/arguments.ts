import path from 'node:path';
import { parseArgs } from 'node:util';

/** How the app was started. */
export interface StartArguments {
  /** A workspace folder given on the command line, absolute. */
  readonly workspace: string | null;
  /** Open the sample workspace whatever was open last. */
  readonly sample: boolean;
  /** Start, show the first screen, say so on stdout and end: proves that a build starts. */
  readonly smoke: boolean;
}

/** Reads our own switches and leaves Chromium's alone. */
export function readStartArguments(argv: readonly string[], cwd: string): StartArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      workspace: { type: 'string' },
      sample: { type: 'boolean' },
      smoke: { type: 'boolean' },
    },
    strict: false,
  });
  return {
    workspace: typeof values.workspace === 'string' ? path.resolve(cwd, values.workspace) : null,
    sample: values.sample === true,
    smoke: values.smoke === true,
  };
}

import path from 'node:path';
import { parseArgs } from 'node:util';

import * as v from 'valibot';

const StartArgumentsSchema = v.object({
  /** A workspace folder given on the command line, absolute. */
  workspace: v.nullable(v.string()),
  /** Open the sample workspace whatever was open last. */
  sample: v.boolean(),
  /** Start, show the first screen, say so on stdout and end: proves that a build starts. */
  smoke: v.boolean(),
});

/** How the app was started. */
export type StartArguments = Readonly<v.InferOutput<typeof StartArgumentsSchema>>;

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

/** What a second start handed over; nothing was asked for when it cannot be read, as from another version. */
export function startArgumentsOf(handedOver: unknown): StartArguments {
  const parsed = v.safeParse(StartArgumentsSchema, handedOver);
  return parsed.success ? parsed.output : { workspace: null, sample: false, smoke: false };
}

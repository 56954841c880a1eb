import { text } from 'node:stream/consumers';

import { runCli } from './cli/run.ts';

/** The command line's entry: the same core as the window, on plain Node. */
async function main(): Promise<void> {
  const interrupt = new AbortController();
  const stop = (): void => {
    // The second interrupt does not wait for anything.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // A reader that goes away (`| head`) is not a fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
  process.exitCode = await runCli(process.argv.slice(2), {
    out: (line) => process.stdout.write(line),
    err: (line) => process.stderr.write(line),
    terminal: process.stderr.isTTY,
    colour: process.stdout.isTTY && !process.env['NO_COLOR'],
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    input: async () => text(process.stdin),
    signal: interrupt.signal,
  });
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
}

void main();

import { benchPush } from './push-bench.ts';
import { simulate } from './push-world.ts';

/** Run by `npm run bench -- push`: prints one line. With `simulate` it is the gateway that is pushed to. */
async function main(): Promise<void> {
  const [script = '', what] = process.argv.slice(1);
  if (what === 'simulate') return simulate();
  const { operations, seconds, boundSeconds, cpuSeconds } = await benchPush(script);
  process.stdout.write(
    `push of ${operations} operations: ${(seconds / boundSeconds).toFixed(2)} x the bound of their round trips ` +
      `(${seconds.toFixed(1)} s and ${boundSeconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor)\n`,
  );
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

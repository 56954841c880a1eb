import { benchImport } from './import-bench.ts';

/** Run by `npm run bench`: prints one line. */
async function main(): Promise<void> {
  const { rows, seconds, peakMb, plainSeconds } = await benchImport();
  process.stdout.write(
    `import of ${rows} rows: ${(seconds / plainSeconds).toFixed(2)} x a plain sql.js loop ` +
      `(${seconds.toFixed(1)} s and ${plainSeconds.toFixed(1)} s), ${(rows / seconds).toFixed(0)} rows/s, ` +
      `at most ${peakMb.toFixed(0)} MB\n`,
  );
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

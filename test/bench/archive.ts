import { archiveBench, runPart } from './archive-bench.ts';

/** Run by `npm run bench -- archive [--rows N]… [--log FILE… [--csv FILE]] [--cold]`; its parts are processes of their own. */
async function main(): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  if (first === '--part') await runPart(rest);
  else await archiveBench(process.argv.slice(2));
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

import { injectFaults, prepareFaults } from '../../../helpers/fs-faults.ts';
import { openSmall, runStep } from './steps.ts';
import type { Step } from './steps.ts';

/**
 * Does one step in a process of its own, which is killed at a call: `node child.cjs FOLDER GIVEN STEP AT`. With 0 nothing
 * kills it but who started it.
 */
async function main(folder: string, given: string, step: Step, at: number): Promise<void> {
  await prepareFaults();
  if (at > 0) injectFaults({ fault: 'kill', at, under: folder, torn: true });
  const archive = openSmall(folder);
  await runStep(archive, given, step);
  await archive.close();
}

const [folder = '', given = '', step = 'file', at = '0'] = process.argv.slice(2);
void main(folder, given, step as Step, Number(at)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});

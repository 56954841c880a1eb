import { openArchive } from '../../../../electron/archive/archive.ts';
import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
import { ProblemError } from '../../../../shared/result.ts';
import type { Fault } from '../../../helpers/fs-faults.ts';
import { injectFaults, prepareFaults } from '../../../helpers/fs-faults.ts';
import { quietWork } from '../../../helpers/requests.ts';

/**
 * Imports a file by threads, as the program does: `node threads-child.cjs FOLDER FILE FAULT AT`. The fault comes at a call
 * of the thread that the others report to; with 0 there is none. Prints what came of it as JSON, and how many calls there
 * were.
 */
async function main(folder: string, file: string, fault: Fault, at: number): Promise<void> {
  await prepareFaults();
  const faults = injectFaults({ fault, at: at === 0 ? Number.MAX_SAFE_INTEGER : at, under: folder });
  const archive = openArchive(folder, { threads: 2, capacity: 100 });
  const came = await archive.importSource('eu', await openLogSource(file), quietWork()).then(
    ({ inserted, refused }) => ({ inserted, refused }),
    (error: unknown) => {
      if (error instanceof ProblemError) return { code: error.problem.code, message: error.problem.message };
      throw error;
    },
  );
  faults.restore();
  await archive.close();
  process.stdout.write(JSON.stringify({ ...came, calls: faults.calls() }));
}

const [folder = '', file = '', fault = 'full', at = '0'] = process.argv.slice(2);
void main(folder, file, fault as Fault, Number(at)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});

import { openArchive } from '../../../electron/archive/archive.ts';
import { makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';

/**
 * Imports one request after the other into one month of one node. Run in a process of its own:
 * `node import-often.cjs FOLDER NAME COUNT`; NAME tells its requests from another process's.
 */
async function importOften(folder: string, name: string, count: number): Promise<void> {
  const archive = openArchive(folder, { importWaitMs: 90_000 });
  for (let number = 0; number < count; number += 1) {
    const request = makeRequest({ id: `${name}-${number}` });
    await archive.importPages('eu', sourceOf([[request]]), quietWork());
  }
  await archive.close();
}

void importOften(process.argv[2] ?? '', process.argv[3] ?? '', Number(process.argv[4])).catch(
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);

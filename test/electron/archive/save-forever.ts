import { openArchive } from '../../../electron/archive/archive.ts';
import { makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';

/**
 * Imports one more request after the other until it is killed, and says on standard output which were saved.
 * Run in a process of its own: `node save-forever.cjs FOLDER FIRST`.
 */
async function saveForever(folder: string, first: number): Promise<never> {
  const archive = openArchive(folder);
  for (let number = first; ; number += 1) {
    // Enough of other rows that a save takes long enough to be hit.
    const rows = Array.from({ length: 60 }, (_, index) =>
      makeRequest({ id: `request-${number}-${index}`, extra: { padding: 'x'.repeat(500) } }),
    );
    await archive.importPages('eu', sourceOf([rows]), quietWork());
    process.stdout.write(`${number}\n`);
  }
}

void saveForever(process.argv[2] ?? '', Number(process.argv[3]));

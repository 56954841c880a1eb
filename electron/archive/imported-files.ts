import { readFile } from 'node:fs/promises';
import path from 'node:path';

import * as v from 'valibot';

import { writeFileAtomic } from '../files/atomic-write.ts';
import { takeLock } from '../files/file-lock.ts';
import type { ArchivePlaces } from './places.ts';

const WAIT_MS = 5_000;

const ImportedFilesSchema = v.object({
  version: v.literal(1),
  files: v.array(v.object({ name: v.string(), bytes: v.number(), modifiedMs: v.number(), node: v.string() })),
});

/** A log file that was taken in: known again by name, size and time, without reading it. */
export type ImportedFile = v.InferOutput<typeof ImportedFilesSchema>['files'][number];

/** What was imported before. It only saves people from being reminded: unreadable, it counts as empty. */
export async function readImportedFiles(places: ArchivePlaces): Promise<readonly ImportedFile[]> {
  try {
    const parsed = v.safeParse(ImportedFilesSchema, JSON.parse(await readFile(listOf(places), 'utf8')));
    return parsed.success ? parsed.output.files : [];
  } catch {
    return [];
  }
}

/**
 * Remembers a file that was taken in whole; one after the other, among all processes. Does not reject: the
 * import it follows went well, and forgetting it only means that people are reminded once more.
 */
export async function noteImportedFile(places: ArchivePlaces, file: ImportedFile): Promise<void> {
  const list = listOf(places);
  try {
    const turn = await takeLock(`${list}.lock`, file.name, WAIT_MS);
    if (!turn.taken) return;
    try {
      const files = [...(await readImportedFiles(places)), file];
      await writeFileAtomic(list, `${JSON.stringify({ version: 1, files }, null, 1)}\n`);
    } finally {
      await turn.release();
    }
  } catch {
    // See above: nothing that a person has to know.
  }
}

function listOf(places: ArchivePlaces): string {
  return path.join(places.root, 'imported-files.json');
}

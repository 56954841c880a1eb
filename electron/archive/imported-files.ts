import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import * as v from 'valibot';

import { writeFileAtomic } from '../workspace/atomic-write.ts';
import type { ArchivePlaces } from './places.ts';

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

/** Remembers files that were taken in whole. */
export async function noteImportedFiles(
  places: ArchivePlaces,
  node: string,
  paths: readonly string[],
): Promise<void> {
  const noted = await Promise.all(
    paths.map(async (file): Promise<ImportedFile> => {
      const { size, mtimeMs } = await stat(file);
      return { name: path.basename(file), bytes: size, modifiedMs: Math.round(mtimeMs), node };
    }),
  );
  const files = [...(await readImportedFiles(places)), ...noted];
  await writeFileAtomic(listOf(places), `${JSON.stringify({ version: 1, files }, null, 1)}\n`);
}

function listOf(places: ArchivePlaces): string {
  return path.join(places.root, 'imported-files.json');
}

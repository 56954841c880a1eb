import type { ImportSummary } from '../../shared/audit/logged-request.ts';
import type { Work } from '../gateways/adapter.ts';
import { IMPORT_WAIT_MS, lockImport } from './import-lock.ts';
import { runImport } from './import.ts';
import type { ImportSource } from './import.ts';
import { noteImportedFile, readImportedFiles } from './imported-files.ts';
import type { ImportedFile } from './imported-files.ts';
import { archivePlaces, stamp } from './places.ts';
import { createQueries, type ArchiveQueries } from './queries.ts';
import { openRefusedFile } from './refused-file.ts';
import { openSegmentFiles } from './segment-files.ts';
import { movePosition } from './read-position.ts';
import { openReaders } from './segment-readers.ts';
import { loadSqlite } from './sqlite.ts';
import { openWorkingSet } from './working-set.ts';

/** The imported request logs of a workspace. */
export interface Archive extends ArchiveQueries {
  /**
   * Takes a log in: every request once, whatever is repeated, and nothing at all when it is cancelled or the
   * log cannot be read to its end. Months are saved one by one: where saving stops between two of them it
   * rejects with `import_partly_saved`, which names them. Imports into one node wait for each other; for one of
   * another process only a while, then it rejects with `import_running`.
   */
  importPages(node: string, source: ImportSource, work: Work): Promise<ImportSummary>;
  /** Log files that were taken in before. */
  importedFiles(): Promise<readonly ImportedFile[]>;
  /** Remembers a log file that was taken in whole. Does not reject: at worst people are reminded of it again. */
  noteImported(file: ImportedFile): Promise<void>;
  close(): Promise<void>;
}

/** What can be set from outside; the defaults suit a laptop. */
export interface ArchiveOptions {
  /** The compiled SQLite library; found by itself otherwise. */
  readonly wasmBinary?: Uint8Array;
  readonly now?: () => Date;
  /** How much of open segments is kept for reading, bytes of their files. */
  readonly cacheBytes?: number;
  /** How much of them an import keeps in memory at once, bytes of their files. */
  readonly workingBytes?: number;
  /** The largest segment, bytes. */
  readonly segmentBytes?: number;
  /** How long an import waits for one of another process, milliseconds. */
  readonly importWaitMs?: number;
}

const MEGABYTE = 1_000_000;

/**
 * Opens the archive of a workspace. Costs nothing until it is used.
 *
 * @param workspace the folder that holds `archive/`
 */
export function openArchive(workspace: string, options: ArchiveOptions = {}): Archive {
  const places = archivePlaces(workspace);
  const now = options.now ?? (() => new Date());
  const sqlite = () => loadSqlite(options.wasmBinary);
  const files = openSegmentFiles(places, sqlite, now);
  const readers = openReaders(places, files, sqlite, options.cacheBytes ?? 200 * MEGABYTE);
  const limits = {
    openBytes: options.workingBytes ?? 150 * MEGABYTE,
    segmentBytes: options.segmentBytes ?? 1_000 * MEGABYTE,
  };
  const imports = new Map<string, Promise<unknown>>();

  async function importOne(node: string, source: ImportSource, work: Work): Promise<ImportSummary> {
    const waitMs = options.importWaitMs ?? IMPORT_WAIT_MS;
    const release = await lockImport(places, node, source.description, waitMs);
    try {
      const summary = await importLocked(node, source, work);
      // The position only spares reading again: without it the next import reads more than it has to.
      if (source.covers !== null) {
        await movePosition(places, node, source.covers, now().getTime()).catch(() => undefined);
      }
      return summary;
    } finally {
      await release();
    }
  }

  async function importLocked(node: string, source: ImportSource, work: Work): Promise<ImportSummary> {
    const refused = openRefusedFile(places.refused(node), stamp(now()));
    const set = await openWorkingSet(node, places, files, await sqlite(), limits);
    try {
      const summary = await runImport(node, source, work, { set, refused, now });
      const { refusedFile } = summary;
      return { ...summary, refusedFile: refusedFile === null ? null : places.relative(refusedFile) };
    } finally {
      await refused.discard();
      await set.close();
    }
  }

  return {
    importedFiles: () => readImportedFiles(places),
    noteImported: (file) => noteImportedFile(places, file),
    importPages(node, source, work) {
      const before = imports.get(node) ?? Promise.resolve();
      const running = before.then(() => importOne(node, source, work));
      imports.set(
        node,
        running.catch(() => undefined),
      );
      return running;
    },
    ...createQueries(places, files, readers, now),
    async close() {
      await Promise.all(imports.values());
      readers.close();
    },
  };
}

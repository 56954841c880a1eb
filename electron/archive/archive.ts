import type { ImportSummary } from '../../shared/audit/logged-request.ts';
import type { Work } from '../gateways/adapter.ts';
import { runImport } from './import.ts';
import { noteImportedFiles, readImportedFiles, type ImportedFile } from './imported-files.ts';
import type { ImportSource } from './import.ts';
import { archivePlaces, stamp } from './places.ts';
import { createQueries, type ArchiveQueries } from './queries.ts';
import { openRefusedFile } from './refused-file.ts';
import { openSegmentFiles } from './segment-files.ts';
import { openReaders } from './segment-readers.ts';
import { loadSqlite } from './sqlite.ts';
import { openWorkingSet } from './working-set.ts';

/** The imported request logs of a workspace. */
export interface Archive extends ArchiveQueries {
  /**
   * Takes a log in: every request once, whatever is repeated, and nothing at all when it is cancelled or
   * fails. Imports into one node wait for each other.
   */
  importPages(node: string, source: ImportSource, work: Work): Promise<ImportSummary>;
  /** Log files that were taken in before. */
  importedFiles(): Promise<readonly ImportedFile[]>;
  /** Remembers log files, by their paths, that were taken in whole. */
  noteImported(node: string, paths: readonly string[]): Promise<void>;
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
    noteImported: (node, paths) => noteImportedFiles(places, node, paths),
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

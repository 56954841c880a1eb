import { stat } from 'node:fs/promises';
import path from 'node:path';

import { STANDARD_LOG_SAYS } from '../../gateways/litellm/standard-log.ts';
import type { Layout } from './detect.ts';
import { openLineSink } from './line-sink.ts';
import type { LogChunk } from './line-sink.ts';
import { cutFile, fingerprintsOf, inspectFile } from './log-file.ts';
import { openObjectFolder } from './object-folder.ts';
import type { RowKind } from './row-kinds.ts';
import { rowsOnly } from './rows-only.ts';
import { unreadable } from './source-problems.ts';
import type { Packing } from './unpacker.ts';

export type { LogChunk } from './line-sink.ts';
export type { RowKind } from './row-kinds.ts';

type Packed<Format extends string> = Format | `${Format}.gz` | `${Format}.zst`;

/** How the rows of a source lie on the disk. `json-objects` is one object after the other, over several lines. */
export type LogFormat = Packed<'jsonl' | 'json-array' | 'json-objects' | 'csv'> | 'object-folder';

/** What was found at a path, before anything of it is imported. */
export interface LogSource {
  /** For people: the file's or folder's name. */
  readonly description: string;
  /** Absolute. */
  readonly path: string;
  readonly format: LogFormat;
  /** Which reader the rows are for. */
  readonly rows: RowKind;
  /** The names of the fields that its rows have, as far as its beginning shows; null where any may come. */
  readonly columns: readonly string[] | null;
  /** On disk. */
  readonly totalBytes: number;
  /** The same again holds the same, as far as pieces of it show: a file, or a folder of files. */
  readonly fingerprint: string;
  /** The same again was not touched since either. */
  readonly timedFingerprint: string;
  /** The file is plain JSON lines in UTF-8: any range of its bytes can be read by itself. */
  readonly seekable: boolean;
  /** Where a record is, for people: `log.jsonl:17`, `log.csv, row 17`. Of a folder, its chunks know better. */
  placeOf(record: number): string;
  /** It holds no record: it goes with any node. */
  readonly isEmpty?: true;
  /**
   * Chunks of whole JSON lines, in order, 4 MB and more each. Rejects with `file_unreadable`, `file_too_large`,
   * or as the signal says. The same file gives the same chunks again.
   */
  chunks(signal: AbortSignal): AsyncIterable<LogChunk>;
}

/** A chunk is given out when it is this large, bytes. */
const CHUNK_BYTES = 4_194_304;
const SUFFIX = { gzip: '.gz', zstd: '.zst' } as const satisfies Record<Packing, string>;
const FORMATS = {
  lines: 'jsonl',
  list: 'json-array',
  answer: 'json-array',
  objects: 'json-objects',
  csv: 'csv',
} as const satisfies Record<Layout['layout'], LogFormat>;

/** What may be told to who looks at a source: of a folder that can take long. */
export interface Looking {
  readonly signal?: AbortSignal;
  /** Told how many files of a folder were found so far. */
  readonly found?: (files: number) => void;
}

/**
 * Finds out what a file or a folder holds, by its content. Rejects with `file_unreadable`, `not_a_log`, which says what
 * was found instead and what is taken, or `packing_not_supported`, before anything is imported, and
 * with `cancelled`.
 */
export async function openLogSource(given: string, looking: Looking = {}): Promise<LogSource> {
  const file = path.resolve(given);
  const description = path.basename(file);
  const { size, mtimeMs, ...kind } = await look(file, description);
  if (kind.isFolder) return openObjectFolder(file, CHUNK_BYTES, looking);
  const inspected = await inspectFile(file);
  const { found, packing, hasMark } = inspected;
  const isPayload = found.kind === 'litellm-payload';
  const placeOf = placesIn(description, found.layout);
  return {
    description,
    path: file,
    format: `${FORMATS[found.layout]}${packing === null ? '' : SUFFIX[packing]}`,
    rows: isPayload ? 'litellm' : found.kind,
    columns: isPayload ? STANDARD_LOG_SAYS : found.columns,
    totalBytes: size,
    ...(found.isEmpty === true ? { isEmpty: true } : {}),
    ...(await fingerprintsOf(file, size, mtimeMs)),
    seekable: found.layout === 'lines' && packing === null && !hasMark && !isPayload,
    placeOf,
    async *chunks(signal) {
      const sink = openLineSink(placeOf, isPayload ? rowsOnly('litellm') : null);
      let consumed = 0;
      for await (consumed of cutFile(inspected, sink, signal)) {
        const chunk = sink.take(consumed, CHUNK_BYTES);
        if (chunk !== null) yield chunk;
      }
      const last = sink.take(consumed, 0);
      if (last !== null) yield last;
    },
  };
}

async function look(
  file: string,
  name: string,
): Promise<{ readonly size: number; readonly mtimeMs: number; readonly isFolder: boolean }> {
  const found = await stat(file).catch((error: unknown) => {
    throw unreadable(name, file, error);
  });
  if (!found.isFile() && !found.isDirectory()) throw unreadable(name, file, null);
  return { size: found.size, mtimeMs: found.mtimeMs, isFolder: found.isDirectory() };
}

/** The first row of a table is its header, as spreadsheets count. */
function placesIn(name: string, layout: Layout['layout']): (record: number) => string {
  switch (layout) {
    case 'lines':
      return (record) => `${name}:${record}`;
    case 'csv':
      return (record) => `${name}, row ${record + 1}`;
    default:
      return (record) => `${name}, row ${record}`;
  }
}

import { stat } from 'node:fs/promises';
import path from 'node:path';

import { STANDARD_LOG_SAYS } from '../../gateways/litellm/standard-log.ts';
import type { Layout } from './detect.ts';
import { openLineSink } from './line-sink.ts';
import { cutFile, fingerprintsOf, inspectFile } from './log-file.ts';
import { openObjectFolder } from './object-folder.ts';
import { rowsOnly } from './rows-only.ts';
import { unreadable } from './source-problems.ts';
import type { Packing } from './unpacker.ts';
import type { LogSource, LogFormat, Looking } from './log-source.ts';

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

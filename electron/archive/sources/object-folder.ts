import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { cancelled, ProblemError } from '../../../shared/result.ts';
import { STANDARD_LOG_SAYS } from '../../gateways/litellm/standard-log.ts';
import { cutJson } from './cut-json.ts';
import { cutLines } from './cut-lines.ts';
import { openLineSink } from './line-sink.ts';
import type { LineSink, LogChunk } from './line-sink.ts';
import { cutFile, fingerprintsOf, inspectFile } from './log-file.ts';
import type { RowKind } from './row-kinds.ts';
import { rowsOnly } from './rows-only.ts';
import { notALog, SourceProblem, unreadable, whyUnreadable } from './source-problems.ts';
import type { LogSource, Looking } from './log-source.ts';

/** A file below the folder, or what stands there instead of one. */
interface Entry {
  readonly file: string;
  readonly place: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** Why it is not read; null for a file. */
  readonly reason: string | null;
}

type Loaded = Entry & { readonly bytes: Uint8Array | null };

const AT_ONCE = 16;
/** Larger files are not read whole. */
const SMALL_BYTES = 4_194_304;
/** Where none of so many files is known, no other will be. */
const FILES_TO_ASK = 50;
/** Of so many files what is in them is compared too; of all others their names, which hold times and ids, and sizes. */
const FILES_TO_COMPARE = 32;
const OBJECT = 0x7b;

/**
 * A folder as LiteLLM's S3 and GCS loggers fill it (1.81.13 and 1.106.2): folders of days, in them one object a
 * request, or files of lines where they write in batches. Files are read in the order of their names, whatever
 * the names are; hidden ones are left out. A file that is no log is refused by its name, and the rest goes on.
 */
export async function openObjectFolder(
  folder: string,
  chunkBytes: number,
  { signal, found }: Looking = {},
): Promise<LogSource> {
  const description = path.basename(folder);
  const timed = createHash('sha256');
  const content = createHash('sha256');
  let totalBytes = 0;
  let files = 0;
  let rows: RowKind | null = null;
  for await (const entry of walk(folder, '')) {
    timed.update(`${entry.place}\0${entry.size}\0${entry.mtimeMs}\n`);
    content.update(`${entry.place}\0${entry.size}\n`);
    totalBytes += entry.size;
    files += 1;
    if (files <= FILES_TO_COMPARE && entry.reason === null) content.update(await contentOf(entry));
    if (signal?.aborted === true) throw cancelled(`The import of ${description}`);
    found?.(files);
    if (rows === null && files <= FILES_TO_ASK && entry.reason === null) rows = await rowsOf(entry.file);
  }
  if (rows === null) throw notALog(description, files === 0 ? 'the folder is empty' : 'no file in it is one');
  const kind = rows;
  return {
    description,
    path: folder,
    format: 'object-folder',
    rows: kind,
    // What the loggers write has less than the spend log's rows; a file of those among them is read as if it had.
    columns: kind === 'litellm' ? STANDARD_LOG_SAYS : null,
    totalBytes,
    fingerprint: content.digest('hex'),
    timedFingerprint: timed.digest('hex'),
    seekable: false,
    placeOf: (record) => `${description}, record ${record}`,
    chunks: (signal) => readFolder(folder, kind, chunkBytes, signal),
  };
}

/** What cannot be read is refused when it is its turn. */
async function contentOf({ file, size, mtimeMs }: Entry): Promise<string> {
  try {
    return (await fingerprintsOf(file, size, mtimeMs)).fingerprint;
  } catch (error) {
    if (error instanceof ProblemError) return '';
    throw error;
  }
}

async function rowsOf(file: string): Promise<RowKind | null> {
  try {
    const { kind } = (await inspectFile(file)).found;
    return kind === 'litellm-payload' ? 'litellm' : kind;
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

async function* readFolder(
  folder: string,
  rows: RowKind,
  chunkBytes: number,
  signal: AbortSignal,
): AsyncGenerator<LogChunk> {
  let places: string[] = [];
  let place = '';
  let firstOfFile = 1;
  const placeOf = (record: number): string =>
    record === firstOfFile ? place : `${place}:${record - firstOfFile + 1}`;
  const sink = openLineSink(placeOf, rowsOnly(rows));
  let named = 1;
  let consumed = 0;

  function take(at: number, enough: number): LogChunk | null {
    for (; named < sink.nextRecord(); named += 1) places.push(placeOf(named));
    const chunk = sink.take(at, enough);
    if (chunk === null) return null;
    const withPlaces = { ...chunk, places };
    places = [];
    return withPlaces;
  }

  for await (const entry of loadAhead(walk(folder, ''))) {
    signal.throwIfAborted();
    place = entry.place;
    firstOfFile = sink.nextRecord();
    for await (const read of cutEntry(entry, sink, signal)) {
      const chunk = take(consumed + read, chunkBytes);
      if (chunk !== null) yield chunk;
    }
    consumed += entry.size;
  }
  const last = take(consumed, 0);
  if (last !== null) yield last;
}

/** Yields after each piece with how much of the file was read. */
async function* cutEntry(entry: Loaded, sink: LineSink, signal: AbortSignal): AsyncGenerator<number> {
  if (entry.reason !== null) {
    sink.refuse(entry.reason);
  } else if (entry.bytes !== null && entry.bytes.find((byte) => byte > 0x20) === OBJECT) {
    const cutter = isLines(entry.bytes) ? cutLines(sink) : cutJson('objects', sink);
    cutter.push(entry.bytes);
    cutter.finish();
  } else {
    try {
      yield* cutFile(await inspectFile(entry.file), sink, signal);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      sink.refuse(error instanceof SourceProblem ? error.said : error.problem.message);
    }
  }
  yield entry.size;
}

/** An object that goes over several lines has its brackets indented, but for the first and the last. */
function isLines(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('\n{');
}

/** Loads the files that come next while one is cut; a few at once, in their order. */
async function* loadAhead(entries: AsyncIterable<Entry>): AsyncGenerator<Loaded> {
  const loading: Promise<Loaded>[] = [];
  for await (const entry of entries) {
    loading.push(load(entry));
    if (loading.length < AT_ONCE) continue;
    const next = await loading.shift();
    if (next !== undefined) yield next;
  }
  for (const next of loading) yield await next;
}

async function load(entry: Entry): Promise<Loaded> {
  if (entry.reason !== null || entry.size > SMALL_BYTES) return { ...entry, bytes: null };
  try {
    return { ...entry, bytes: await readFile(entry.file) };
  } catch (error) {
    return { ...entry, reason: `It cannot be read: ${whyUnreadable(error)}.`, bytes: null };
  }
}

async function* walk(folder: string, below: string): AsyncGenerator<Entry> {
  const here = path.join(folder, below);
  let entries;
  try {
    entries = await readdir(here, { withFileTypes: true });
  } catch (error) {
    if (below === '') throw unreadable(path.basename(folder), folder, error);
    yield refusedEntry(here, below, `It cannot be read: ${whyUnreadable(error)}.`);
    return;
  }
  const visible = entries.filter(({ name }) => !name.startsWith('.'));
  visible.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (let from = 0; from < visible.length; from += AT_ONCE) {
    const looked = await Promise.all(
      visible.slice(from, from + AT_ONCE).map(async (entry) => {
        const place = below === '' ? entry.name : `${below}/${entry.name}`;
        return entry.isDirectory() ? place : await look(path.join(here, entry.name), place);
      }),
    );
    for (const found of looked) {
      if (typeof found === 'string') yield* walk(folder, found);
      else yield found;
    }
  }
}

async function look(file: string, place: string): Promise<Entry> {
  try {
    const { size, mtimeMs, ...found } = await stat(file).then((stats) => ({
      size: stats.size,
      mtimeMs: stats.mtimeMs,
      isFile: stats.isFile(),
    }));
    return found.isFile
      ? { file, place, size, mtimeMs, reason: null }
      : refusedEntry(file, place, 'It is no file; links to folders are not followed.');
  } catch (error) {
    return refusedEntry(file, place, `It cannot be read: ${whyUnreadable(error)}.`);
  }
}

function refusedEntry(file: string, place: string, reason: string): Entry {
  return { file, place, size: 0, mtimeMs: 0, reason };
}

import { randomBytes } from 'node:crypto';

import { coveredHours } from '../../../shared/audit/coverage.ts';
import type { ImportSummary, RefusedRow } from '../../../shared/audit/logged-request.ts';
import { cancelled, ProblemError } from '../../../shared/result.ts';
import type { LogRow, Work } from '../../gateways/adapter.ts';
import type { ScannerModule } from '../../scan/scanner-module.ts';
import type { ArchivePlaces } from '../places.ts';
import { openRefusedFile, sideOf } from '../refused-file.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import type { LogChunk } from '../sources/line-sink.ts';
import { SourceReadError } from '../sources/read-error.ts';
import { isSameSource } from '../sources/log-file.ts';
import { unreadable } from '../sources/source-problems.ts';
import { isRefusal } from '../store/lost-segment.ts';
import type { NodeStore } from '../store/node-store.ts';
import { notStored } from './import-problems.ts';
import { openMakers, threadsHere } from './makers.ts';
import type { Maker } from './makers.ts';
import type { Made } from './made-segment.ts';
import { withWarning } from './other-nodes.ts';
import { countLines, rangesOf } from './ranges.ts';
import type { Range } from './ranges.ts';
import { doneUntil, openRefusedLines } from './refused-lines.ts';
import { nextCommit } from './segment-batch.ts';
import { richerThan } from './richer.ts';
import { openSession } from './session.ts';
import type { ImportSession } from './session.ts';
import { openStaging } from './staging.ts';
import { withBackSaid, withCostsSaid, withMarkSaid, withRenumberedSaid } from './warnings.ts';
import type { LogSource } from '../sources/log-source.ts';

/** How rows are read instead of the gateway's own way. */
export interface RowReading {
  readonly readRow: (row: unknown) => LogRow;
  /** Another way of reading, another key. */
  readonly key: string;
  /** What was refused of what is read beside the source; counted with it. */
  readonly refused: readonly RefusedRow[];
  /** What the requests lack, as a sentence; left out for nothing. */
  readonly lack?: string;
  /** The files that are read beside the source; none when left out. */
  readonly beside?: readonly Pick<LogSource, 'path' | 'fingerprint' | 'timedFingerprint'>[];
}

/** What an import of a file works with. */
export interface ImportTools {
  readonly node: string;
  readonly places: ArchivePlaces;
  readonly store: NodeStore;
  readonly module: ScannerModule;
  readonly now: () => Date;
  readonly stamp: () => string;
  /** Threads; 0 for none. As many as the machine has processors when left out. */
  readonly threads?: number;
  /** Requests a segment. */
  readonly capacity?: number;
  /** What has to be said with the summary. */
  readonly notes?: readonly string[];
  /** The archives of the other nodes, to tell of requests that are in these too. */
  readonly others?: () => Promise<readonly NodeStore[]>;
  /** Instead of the gateway's own reader. */
  readonly reading?: RowReading;
}

/** Requests a segment: enough that a month of a million has thirty, few enough that one is read in a moment. */
export const SEGMENT_ROWS = 32_768;
/** Within a file, this long without a request is no longer called covered. */
const LONGEST_SILENCE_HOURS = 24;

/**
 * Imports a file or a folder into a node's archive: every request once, or nothing. Only for who holds the node's lock.
 * Rejects with `cancelled`, which leaves the archive as it was, with `archive_not_written`, and with what the source
 * rejects with. An import that was killed is taken up where it was when the same source is imported again.
 */
export async function importSource(
  source: LogSource,
  work: Work,
  tools: ImportTools,
): Promise<ImportSummary> {
  const began = performance.now();
  const { node, places, store } = tools;
  const capacity = tools.capacity ?? SEGMENT_ROWS;
  const of: SegmentSource = {
    description: source.description,
    path: source.path,
    fingerprint: source.fingerprint,
    ...(source.rows === 'litellm'
      ? { gateway: 'litellm' }
      : {
          gateway: 'doubleword',
          beside: (tools.reading?.beside ?? []).map(({ path, fingerprint }) => ({ path, fingerprint })),
        }),
  };
  const staging = openStaging(places.staging(node), stagingKey(source, tools.reading), {
    importing: source.description,
    at: tools.now().toISOString(),
    files: [source, ...(tools.reading?.beside ?? [])].map(({ path, timedFingerprint }) => ({
      path,
      timedFingerprint,
    })),
  });
  const prefix = `${tools.stamp()}-${randomBytes(3).toString('hex')}`;
  const session = openSession(node, store, staging, of, prefix, capacity, {
    richer: richerThan(of.gateway, source),
    isSame: (fingerprint) => isSameSource(source, fingerprint),
    stop: () => stopIfCancelled(work, node),
    progress: (done, total) =>
      work.progress(
        source.totalBytes,
        source.totalBytes,
        `comparing with what is there, ${done} of ${total} requests`,
      ),
  });
  const refusedFile = openRefusedFile(places.refused(node), tools.stamp());
  const chunkPlaces = source.seekable ? null : openChunkPlaces(source);
  const refusedLines = openRefusedLines(
    refusedFile,
    chunkPlaces?.placeOf ?? source.placeOf,
    !source.seekable,
  );
  const tally = { read: 0, refused: 0 };
  const lacks = tools.reading?.lack === undefined ? [] : [tools.reading.lack];
  const notes = [...(tools.notes ?? []), ...lacks];
  const noting: Promise<void>[] = [];
  /** Where the source ends before it should. */
  const marks: RefusedRow[] = [];

  function count(made: Made): void {
    session.note(made);
    for (const { rows, refused } of made.pieces) {
      tally.read += rows;
      tally.refused += refused.length;
    }
    const noted = refusedLines.add(made.pieces);
    // What it fails with is told when it is waited for.
    noted.catch(() => undefined);
    noting.push(noted);
  }
  function fresh(made: Made): void {
    staging.note(made);
    count(made);
  }
  async function refuse(chunk: LogChunk): Promise<void> {
    const rows = chunk.refused.filter(({ noRow }) => noRow !== true);
    tally.read += rows.length;
    tally.refused += rows.length;
    marks.push(...chunk.refused.filter(({ noRow }) => noRow === true));
    // What could not be read at all is more than a row that is lacking.
    for (const { where, reason, raw } of rows) if (raw === '') notes.push(`${where}: ${reason}`);
    await refusedFile.add(rows);
  }

  try {
    const beside = tools.reading?.refused ?? [];
    tally.read += beside.length;
    tally.refused += beside.length;
    await refusedFile.add(beside);
    const done: Range[] = [];
    for await (const made of staging.recover()) {
      count(made);
      done.push(...made.pieces.map(({ from, until }) => ({ from, until })));
      await noting.at(-1);
    }
    if (tally.read > beside.length)
      notes.push(
        `It went on where an earlier import was ended: ${tally.read - beside.length} rows were not read again.`,
      );
    const job = { node, folder: staging.folder, source: of, module: tools.module, capacity, prefix };
    const makers = openMakers(job, tools.threads ?? threadsHere(), fresh, {
      readRow: tools.reading?.readRow,
      stop: () => stopIfCancelled(work, node),
    });
    const progress = (bytes: number): void =>
      work.progress(Math.min(bytes, source.totalBytes), source.totalBytes, `${tally.read} rows`);
    try {
      const whileWanted = { signal: work.signal, stop: () => stopIfCancelled(work, node) };
      if (source.seekable) await readRanges(source, makers, capacity, done, whileWanted, progress);
      else await readChunks(source, makers, done, whileWanted, progress, chunkPlaces, refuse);
      for (const maker of makers) await maker.carryOut({ order: 'flush' });
      stopIfCancelled(work, node);
      await Promise.all(makers.map((maker) => maker.carryOut({ order: 'sync' })));
    } finally {
      await Promise.all(makers.map((maker) => maker.close()));
    }
    await Promise.all(noting);
    refusedLines.end();
    stopIfCancelled(work, node);
    const span = session.span();
    const also = await alsoIn(session, tools);
    stopIfCancelled(work, node);
    // The refused rows are in their place before the others count: neither may be lost.
    const number = await nextCommit(store);
    const kept = await refusedFile.keep((name) => staging.noteSideFile(name, number));
    const { back, renumbered, ...counts } = await session.commit({
      covered: span === null ? [] : coveredHours(await session.hours(), span, LONGEST_SILENCE_HOURS),
      readUntilMs: null,
      import: {
        description: source.description,
        ...tally,
        ...sideOf(kept),
        ...(lacks.length === 0 ? {} : { lacks }),
      },
      replaced: [],
      at: tools.now(),
    });
    if (tally.read === 0 && marks.length === 0)
      notes.push(`${source.description} holds no row: there was nothing to import.`);
    const summary: ImportSummary = {
      node,
      ...tally,
      ...counts,
      from: span === null ? null : new Date(span.fromMs).toISOString(),
      until: span === null ? null : new Date(span.untilMs - 1).toISOString(),
      seconds: (performance.now() - began) / 1000,
      refusedFile: kept === null ? null : places.relative(kept.path),
      ...(notes.length === 0 ? {} : { notes }),
    };
    const whole = marks.reduce(withMarkSaid, summary);
    const warned = withRenumberedSaid(
      withWarning(whole, source.description, also),
      source.description,
      renumbered,
    );
    const said = withBackSaid(warned, source.description, back);
    if (of.beside === undefined) return said;
    // It is committed: nothing that follows may say that it is not.
    const unknown = await session.withoutCost().catch(() => 0);
    return withCostsSaid(said, source, of.beside.length > 0, unknown);
  } catch (error) {
    await refusedFile.discard();
    if (error instanceof ProblemError) throw error;
    // What reads the source says so in its own way.
    stopIfCancelled(work, node);
    if (error instanceof SourceReadError) throw unreadable(source.description, source.path, error);
    throw notStored(node, source.description, error);
  } finally {
    session.close();
    await staging.discard();
  }
}

async function alsoIn(session: ImportSession, { others }: ImportTools): Promise<readonly string[]> {
  try {
    return others === undefined ? [] : await session.alsoIn(await others());
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof ProblemError)) throw error;
    // An archive that cannot be looked at is none of this import's.
    return [];
  }
}

/** By which an import that was ended is known again: the same file, read in the same way. Else it is other rows. */
export function stagingKey({ timedFingerprint, rows }: LogSource, reading?: RowReading): string {
  return [timedFingerprint, rows, reading?.key ?? ''].join(' ');
}

/** Until when a file is read: `stop` throws `cancelled` when it is no longer wanted. */
interface ReadWork {
  readonly signal: AbortSignal;
  readonly stop: () => void;
}

async function readRanges(
  source: LogSource,
  makers: readonly Maker[],
  capacity: number,
  done: readonly Range[],
  { stop }: ReadWork,
  progress: (bytes: number) => void,
): Promise<void> {
  const ranges = await rangesOf(source.path, source.totalBytes, capacity, makers.length, done);
  let bytes = source.totalBytes - ranges.reduce((sum, { from, until }) => sum + until - from, 0);
  let next = 0;
  // Each maker takes the next range when it is done with one, until there is none.
  const run = async (maker: Maker): Promise<void> => {
    for (let range = ranges[next]; range !== undefined; range = ranges[next]) {
      next += 1;
      stop();
      await maker.carryOut({ order: 'range', path: source.path, ...range });
      await maker.carryOut({ order: 'flush' });
      bytes += range.until - range.from;
      progress(bytes);
    }
  };
  await Promise.all(makers.map(run));
}

async function readChunks(
  source: LogSource,
  makers: readonly Maker[],
  done: readonly Range[],
  { signal, stop }: ReadWork,
  progress: (bytes: number) => void,
  places: ChunkPlaces | null,
  refuse: (chunk: LogChunk) => Promise<void>,
): Promise<void> {
  const free = [...makers];
  const busy = new Map<Maker, Promise<void>>();
  /** What makers failed with, perhaps while nobody waited for them: not a chunk may be missing. */
  const failures: Error[] = [];
  const stopIfFailed = (): void => {
    const [failure] = failures;
    if (failure !== undefined) throw failure;
  };
  for await (const chunk of source.chunks(signal)) {
    stop();
    await refuse(chunk);
    const lines = countLines(chunk.bytes);
    places?.remember(chunk, lines);
    progress(chunk.consumed);
    // Of a chunk that was read in part, a segment was full in its middle.
    const first = doneUntil(chunk.firstRecord, done);
    if (first >= chunk.firstRecord + lines) continue;
    const bytes = withoutLines(chunk.bytes, first - chunk.firstRecord);
    if (free.length === 0) await Promise.race(busy.values());
    stopIfFailed();
    const maker = free.pop();
    if (maker === undefined) throw new Error('No thread of the import is free.');
    const running = maker
      .carryOut({ order: 'lines', bytes, first })
      .catch((error: Error) => {
        failures.push(error);
      })
      .finally(() => {
        busy.delete(maker);
        free.push(maker);
      });
    busy.set(maker, running);
  }
  await Promise.all(busy.values());
  stopIfFailed();
}

/** Places of lines that only their chunk knows, until they are no longer asked for. */
interface ChunkPlaces {
  remember(chunk: LogChunk, lines: number): void;
  placeOf(record: number): string;
}

/** So many chunks can be on the way: in the threads, and gathered for a segment. */
const REMEMBERED = 64;

function openChunkPlaces(source: LogSource): ChunkPlaces {
  const known: { readonly first: number; readonly places: readonly string[] }[] = [];
  return {
    remember({ firstRecord, places }) {
      if (places === undefined) return;
      known.push({ first: firstRecord, places });
      if (known.length > REMEMBERED) known.shift();
    },
    placeOf(record) {
      const chunk = known.find(({ first, places }) => record >= first && record < first + places.length);
      return chunk?.places[record - chunk.first] ?? source.placeOf(record);
    },
  };
}

function withoutLines(bytes: LogChunk['bytes'], count: number): LogChunk['bytes'] {
  let from = 0;
  for (let line = 0; line < count; line += 1) from = bytes.indexOf(10, from) + 1;
  return bytes.subarray(from);
}

function stopIfCancelled(work: Work, node: string): void {
  if (work.signal.aborted) throw cancelled(`The import into ${node}`);
}

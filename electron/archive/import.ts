import { setImmediate as breathe } from 'node:timers/promises';

import { clipIntervals, fileCoverage } from '../../shared/audit/coverage.ts';
import type { ImportSummary, LoggedRequest, RefusedRow } from '../../shared/audit/logged-request.ts';
import { DAY_MS, monthInterval, monthOf, nextMonth, previousMonth } from '../../shared/audit/months.ts';
import type { Interval } from '../../shared/audit/months.ts';
import { cancelled } from '../../shared/result.ts';
import type { LogPage, LogWindow, Work } from '../gateways/adapter.ts';
import type { RefusedFile } from './refused-file.ts';
import { refusal } from './request-row.ts';
import type { Added } from './segment-writer.ts';
import type { WorkingSet } from './working-set.ts';

/** Where requests come from. */
export interface ImportSource {
  /** For people: a file's name, or `the log of prod-eu`. */
  readonly description: string;
  readonly pages: AsyncIterable<LogPage>;
  /** The window that was asked for and will have been read wholly; null for a file. */
  readonly covers: LogWindow | null;
  /** Of a file, so that progress is in bytes; without it progress is in rows. */
  readonly totalBytes?: number;
}

/** What one import works with. */
export interface ImportTools {
  readonly set: WorkingSet;
  readonly refused: RefusedFile;
  readonly now: () => Date;
}

/** How near to a month's edge a request may lie in the month beside it after a corrected time or zone. */
const EDGE_MS = 1.5 * DAY_MS;
const ROWS_BETWEEN_LOOKS = 5_000;

/** Counts of one import while it runs. */
interface Tally extends Record<Added, number> {
  read: number;
  refused: number;
  bytes: number;
  /** First and last request of each month. */
  readonly times: Map<string, [number, number]>;
}

/**
 * Reads all pages of a source into working copies and saves them at the end. Rejects with `cancelled` when
 * the work is, and with whatever the source or the archive rejects with; nothing is kept then. The one
 * exception is `import_partly_saved`, which says which months were.
 */
export async function runImport(
  node: string,
  source: ImportSource,
  work: Work,
  tools: ImportTools,
): Promise<ImportSummary> {
  const began = performance.now();
  const tally: Tally = {
    read: 0,
    inserted: 0,
    repeated: 0,
    updated: 0,
    refused: 0,
    bytes: 0,
    times: new Map(),
  };
  for await (const page of source.pages) {
    stopIfCancelled(work, node);
    const unfit = await addRows(page.rows, source, tools.set, tally);
    await tools.refused.add([...page.refused, ...unfit]);
    tally.read += page.rows.length + page.refused.length;
    tally.refused += page.refused.length + unfit.length;
    tally.bytes += page.bytes;
    report(source, work, tally);
    // Lets cancelling and other calls in between pages.
    await breathe();
  }
  stopIfCancelled(work, node);
  for (const interval of coveredBy(source, tally, tools.now().getTime())) await cover(tools.set, interval);
  await tools.set.save();
  const refusedFile = await tools.refused.keep();
  const seconds = (performance.now() - began) / 1000;
  const { read, inserted, repeated, updated, refused } = tally;
  return { node, read, inserted, repeated, updated, refused, ...span(tally), seconds, refusedFile };
}

/** Adds the rows of a page; gives those back that the archive cannot hold. */
async function addRows(
  rows: readonly LoggedRequest[],
  source: ImportSource,
  set: WorkingSet,
  tally: Tally,
): Promise<readonly RefusedRow[]> {
  const unfit: RefusedRow[] = [];
  let place: Place | null = null;
  for (const [index, request] of rows.entries()) {
    const reason = refusal(request);
    if (reason !== null) {
      unfit.push({
        where: `${source.description}, request ${request.id}`,
        reason,
        raw: JSON.stringify(request),
      });
      continue;
    }
    if (place === null || !isWithin(place, request.startMs)) place = placeOf(request.startMs);
    const { month } = place;
    // Waiting only where something has to be opened: a wait for every row would cost more than the row.
    const writer = set.ready(month) ?? (await set.open(month));
    const added = writer.add(request);
    // A reading with a corrected time may have been in the month beside, and still is when its move was stopped
    // half-way: it must not be counted in both.
    const beside = neighbour(request.startMs, place);
    const moved = beside !== null && !set.lacks(beside) && (await set.takeOut(request.id, beside));
    tally[moved ? 'updated' : added] += 1;
    noteTime(tally, month, request.startMs);
    if (index % ROWS_BETWEEN_LOOKS === ROWS_BETWEEN_LOOKS - 1) await set.trim(month);
  }
  if (place !== null) await set.trim(place.month);
  return unfit;
}

/** The month in which an earlier reading of the request may have put it; null away from the edges. */
function neighbour(startMs: number, { month, fromMs, untilMs }: Place): string | null {
  if (startMs - fromMs < EDGE_MS) return previousMonth(month);
  return untilMs - startMs < EDGE_MS ? nextMonth(month) : null;
}

/** A month with its span, worked out once for the many rows that lie in it. */
interface Place extends Interval {
  readonly month: string;
}

function placeOf(startMs: number): Place {
  const month = monthOf(startMs);
  return { month, ...monthInterval(month) };
}

function isWithin({ fromMs, untilMs }: Interval, ms: number): boolean {
  return ms >= fromMs && ms < untilMs;
}

function noteTime(tally: Tally, month: string, startMs: number): void {
  const known = tally.times.get(month);
  if (known === undefined) tally.times.set(month, [startMs, startMs]);
  else if (startMs < known[0]) known[0] = startMs;
  else if (startMs > known[1]) known[1] = startMs;
}

function coveredBy({ covers }: ImportSource, { times }: Tally, nowMs: number): readonly Interval[] {
  if (covers === null) return fileCoverage(times);
  // A window that ends in the future says nothing of what is still to come.
  return clipIntervals([{ fromMs: covers.sinceMs, untilMs: covers.untilMs }], { fromMs: 0, untilMs: nowMs });
}

async function cover(set: WorkingSet, interval: Interval): Promise<void> {
  for (let month = monthOf(interval.fromMs); ; month = nextMonth(month)) {
    const [part] = clipIntervals([interval], monthInterval(month));
    if (part === undefined) return;
    const writer = set.ready(month) ?? (await set.open(month));
    writer.cover(part);
    await set.trim(month);
  }
}

function report(source: ImportSource, work: Work, tally: Tally): void {
  const rows = `${tally.read} rows`;
  if (source.totalBytes === undefined) work.progress(tally.read, null, rows);
  else work.progress(Math.min(tally.bytes, source.totalBytes), source.totalBytes, rows);
}

function span({ times }: Tally): { readonly from: string | null; readonly until: string | null } {
  if (times.size === 0) return { from: null, until: null };
  const all = [...times.values()];
  return {
    from: new Date(Math.min(...all.map(([first]) => first))).toISOString(),
    until: new Date(Math.max(...all.map(([, last]) => last))).toISOString(),
  };
}

function stopIfCancelled(work: Work, node: string): void {
  if (work.signal.aborted) throw cancelled(`The import into ${node}`);
}

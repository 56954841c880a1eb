import { clipIntervals, mergeIntervals } from '../../../shared/audit/coverage.ts';
import type { ImportSummary, RefusedRow } from '../../../shared/audit/logged-request.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import { cancelled, ProblemError } from '../../../shared/result.ts';
import type { LogPage, LogWindow, Work } from '../../gateways/adapter.ts';
import { refusal } from '../refusal.ts';
import { openRefusedFile, sideOf } from '../refused-file.ts';
import type { SegmentBuilder } from '../segment/segment-builder.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import { KEPT_SO_FAR, notStored } from './import-problems.ts';
import type { ImportTools } from './import-source.ts';
import { SEGMENT_ROWS } from './import-source.ts';
import { richerThan } from './richer.ts';
import { openSegmentBatch } from './segment-batch.ts';
import { withRenumberedSaid } from './warnings.ts';

/** The log of a node, being read. */
export interface NodeLog {
  /** For people: `the log of prod-eu`. */
  readonly description: string;
  readonly gateway: string;
  /** What was asked for. */
  readonly window: LogWindow;
  /**
   * What began before is no longer kept by the node, or nothing was written: that it is not there says nothing. In
   * milliseconds since 1970 UTC; everything is kept when left out.
   */
  readonly keptFromMs?: number;
  /** Oldest first; what a page calls covered can be committed with it. */
  readonly pages: AsyncIterable<LogPage>;
}

export type PageTools = Omit<ImportTools, 'module' | 'threads' | 'reading'> & {
  /** A commit is made when so many requests came since the last one; and at the end. */
  readonly commitRows?: number;
};

/** Often enough that little is read twice after an interruption, seldom enough that segments are not tiny. */
const COMMIT_ROWS = 8_192;
/** A slow node's requests are not kept waiting for so many, milliseconds. */
const COMMIT_MS = 30_000;
const NOTHING_NEW = { inserted: 0, repeated: 0, updated: 0, renumbered: 0 } as const;
/** A segment below this part of its room is still open: the next import of the node's log writes it anew. */
const OPEN_BELOW = 0.5;

/**
 * Imports a node's log, committing what is covered as it goes: whatever ends it, what was committed stays, and the next
 * import goes on from there. Only for who holds the node's lock. Rejects with `cancelled` and with what reading rejects
 * with.
 */
export async function importPages(log: NodeLog, work: Work, tools: PageTools): Promise<ImportSummary> {
  const began = performance.now();
  const { node } = tools;
  const refusedFiles: string[] = [];
  const total = { read: 0, refused: 0, inserted: 0, repeated: 0, updated: 0, renumbered: 0 };
  let firstMs = Infinity;
  let lastMs = -Infinity;
  const lacks = new Set<string>();
  /** All that was read, also what was committed before the last batch. */
  const readSpans: LogWindow[] = [];
  let batch = await openBatch(log, tools, refusedFiles, readSpans);
  try {
    for await (const page of log.pages) {
      if (work.signal.aborted) throw cancelled(`The import into ${node}`);
      const unfit: RefusedRow[] = [];
      for (const request of page.rows) {
        const reason = refusal(request);
        if (reason !== null) {
          const where = `${log.description}, request ${request.id}`;
          unfit.push({ where, reason, raw: JSON.stringify(request) });
          continue;
        }
        batch.add(request);
        firstMs = Math.min(firstMs, request.startMs);
        lastMs = Math.max(lastMs, request.startMs);
      }
      const refused = [...page.refused, ...unfit];
      total.read += page.rows.length + page.refused.length;
      total.refused += refused.length;
      batch.count(page.rows.length + page.refused.length, refused);
      if (page.lack !== undefined) {
        lacks.add(page.lack);
        batch.lack(page.lack);
      }
      work.progress(total.read, null, `${total.read} rows`);
      if (page.covered === null) continue;
      batch.cover(page.covered);
      if (batch.fresh() < (tools.commitRows ?? COMMIT_ROWS) && batch.age() < COMMIT_MS) continue;
      addCounts(total, await batch.commit());
      batch = await openBatch(log, tools, refusedFiles, readSpans);
    }
    if (work.signal.aborted) throw cancelled(`The import into ${node}`);
    addCounts(total, await batch.commit());
  } catch (error) {
    // What is covered by now stays, whatever ended the reading; where it cannot be stored, it is read again.
    addCounts(total, await batch.commit(true).catch(() => NOTHING_NEW));
    if (work.signal.aborted) throw stopped(node, total.inserted + total.updated);
    throw error instanceof ProblemError ? error : notStored(node, log.description, error, KEPT_SO_FAR);
  }
  const [refusedFile = null] = refusedFiles;
  const notes = [...(tools.notes ?? []), ...lacks];
  if (refusedFiles.length > 1)
    notes.push(`Refused rows are in ${refusedFiles.length} files: ${refusedFiles.join(', ')}.`);
  const { renumbered, ...counts } = total;
  const summary: ImportSummary = {
    node,
    ...counts,
    from: lastMs < firstMs ? null : new Date(firstMs).toISOString(),
    until: lastMs < firstMs ? null : new Date(lastMs).toISOString(),
    seconds: (performance.now() - began) / 1000,
    refusedFile,
    ...(notes.length === 0 ? {} : { notes }),
  };
  return withRenumberedSaid(summary, log.description, renumbered);
}

/** A reading that somebody ended; what was covered is in. */
function stopped(node: string, kept: number): ProblemError {
  const { problem } = cancelled(`The import into ${node}`);
  return new ProblemError({
    ...problem,
    message:
      kept === 0
        ? problem.message
        : `The import into ${node} was cancelled. ${kept} new requests that had been read are kept, and the next import goes on from there.`,
  });
}

type Counts = Readonly<Record<keyof typeof NOTHING_NEW, number>>;

function addCounts(total: { -readonly [K in keyof Counts]: number }, more: Counts): void {
  total.inserted += more.inserted;
  total.repeated += more.repeated;
  total.updated += more.updated;
  total.renumbered += more.renumbered;
}

/** What comes in between two commits. It begins with the requests of the last segment, if that one is still open. */
async function openBatch(log: NodeLog, tools: PageTools, refusedFiles: string[], readSpans: LogWindow[]) {
  const { node, places, store, now } = tools;
  const capacity = tools.capacity ?? SEGMENT_ROWS;
  const source: SegmentSource = {
    description: log.description,
    path: null,
    fingerprint: null,
    gateway: log.gateway,
  };
  const batch = openSegmentBatch(tools, source, capacity, {
    richer: richerThan(source.gateway, { path: null, columns: null }),
  });
  const before = await reopenLast(tools, batch.builder, capacity);
  const counts = { read: 0, refused: 0 };
  /** What is not committed is read again, and refused again then. */
  const refusedRows: RefusedRow[] = [];
  const began = performance.now();
  const covered: LogWindow[] = [];
  const lacks = new Set<string>();
  let added = 0;

  return {
    add(request: Parameters<SegmentBuilder['add']>[0]): void {
      batch.add(request, before.rows + added);
      added += 1;
    },
    count(read: number, refused: readonly RefusedRow[]): void {
      counts.read += read;
      counts.refused += refused.length;
      refusedRows.push(...refused);
    },
    cover(window: LogWindow): void {
      covered.push(window);
      readSpans.push(window);
    },
    lack(why: string): void {
      lacks.add(why);
    },
    fresh: () => added,
    age: () => performance.now() - began,
    /** `ended`: the reading ended before its end, so that only what something is covered by is worth a commit. */
    async commit(ended = false) {
      const refusedFile = openRefusedFile(places.refused(node), tools.stamp());
      try {
        if (ended && covered.length === 0) return NOTHING_NEW;
        if (added === 0 && covered.length === 0 && counts.read === 0) return NOTHING_NEW;
        // The last segment stays as it is where nothing comes to it.
        if (added === 0) batch.builder.clear();
        // In its place before the commit that counts it: neither may be lost.
        await refusedFile.add(refusedRows);
        const kept = await refusedFile.keep(batch.noteSideFile);
        const { readUntilMs } = await store.state();
        const done = await batch.commit({
          covered: knownOf(covered, log.keptFromMs ?? 0, now().getTime()),
          readUntilMs: movedTo(readUntilMs, log.window, covered, now().getTime()),
          import: {
            description: log.description,
            ...counts,
            ...sideOf(kept),
            ...(lacks.size === 0 ? {} : { lacks: [...lacks] }),
          },
          again: mergeIntervals(knownOf(readSpans, log.keptFromMs ?? 0, now().getTime())),
          replaced: added > 0 && before.name !== null ? [{ name: before.name, rows: before.rows }] : [],
          at: now(),
        });
        if (kept !== null) refusedFiles.push(places.relative(kept.path));
        return done;
      } catch (error) {
        await refusedFile.discard();
        throw error;
      } finally {
        await batch.discard();
      }
    },
  };
}

/** Puts the requests of the node's last segment into the builder, if it has much room left. */
async function reopenLast(
  { store }: PageTools,
  builder: SegmentBuilder,
  capacity: number,
): Promise<{ readonly name: string | null; readonly rows: number }> {
  const last = (await store.segments()).findLast(({ rows }) => rows > 0);
  if (last === undefined || last.source !== null || last.rows >= capacity * OPEN_BELOW)
    return { name: null, rows: 0 };
  // What corrections name has to stay where it is.
  if ((await store.masks()).has(last.name)) return { name: null, rows: 0 };
  const read = store.use(last, (reader) => {
    for (let row = 0; row < last.rows; row += 1) builder.add(reader.request(row), row);
    return true;
  });
  if (read !== null) return { name: last.name, rows: last.rows };
  builder.clear();
  return { name: null, rows: 0 };
}

/** A window says nothing of what is still to come, nor of what its node had deleted or never wrote. */
function knownOf(covered: readonly LogWindow[], keptFromMs: number, nowMs: number): readonly Interval[] {
  const spans = covered.map(({ sinceMs, untilMs }) => ({ fromMs: sinceMs, untilMs }));
  return clipIntervals(spans, { fromMs: Math.max(0, keptFromMs), untilMs: nowMs });
}

/** A window that begins after the position leaves it where it is: the next import has to read what lies between. */
function movedTo(
  before: number | null,
  window: LogWindow,
  covered: readonly LogWindow[],
  nowMs: number,
): number | null {
  if (covered.length === 0 || (before !== null && window.sinceMs > before)) return before;
  const reached = Math.max(...covered.map(({ untilMs }) => untilMs));
  return Math.max(before ?? 0, Math.min(reached, nowMs));
}

import { randomBytes } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';

import type { RefusedRow } from '../../../shared/audit/logged-request.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import { cancelled } from '../../../shared/result.ts';
import { SEGMENT_ROWS } from '../import/import-source.ts';
import { makeSegment } from '../import/made-here.ts';
import { openSession } from '../import/session.ts';
import { openStaging } from '../import/staging.ts';
import type { ArchivePlaces } from '../places.ts';
import { refusal } from '../refusal.ts';
import { openRefusedFile } from '../refused-file.ts';
import { createBuilder } from '../segment/segment-builder.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import type { Database } from '../sqlite.ts';
import type { NodeStore } from '../store/node-store.ts';
import { countRows, coveredSpans, earlierRows } from './earlier-rows.ts';
import type { EarlierRow } from './earlier-rows.ts';

/** What taking over the layout before works with. */
export interface MigrationTools {
  readonly places: ArchivePlaces;
  readonly store: NodeStore;
  readonly now: () => Date;
  readonly stamp: () => string;
  readonly signal: AbortSignal;
  /** Told how many requests of how many of the month were taken over. */
  readonly progress: (month: string, done: number, total: number) => void;
  /** Requests a segment, for tests. */
  readonly capacity?: number;
  /** Segments a commit, for tests. */
  readonly segments?: number;
  /** What tests put in the place of the real `rename`. */
  readonly rename?: (from: string, to: string) => Promise<void>;
}

/** What became of a month's requests. */
export interface MigratedMonth {
  readonly requests: number;
  readonly refused: number;
  /** The side file of those, absolute; null without any. */
  readonly refusedFile: string | null;
}

/** Few enough that memory stays bounded, many enough that a commit costs little beside them. */
const SEGMENTS_A_COMMIT = 4;
/** Other calls are answered after so many rows. */
const ROWS_BETWEEN_BREATHS = 2_048;

/**
 * Commits the requests of a month of the layout before, and with the last of them the spans that were read wholly. What
 * is committed wins, so doing it again changes nothing. Only for who holds the node's lock. Rejects with `cancelled`; what
 * was committed stays.
 */
export async function migrateMonth(
  month: string,
  database: Database,
  tools: MigrationTools,
): Promise<MigratedMonth> {
  const total = countRows(database);
  const refusedFile = openRefusedFile(tools.places.refused(tools.store.node), tools.stamp());
  let refused = 0;
  let done = 0;
  let batch = openBatch(month, tools);
  try {
    for (const row of earlierRows(database)) {
      done += 1;
      const unfit = unfitRow(month, row);
      if (unfit !== null) {
        refused += 1;
        await refusedFile.add([unfit]);
      }
      batch.add(row, unfit !== null);
      if (done % ROWS_BETWEEN_BREATHS === 0) {
        await breathe();
        if (tools.signal.aborted) throw cancelled(`Taking over ${month} of ${tools.store.node}`);
        tools.progress(month, done, total);
      }
      if (!batch.full) continue;
      await batch.commit([]);
      batch = openBatch(month, tools);
    }
    await batch.commit(coveredSpans(database));
  } catch (error) {
    await batch.discard();
    await refusedFile.discard();
    throw error;
  }
  return { requests: total, refused, refusedFile: await refusedFile.keep() };
}

function openBatch(month: string, { places, store, now, stamp, ...tools }: MigrationTools) {
  const capacity = tools.capacity ?? SEGMENT_ROWS;
  const most = capacity * (tools.segments ?? SEGMENTS_A_COMMIT);
  const source: SegmentSource = {
    description: `the archive of ${month} (earlier layout)`,
    path: null,
    fingerprint: null,
    // Rows of the layout before do not say it.
    gateway: '',
  };
  const prefix = `${stamp()}-${randomBytes(3).toString('hex')}`;
  const staging = openStaging(places.staging(store.node), prefix);
  const session = openSession(store.node, store, staging, source, prefix, capacity);
  const builder = createBuilder(capacity);
  let read = 0;
  let refused = 0;
  let names = 0;

  function flush(): void {
    if (builder.count === 0) return;
    names += 1;
    session.note(makeSegment(store.node, staging.folder, `${prefix}-${names}.seg`, builder, source));
    builder.clear();
  }

  async function discard(): Promise<void> {
    session.close();
    await staging.discard();
  }

  return {
    get full() {
      return read >= most;
    },
    add({ request }: EarlierRow, isUnfit: boolean): void {
      if (builder.full) flush();
      read += 1;
      if (isUnfit || request === null) refused += 1;
      else builder.add(request, -1);
    },
    async commit(covered: readonly Interval[]): Promise<void> {
      flush();
      await session.commit({
        covered,
        readUntilMs: null,
        import: { description: source.description, read, refused },
        replaced: [],
        keepOld: true,
        at: now(),
      });
      await discard();
    },
    discard,
  };
}

function unfitRow(month: string, row: EarlierRow): RefusedRow | null {
  const { request } = row;
  const reason = request === null ? 'Its tags or other fields are no JSON.' : refusal(request);
  if (reason === null) return null;
  const id = request === null ? row.id : request.id;
  const raw = JSON.stringify(request === null ? row.cells : request);
  return { where: `${month}.sqlite, request ${id}`, reason, raw };
}

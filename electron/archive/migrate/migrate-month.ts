import type { RefusedRow } from '../../../shared/audit/logged-request.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import { cancelled } from '../../../shared/result.ts';
import { SEGMENT_ROWS } from '../import/import-source.ts';
import { createPace } from '../pace.ts';
import { openSegmentBatch } from '../import/segment-batch.ts';
import type { ArchivePlaces } from '../places.ts';
import { refusal } from '../refusal.ts';
import { openRefusedFile } from '../refused-file.ts';
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
  // Killed before the month's file is moved, it is all done again.
  const refusedFile = openRefusedFile(
    tools.places.refused(tools.store.node),
    `${month}-earlier-layout`,
    true,
  );
  const stop = (): void => {
    if (tools.signal.aborted) throw cancelled(`Taking over ${month} of ${tools.store.node}`);
  };
  const pace = createPace(stop);
  let refused = 0;
  let done = 0;
  let batch = openBatch(month, tools, stop);
  try {
    for (const row of earlierRows(database)) {
      done += 1;
      const unfit = unfitRow(month, row);
      if (unfit !== null) {
        refused += 1;
        await refusedFile.add([unfit]);
      }
      batch.add(row, unfit !== null);
      if (pace.due()) {
        await pace.rest();
        tools.progress(month, done, total);
      }
      if (!batch.full) continue;
      await batch.commit([]);
      batch = openBatch(month, tools, stop);
    }
    await batch.commit(coveredSpans(database));
  } catch (error) {
    await batch.discard();
    await refusedFile.discard();
    throw error;
  }
  return { requests: total, refused, refusedFile: (await refusedFile.keep())?.path ?? null };
}

function openBatch(month: string, { store, now, ...tools }: MigrationTools, stop: () => void) {
  const capacity = tools.capacity ?? SEGMENT_ROWS;
  const most = capacity * (tools.segments ?? SEGMENTS_A_COMMIT);
  const source: SegmentSource = {
    description: `the archive of ${month} (earlier layout)`,
    path: null,
    fingerprint: null,
    // Rows of the layout before do not say it.
    gateway: '',
  };
  const batch = openSegmentBatch({ ...tools, node: store.node, store }, source, capacity, { stop });
  let read = 0;
  let refused = 0;

  return {
    get full() {
      return read >= most;
    },
    add({ request }: EarlierRow, isUnfit: boolean): void {
      read += 1;
      if (isUnfit || request === null) refused += 1;
      else batch.add(request, -1);
    },
    async commit(covered: readonly Interval[]): Promise<void> {
      await batch.commit({
        covered,
        readUntilMs: null,
        import: { description: source.description, read, refused },
        replaced: [],
        keepOld: true,
        at: now(),
      });
    },
    discard: () => batch.discard(),
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

import type { LoggedRequest } from '../../shared/audit/logged-request.ts';
import { mergeIntervals, uncovered } from '../../shared/audit/coverage.ts';
import { HOUR_MS } from '../../shared/audit/months.ts';
import type { Interval } from '../../shared/audit/months.ts';
import { toValues } from './request-row.ts';
import { refreshAliases, refreshRollups } from './rollups.ts';
import { REQUEST_COLUMNS, createTables } from './schema.ts';
import { readFacts } from './segment-facts.ts';
import type { SegmentFacts } from './segment-facts.ts';
import { select, toNumber } from './sqlite.ts';
import type { Database, Sqlite } from './sqlite.ts';
import { openWords, storable } from './words.ts';

/** What adding a request to the archive did. */
export type Added = 'inserted' | 'repeated' | 'updated';

/** A segment being written: a copy in memory that becomes a file only when it is saved. */
export interface SegmentWriter {
  add(request: LoggedRequest): Added;
  /** Takes a request out; false when it is not there. */
  remove(id: string): boolean;
  cover(interval: Interval): void;
  /** Something was added, changed, removed or covered. */
  changed(): boolean;
  /** Size of the image, bytes. */
  bytes(): number;
  /** Brings roll-ups up to date and gives the image; the writer is closed. */
  finish(): { readonly image: Uint8Array; readonly facts: SegmentFacts };
  /** Gives the memory back without an image. */
  close(): void;
}

const COLUMNS = REQUEST_COLUMNS.join(', ');
const MARKS = REQUEST_COLUMNS.map(() => '?').join(', ');
const START = REQUEST_COLUMNS.indexOf('start_ms');

/** Opens a copy of a segment for writing; a new one without an image. */
export function openWriter(sqlite: Sqlite, image?: Uint8Array): SegmentWriter {
  const database = sqlite.open(image);
  if (image === undefined) createTables(database);
  database.run('BEGIN');
  const words = openWords(database);
  const insert = database.prepare(
    `INSERT INTO request (${COLUMNS}) VALUES (${MARKS}) ON CONFLICT DO NOTHING`,
  );
  const find = database.prepare(`SELECT ${COLUMNS} FROM request WHERE id = ?`);
  const update = database.prepare(`UPDATE request SET (${COLUMNS}) = (${MARKS}) WHERE id = ?`);
  const touched = new Set<number>();
  let aliasesStale = false;
  let covers = false;

  function touch(startMs: unknown): void {
    touched.add(Math.floor(Number(startMs) / HOUR_MS));
  }

  function add(request: LoggedRequest): Added {
    const values = toValues(request, words);
    insert.run(values);
    if (database.getRowsModified() > 0) {
      touch(values[START]);
      return 'inserted';
    }
    const id = values[0] ?? null;
    const known = find.get([id]);
    find.reset();
    if (known.every((value, index) => value === values[index])) return 'repeated';
    update.run([...values, id]);
    touch(known[START]);
    touch(values[START]);
    aliasesStale = true;
    return 'updated';
  }

  function remove(id: string): boolean {
    const [row] = select(database, 'SELECT start_ms FROM request WHERE id = ?', [storable(id)]);
    if (row === undefined) return false;
    database.run('DELETE FROM request WHERE id = ?', [storable(id)]);
    touch(row[0]);
    aliasesStale = true;
    return true;
  }

  function free(): void {
    for (const statement of [insert, find, update]) statement.free();
    words.close();
  }

  return {
    add,
    remove,
    cover(interval) {
      covers = writeCovered(database, interval) || covers;
    },
    changed: () => touched.size > 0 || covers,
    bytes: () => {
      const [row] = select(
        database,
        'SELECT page_count * page_size FROM pragma_page_count, pragma_page_size',
      );
      return toNumber(row?.[0]);
    },
    finish() {
      free();
      refreshRollups(database, touched);
      refreshAliases(database, aliasesStale ? null : touched);
      database.run('COMMIT');
      const facts = readFacts(database);
      // Exporting within a transaction throws, and it hands out a copy, so the memory can go at once.
      const image = database.export();
      database.close();
      return { image, facts };
    },
    close() {
      free();
      database.close();
    },
  };
}

/** False when the span was covered already. */
function writeCovered(database: Database, interval: Interval): boolean {
  const before = select(database, 'SELECT from_ms, until_ms FROM covered').map(([from, until]) => ({
    fromMs: toNumber(from),
    untilMs: toNumber(until),
  }));
  if (uncovered(before, interval).length === 0) return false;
  database.run('DELETE FROM covered');
  for (const { fromMs, untilMs } of mergeIntervals([...before, interval])) {
    database.run('INSERT INTO covered VALUES (?, ?)', [fromMs, untilMs]);
  }
  return true;
}

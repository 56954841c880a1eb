import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import type { Stretch } from './timeline.ts';

/** Rows asked for at a time. */
export const PAGE_ROWS = 200;

/** Rows by the number of their page, from 0: those that were in sight, with holes between. */
export type RowPages = ReadonlyMap<number, readonly AuditRow[]>;

/** Rows by their index among all that match; both ends are part of it. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** Pages that are kept; the ones farthest from what is in sight go first. */
const KEPT = 60;

/** A row by its index; undefined where it is not here. */
export function rowAt(pages: RowPages, index: number): AuditRow | undefined {
  return pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
}

/** The first page in sight that is not here; null when all are. */
export function missingPage(pages: RowPages, range: RowRange, total: number): number | null {
  const last = Math.min(range.last, total - 1);
  for (let page = Math.floor(Math.max(0, range.first) / PAGE_ROWS); page * PAGE_ROWS <= last; page += 1) {
    if (!pages.has(page)) return page;
  }
  return null;
}

/** With one page more, and not more than are kept. */
export function withPage(
  pages: RowPages,
  page: number,
  rows: readonly AuditRow[],
  inSight: RowRange,
): RowPages {
  const all = new Map(pages).set(page, rows);
  if (all.size <= KEPT) return all;
  const middle = (inSight.first + inSight.last) / 2 / PAGE_ROWS;
  const near = [...all].sort(([a], [b]) => Math.abs(a - middle) - Math.abs(b - middle));
  return new Map(near.slice(0, KEPT));
}

/** The rows that are here without a hole between them, in order. */
export function stretchesOf(pages: RowPages): readonly Stretch[] {
  const stretches: { first: number; times: number[] }[] = [];
  for (const [page, rows] of [...pages].sort(([a], [b]) => a - b)) {
    const first = page * PAGE_ROWS;
    const last = stretches.at(-1);
    const times = rows.map(({ startMs }) => startMs);
    if (last !== undefined && last.first + last.times.length === first) last.times.push(...times);
    else if (times.length > 0) stretches.push({ first, times });
  }
  return stretches;
}

/** Every row that is here. */
export function* rowsOf(pages: RowPages): Generator<AuditRow> {
  for (const rows of pages.values()) yield* rows;
}

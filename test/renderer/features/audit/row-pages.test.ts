import { describe, expect, it } from 'vitest';

import {
  missingPage,
  PAGE_ROWS,
  rowAt,
  stretchesOf,
  withPage,
  type RowPages,
} from '../../../../renderer/features/audit/row-pages.ts';
import { fakeAuditRows } from '../../fake/archive.ts';

const ROWS = fakeAuditRows(PAGE_ROWS * 6 + 20);
const pagesOf = (...numbers: number[]): RowPages =>
  new Map(numbers.map((page) => [page, ROWS.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS)]));

describe('pages of rows', () => {
  it('give each row by its index, and nothing where a page is not here', () => {
    const pages = pagesOf(0, 2, 6);
    expect(rowAt(pages, 0)).toBe(ROWS[0]);
    expect(rowAt(pages, PAGE_ROWS)).toBeUndefined();
    expect(rowAt(pages, PAGE_ROWS * 3 - 1)).toBe(ROWS[PAGE_ROWS * 3 - 1]);
    expect(rowAt(pages, PAGE_ROWS * 6 + 19)).toBe(ROWS.at(-1));
    expect(rowAt(pages, PAGE_ROWS * 6 + 20)).toBeUndefined();
  });

  it('tell which is missing in a range, and ask for none beyond the end', () => {
    const pages = pagesOf(0, 2);
    expect(missingPage(pages, { first: 0, last: PAGE_ROWS - 1 }, ROWS.length)).toBeNull();
    expect(missingPage(pages, { first: 0, last: PAGE_ROWS }, ROWS.length)).toBe(1);
    expect(missingPage(pages, { first: PAGE_ROWS * 2, last: 10_000 }, PAGE_ROWS * 3)).toBeNull();
    expect(missingPage(pages, { first: 0, last: 0 }, 0)).toBeNull();
  });

  it('keep the nearest to what is in sight when there are too many', () => {
    let pages: RowPages = new Map();
    for (let page = 0; page < 100; page += 1) {
      pages = withPage(pages, page, [], { first: page * PAGE_ROWS, last: page * PAGE_ROWS + 30 });
    }
    expect(pages.size).toBe(60);
    expect(pages.has(99)).toBe(true);
    expect(pages.has(39)).toBe(false);
  });

  it('are stretches without a hole', () => {
    const stretches = stretchesOf(pagesOf(3, 0, 1, 6));
    expect(stretches.map(({ first, times }) => [first, times.length])).toEqual([
      [0, PAGE_ROWS * 2],
      [PAGE_ROWS * 3, PAGE_ROWS],
      [PAGE_ROWS * 6, 20],
    ]);
    expect(stretches[0]?.times[PAGE_ROWS]).toBe(ROWS[PAGE_ROWS]?.startMs);
  });
});

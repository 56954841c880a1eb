import fc from 'fast-check';
import { expect, test } from 'vitest';

import { makeLogColumns, partOfColumns } from '../../../electron/replay/log-columns.ts';
import { orderInTime } from '../../../electron/replay/time-order.ts';
import type { Combination } from '../../../shared/replay/request-log.ts';

const combinations = ['b', 'a'].map((key): Combination => ({
  key,
  team: '',
  user: '',
  model: 'gpt-4o',
  outcome: 'allowed',
}));

interface Row {
  readonly ms: number;
  readonly combination: number;
  readonly tokens: number;
}
const anyRow: fc.Arbitrary<Row> = fc.record({
  ms: fc.integer({ min: 0, max: 40 }),
  combination: fc.integer({ min: 0, max: 1 }),
  tokens: fc.integer({ min: 0, max: 3 }),
});
const byTime = (a: Row, b: Row): number => a.ms - b.ms;

/** The rows of segments, put in order. */
function ordered(segments: readonly (readonly Row[])[]): readonly (Row & { readonly source: number })[] {
  const rows = segments.flat();
  const columns = makeLogColumns(rows.length, false);
  const runs: number[] = [];
  let at = 0;
  for (const segment of segments) {
    runs.push(at);
    const part = partOfColumns(columns, at, at + segment.length);
    for (const [index, row] of segment.entries()) {
      part.startMs[index] = row.ms;
      part.combination[index] = row.combination;
      part.tokens[index] = row.tokens;
      part.source[index] = at + index;
    }
    at += segment.length;
  }
  orderInTime(columns, runs, combinations);
  return rows.map((_, place) => ({
    ms: columns.startMs[place] ?? -1,
    combination: columns.combination[place] ?? -1,
    tokens: columns.tokens[place] ?? -1,
    source: columns.source[place] ?? -1,
  }));
}

test('segments that overlap, lie apart or are empty come in one order, each request with all of its columns', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyRow, { maxLength: 12 }), { maxLength: 8 }), (any) => {
      const segments = any
        .map((rows) => rows.toSorted(byTime))
        .sort((a, b) => (a[0]?.ms ?? 0) - (b[0]?.ms ?? 0));
      const rows = segments.flat();
      const found = ordered(segments);
      // By the text of a combination, the second before the first.
      const wanted = rows.toSorted(
        (a, b) => byTime(a, b) || b.combination - a.combination || a.tokens - b.tokens,
      );
      expect(found.map(({ ms, combination, tokens }) => ({ ms, combination, tokens }))).toEqual(wanted);
      expect(found.map(({ source }) => rows[source])).toEqual(wanted);
      expect(new Set(found.map(({ source }) => source)).size).toBe(rows.length);
    }),
  );
});

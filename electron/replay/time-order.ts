import type { Combination } from '../../shared/replay/request-log.ts';
import { allColumns } from './log-columns.ts';
import type { LogColumns } from './log-columns.ts';

/**
 * Puts requests in the order of time. Those of one moment are in the order of what a verdict depends on, so that the log is
 * the same however it was cut.
 *
 * @param runs where the requests of each segment begin; each of them is in the order of time
 */
export function orderInTime(
  columns: LogColumns,
  runs: readonly number[],
  combinations: readonly Combination[],
): void {
  for (const { from, until, members } of overlaps(columns.startMs, runs))
    rearrange(columns, from, mergedOrder(columns.startMs, members, until));
  orderMoments(columns, combinations);
}

/** Requests of segments that overlap in time, as most do not but for their edges. */
interface Overlap {
  readonly from: number;
  readonly until: number;
  /** Where each of the segments begins. */
  readonly members: readonly number[];
}

function overlaps(startMs: Float64Array, runs: readonly number[]): readonly Overlap[] {
  const found: Overlap[] = [];
  let members: number[] = [];
  let lastMs = -Infinity;
  const close = (until: number): void => {
    const [from] = members;
    if (from !== undefined && members.length > 1) found.push({ from, until, members });
  };
  // A segment may begin with rows that are no requests, so that a later one has an earlier first request.
  const earliest = new Float64Array(runs.length + 1).fill(Infinity);
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const [from, until] = [runs[index] ?? 0, runs[index + 1] ?? startMs.length];
    const first = from === until ? Infinity : (startMs[from] ?? 0);
    earliest[index] = Math.min(first, earliest[index + 1] ?? Infinity);
  }
  for (const [index, from] of runs.entries()) {
    const until = runs[index + 1] ?? startMs.length;
    if (from === until) continue;
    if ((earliest[index] ?? 0) >= lastMs) {
      close(from);
      members = [];
    }
    members.push(from);
    lastMs = Math.max(lastMs, startMs[until - 1] ?? 0);
  }
  close(startMs.length);
  return found;
}

/** The places of requests in the order of time: taken from the segment that is earliest as long as it is. */
function mergedOrder(startMs: Float64Array, members: readonly number[], until: number): Uint32Array {
  const [from = until] = members;
  const order = new Uint32Array(until - from);
  const startOf = ({ next }: { next: number }): number => startMs[next] ?? Infinity;
  const cursors = members
    .map((next, index) => ({ next, end: members[index + 1] ?? until }))
    .sort((a, b) => startOf(a) - startOf(b));
  let at = 0;
  for (;;) {
    const first = cursors.shift();
    if (first === undefined) return order;
    const [second] = cursors;
    const bound = second === undefined ? Infinity : startOf(second);
    do {
      order[at] = first.next;
      at += 1;
      first.next += 1;
    } while (first.next < first.end && startOf(first) <= bound);
    if (first.next >= first.end) continue;
    const to = cursors.findIndex((cursor) => startOf(cursor) > startOf(first));
    cursors.splice(to < 0 ? cursors.length : to, 0, first);
  }
}

/** Puts requests from a place on in another order of theirs. */
function rearrange(columns: LogColumns, from: number, order: Uint32Array | readonly number[]): void {
  for (const column of allColumns(columns)) {
    const before = column.slice(from, from + order.length);
    for (let at = 0; at < order.length; at += 1) column[from + at] = before[(order[at] ?? 0) - from] ?? 0;
  }
}

/** Puts requests of one moment in their order. */
function orderMoments(columns: LogColumns, combinations: readonly Combination[]): void {
  const { startMs, combination, spendNano, tokens, durationMs, promptTokens, cachedTokens } = columns;
  const texts = new Map<number, string>();
  const textAt = (at: number): string => {
    const number = combination[at] ?? 0;
    const known = combinations[number];
    const text = texts.get(number) ?? (known === undefined ? '' : combinationText(known));
    texts.set(number, text);
    return text;
  };
  const compared = [spendNano, tokens, durationMs, promptTokens, cachedTokens].filter(
    (column) => column !== undefined,
  );
  const compare = (a: number, b: number): number => {
    if (combination[a] !== combination[b]) return textAt(a) < textAt(b) ? -1 : 1;
    for (const column of compared) {
      const difference = (column[a] ?? 0) - (column[b] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  for (let from = 0; from < startMs.length;) {
    let until = from + 1;
    while (until < startMs.length && startMs[until] === startMs[from]) until += 1;
    if (until - from > 1) {
      const places = Array.from({ length: until - from }, (_, index) => from + index);
      rearrange(columns, from, places.sort(compare));
    }
    from = until;
  }
}

/** A combination as text: equal ones, equal text. */
function combinationText({ team, key, user, model, outcome, ...more }: Combination): string {
  const { servedModel, provider, isFree, customer, tags } = more;
  return JSON.stringify([team, key, user, model, outcome, servedModel, provider, isFree, customer, tags]);
}

/** The places, first to last, of requests that nothing tells apart from the one at a place but their ids. */
export function twinsOf(
  columns: Omit<LogColumns, 'source'>,
  place: number,
): { readonly first: number; readonly last: number } {
  const compared = allColumns(columns);
  const isTwin = (other: number): boolean => compared.every((column) => column[other] === column[place]);
  let [first, last] = [place, place];
  while (first > 0 && isTwin(first - 1)) first -= 1;
  while (last + 1 < columns.startMs.length && isTwin(last + 1)) last += 1;
  return { first, last };
}

import type { Combination, RequestLog } from '../../shared/replay/request-log.ts';

/**
 * Requests in the order of time, with the numbers of combinations that all parts share; tokens of each kind where prices
 * are asked about.
 */
export type LogPart = Pick<
  RequestLog,
  'startMs' | 'combination' | 'spendNano' | 'tokens' | 'promptTokens' | 'cachedTokens'
> &
  Required<Pick<RequestLog, 'durationMs'>>;

/** Parts as one log, and where each of its requests was. */
export interface MergedParts {
  readonly log: RequestLog;
  /** The number of each request's part, and its place there. */
  readonly part: Uint32Array;
  readonly row: Uint32Array;
}

/** A combination as text: equal ones, equal text. */
export function combinationText({ team, key, user, model, outcome, ...priced }: Combination): string {
  const { servedModel, provider, isFree } = priced;
  return JSON.stringify([team, key, user, model, outcome, servedModel, provider, isFree]);
}

/**
 * Puts parts together in the order of time. Requests of one moment are in the order of what a verdict depends on, so that
 * the log is the same however it was cut.
 */
export function mergeParts(parts: readonly LogPart[], combinations: readonly Combination[]): MergedParts {
  const count = parts.reduce((sum, { startMs }) => sum + startMs.length, 0);
  const part = new Uint32Array(count);
  const row = new Uint32Array(count);
  const log = {
    count,
    startMs: new Float64Array(count),
    combination: new Uint32Array(count),
    spendNano: new Float64Array(count),
    tokens: new Float64Array(count),
    durationMs: new Float64Array(count),
    combinations,
  };
  const place = { part, row };
  takeInTurn(parts, log.startMs, place);
  orderMoments(parts, log.startMs, combinations, place);
  for (let at = 0; at < count; at += 1) {
    const from = parts[part[at] ?? 0];
    const source = row[at] ?? 0;
    log.combination[at] = from?.combination[source] ?? 0;
    log.spendNano[at] = from?.spendNano[source] ?? -1;
    log.tokens[at] = from?.tokens[source] ?? 0;
    log.durationMs[at] = from?.durationMs[source] ?? -1;
  }
  return { log, part, row };
}

/** A column of the parts in the order of the log that was made of them. */
export function mergeColumn(columns: readonly Float64Array[], { part, row }: Places): Float64Array {
  const merged = new Float64Array(part.length);
  for (let at = 0; at < merged.length; at += 1) merged[at] = columns[part[at] ?? 0]?.[row[at] ?? 0] ?? 0;
  return merged;
}

/** The places, first to last, of requests that nothing tells apart from the one at a place but their ids. */
export function twinsOf(log: RequestLog, place: number): { readonly first: number; readonly last: number } {
  const { startMs, combination, spendNano, tokens, durationMs } = log;
  const columns = [
    startMs,
    combination,
    spendNano,
    tokens,
    ...(durationMs === undefined ? [] : [durationMs]),
  ];
  const isTwin = (other: number): boolean => columns.every((column) => column[other] === column[place]);
  let [first, last] = [place, place];
  while (first > 0 && isTwin(first - 1)) first -= 1;
  while (last + 1 < log.count && isTwin(last + 1)) last += 1;
  return { first, last };
}

interface Places {
  readonly part: Uint32Array;
  readonly row: Uint32Array;
}

/** Takes from the part that is earliest as long as it is: parts lie one after the other, but for their edges. */
function takeInTurn(parts: readonly LogPart[], startMs: Float64Array, { part, row }: Places): void {
  const cursors = parts
    .map((_, index) => ({ index, next: 0 }))
    .filter(({ index }) => lengthOf(parts, index) > 0);
  const startOf = ({ index, next }: { index: number; next: number }): number =>
    parts[index]?.startMs[next] ?? Infinity;
  let at = 0;
  cursors.sort((a, b) => startOf(a) - startOf(b));
  while (cursors.length > 0) {
    const [first, second] = cursors;
    if (first === undefined) return;
    const bound = second === undefined ? Infinity : startOf(second);
    const starts = parts[first.index]?.startMs ?? new Float64Array(0);
    do {
      startMs[at] = starts[first.next] ?? 0;
      part[at] = first.index;
      row[at] = first.next;
      at += 1;
      first.next += 1;
    } while (first.next < starts.length && (starts[first.next] ?? 0) <= bound);
    cursors.shift();
    if (first.next >= starts.length) continue;
    const mine = startOf(first);
    const to = cursors.findIndex((cursor) => startOf(cursor) > mine);
    cursors.splice(to < 0 ? cursors.length : to, 0, first);
  }
}

function lengthOf(parts: readonly LogPart[], index: number): number {
  return parts[index]?.startMs.length ?? 0;
}

/** Puts requests of one moment in their order. */
function orderMoments(
  parts: readonly LogPart[],
  startMs: Float64Array,
  combinations: readonly Combination[],
  { part, row }: Places,
): void {
  const texts = new Map<number, string>();
  const keyOf = (at: number) => {
    const from = parts[part[at] ?? 0];
    const source = row[at] ?? 0;
    const number = from?.combination[source] ?? 0;
    const known = combinations[number];
    const text = texts.get(number) ?? (known === undefined ? '' : combinationText(known));
    texts.set(number, text);
    return {
      text,
      spend: from?.spendNano[source] ?? -1,
      tokens: from?.tokens[source] ?? 0,
      duration: from?.durationMs[source] ?? -1,
      prompt: from?.promptTokens?.[source] ?? 0,
      cached: from?.cachedTokens?.[source] ?? -1,
    };
  };
  for (let at = 0; at < startMs.length;) {
    let end = at + 1;
    while (end < startMs.length && startMs[end] === startMs[at]) end += 1;
    if (end - at > 1) {
      const same = Array.from({ length: end - at }, (_, index) => ({
        part: part[at + index] ?? 0,
        row: row[at + index] ?? 0,
        ...keyOf(at + index),
      }));
      same.sort(
        (a, b) =>
          (a.text < b.text ? -1 : a.text > b.text ? 1 : 0) ||
          a.spend - b.spend ||
          a.tokens - b.tokens ||
          a.duration - b.duration ||
          a.prompt - b.prompt ||
          a.cached - b.cached,
      );
      for (const [index, one] of same.entries()) {
        part[at + index] = one.part;
        row[at + index] = one.row;
      }
    }
    at = end;
  }
}

import type { Pace } from '../pace.ts';

const HALF = 65_536;
/** So many are moved before it is asked whether others wait. */
const SLICE = 32_768;

/**
 * The places of numbers in the order of their size; equal ones stay as they stand. By their two halves, one after the
 * other, and not with a comparison, so that it can rest in the middle of millions. Rejects with what `pace` does.
 */
export async function sortedOrder(keys: Uint32Array, pace: Pace): Promise<Uint32Array> {
  let order = new Uint32Array(keys.length);
  for (let at = 0; at < order.length; at += 1) order[at] = at;
  for (const shift of [0, 16]) {
    const starts = new Uint32Array(HALF + 1);
    for (let from = 0; from < keys.length; from += SLICE) {
      if (pace.due()) await pace.rest();
      const until = Math.min(from + SLICE, keys.length);
      for (let at = from; at < until; at += 1) {
        const bucket = (((keys[at] ?? 0) >>> shift) & (HALF - 1)) + 1;
        starts[bucket] = (starts[bucket] ?? 0) + 1;
      }
    }
    for (let at = 1; at <= HALF; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
    const next = new Uint32Array(order.length);
    for (let from = 0; from < order.length; from += SLICE) {
      if (pace.due()) await pace.rest();
      const until = Math.min(from + SLICE, order.length);
      for (let at = from; at < until; at += 1) {
        const place = order[at] ?? 0;
        const bucket = ((keys[place] ?? 0) >>> shift) & (HALF - 1);
        const to = starts[bucket] ?? 0;
        next[to] = place;
        starts[bucket] = to + 1;
      }
    }
    order = next;
  }
  return order;
}

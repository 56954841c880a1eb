import type { Pace } from '../pace.ts';
import { sortedOrder } from './sorted-order.ts';

/**
 * Requests of new segments whose ids came before in new segments: where each is, and the reference of the first with its
 * id. Without objects, because of a file that holds everything twice there are millions.
 */
export interface Repeats {
  readonly count: number;
  /** Both are below 2^32; references rise. */
  add(first: number, reference: number): void;
  /** Those with one id each, in the order in which the last of each came. Rejects with what `pace` does. */
  chains(pace: Pace): Promise<Chains>;
}

/** References of all that look as if they had one id, from the first on. */
export interface Chains {
  readonly count: number;
  chain(index: number): readonly number[];
}

const FIRST_PLACES = 256;
/** So many are looked at before it is asked whether others wait. */
const CHECKED_EVERY = 32_768;

/** Begins without any. */
export function createRepeats(): Repeats {
  let firsts = new Uint32Array(FIRST_PLACES);
  let references = new Uint32Array(FIRST_PLACES);
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(first, reference) {
      if (count === firsts.length) {
        firsts = larger(firsts);
        references = larger(references);
      }
      firsts[count] = first;
      references[count] = reference;
      count += 1;
    },
    chains: (pace) => chainsOf(firsts.subarray(0, count), references.subarray(0, count), pace),
  };
}

async function chainsOf(firsts: Uint32Array, references: Uint32Array, pace: Pace): Promise<Chains> {
  // As they came, references rise; so they do within a chain.
  const order = await sortedOrder(firsts, pace);
  const firstOf = (at: number): number => firsts[order[at] ?? 0] ?? 0;
  const referenceOf = (at: number): number => references[order[at] ?? 0] ?? 0;
  let count = 0;
  /** Where the last one of each chain stands in the order, and its reference. */
  const ends = new Uint32Array(order.length);
  const lasts = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at += 1) {
    if (at % CHECKED_EVERY === 0 && pace.due()) await pace.rest();
    if (at + 1 < order.length && firstOf(at + 1) === firstOf(at)) continue;
    ends[count] = at;
    lasts[count] = referenceOf(at);
    count += 1;
  }
  const turns = await sortedOrder(lasts.subarray(0, count), pace);
  return {
    count,
    chain(index) {
      const end = ends[turns[index] ?? 0] ?? 0;
      const first = firstOf(end);
      const chain = [referenceOf(end)];
      for (let at = end - 1; at >= 0 && firstOf(at) === first; at -= 1) chain.push(referenceOf(at));
      chain.push(first);
      return chain.reverse();
    },
  };
}

function larger(from: Uint32Array): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(from.length * 2);
  to.set(from);
  return to;
}

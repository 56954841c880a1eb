/**
 * Requests of new segments whose ids came before in new segments: where each is, and the reference of the first with its
 * id. Without objects, because of a file that holds everything twice there are millions.
 */
export interface Repeats {
  readonly count: number;
  /** Both are below 2^32; references rise. */
  add(first: number, reference: number): void;
  /** Those with one id each, in the order in which the last of each came. */
  chains(): Chains;
}

/** References of all that look as if they had one id, from the first on. */
export interface Chains {
  readonly count: number;
  chain(index: number): readonly number[];
}

const FIRST_PLACES = 256;

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
    chains: () => chainsOf(firsts.subarray(0, count), references.subarray(0, count)),
  };
}

function chainsOf(firsts: Uint32Array, references: Uint32Array): Chains {
  // As they came, references rise; so they do within a chain.
  const order = Uint32Array.from(firsts.keys());
  order.sort((a, b) => (firsts[a] ?? 0) - (firsts[b] ?? 0) || a - b);
  const firstOf = (at: number): number => firsts[order[at] ?? 0] ?? 0;
  const referenceOf = (at: number): number => references[order[at] ?? 0] ?? 0;
  let count = 0;
  /** Where the last one of each chain stands in the order. */
  const ends = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at += 1) {
    if (at + 1 < order.length && firstOf(at + 1) === firstOf(at)) continue;
    ends[count] = at;
    count += 1;
  }
  const inTurn = ends.subarray(0, count).sort((a, b) => referenceOf(a) - referenceOf(b));
  return {
    count,
    chain(index) {
      const end = inTurn[index] ?? 0;
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

/**
 * Numbers for pairs of whole numbers below 2^32, from 1 in the order in which they come, so that several can be one key
 * without making a text of them. A table of numbers and not a Map, which would keep an object for each pair.
 */
export function createPairs() {
  let capacity = 1_024;
  let [firsts, seconds, numbers] = tables(capacity);
  let count = 0;

  /** Where a pair is, or the free place where it belongs. */
  function placeOf(first: number, second: number): number {
    const mask = capacity - 1;
    let hash = Math.imul(first, 0x9e37_79b1) ^ Math.imul(second, 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
    let place = (hash ^ (hash >>> 13)) & mask;
    while (numbers[place] !== 0 && (firsts[place] !== first || seconds[place] !== second))
      place = (place + 1) & mask;
    return place;
  }

  function put(place: number, first: number, second: number, number: number): void {
    firsts[place] = first;
    seconds[place] = second;
    numbers[place] = number;
  }

  function grow(): void {
    const [oldFirsts, oldSeconds, oldNumbers] = [firsts, seconds, numbers];
    capacity *= 2;
    [firsts, seconds, numbers] = tables(capacity);
    for (let old = 0; old < oldNumbers.length; old += 1) {
      const [first, second, number] = [oldFirsts[old] ?? 0, oldSeconds[old] ?? 0, oldNumbers[old] ?? 0];
      if (number !== 0) put(placeOf(first, second), first, second, number);
    }
  }

  return {
    numberOf(first: number, second: number): number {
      const place = placeOf(first, second);
      const known = numbers[place] ?? 0;
      if (known !== 0) return known;
      count += 1;
      put(place, first, second, count);
      // At most half of it is taken, so that a free place is near.
      if (count * 2 > capacity) grow();
      return count;
    },
  };
}

/** The pairs by their places, with their numbers; 0 where none is. */
function tables(capacity: number): [Uint32Array, Uint32Array, Uint32Array] {
  return [new Uint32Array(capacity), new Uint32Array(capacity), new Uint32Array(capacity)];
}

/** Numbers for pairs of numbers, from 1, so that several can be one key without making a text of them. */
export function createPairs() {
  const known = new Map<number, number>();
  return {
    numberOf(first: number, second: number): number {
      const pair = first * MOST_VALUES + second;
      let number = known.get(pair);
      if (number === undefined) {
        number = known.size + 1;
        known.set(pair, number);
      }
      return number;
    },
  };
}

/** More different values no month has; two of them fit a float exactly. */
const MOST_VALUES = 2 ** 26;

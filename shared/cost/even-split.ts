/**
 * The part of a whole amount that falls to one of some equal shares. The parts of all shares add up to the amount: what does
 * not divide goes, one unit each, to the first of them (largest remainder).
 */
export function evenPart(amount: bigint, shares: number, share: number): bigint {
  const count = BigInt(shares);
  const rest = ((amount % count) + count) % count;
  return (amount - rest) / count + (BigInt(share) < rest ? 1n : 0n);
}

/** Splits amounts that come one after the other, so that each share has its even part of all that came, always. */
export interface EvenSplit {
  /** What falls to each share of the next amount; it adds up to that amount. */
  next(amount: bigint): readonly bigint[];
}

/** Makes a splitter. Splitting amounts one by one and splitting their sum comes to the same. */
export function createEvenSplit(shares: number): EvenSplit {
  let total = 0n;
  return {
    next(amount) {
      const before = total;
      total += amount;
      return Array.from(
        { length: shares },
        (_, share) => evenPart(total, shares, share) - evenPart(before, shares, share),
      );
    },
  };
}

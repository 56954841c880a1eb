/** What is carried from the low part of a sum to the high one: a power of two, so that parts are exact. */
const BASE_BITS = 50;
const BASE = 2 ** BASE_BITS;

/** Sums of nano-dollars, exact beyond what a float holds, without a bigint for every addition. */
export class ExactSums {
  readonly #low: Float64Array;
  readonly #high: Float64Array;

  constructor(count: number) {
    this.#low = new Float64Array(count);
    this.#high = new Float64Array(count);
  }

  /** These sums, with room for more, which are zero. */
  enlarged(count: number): ExactSums {
    const larger = new ExactSums(count);
    larger.#low.set(this.#low);
    larger.#high.set(this.#high);
    return larger;
  }

  /** @param nano a whole number, not below zero */
  add(at: number, nano: number): void {
    let low = (this.#low[at] ?? 0) + (nano < BASE ? nano : nano % BASE);
    let high = nano < BASE ? 0 : Math.floor(nano / BASE);
    if (low >= BASE) {
      low -= BASE;
      high += 1;
    }
    this.#low[at] = low;
    if (high > 0) this.#high[at] = (this.#high[at] ?? 0) + high;
  }

  clear(at: number): void {
    this.#low[at] = 0;
    this.#high[at] = 0;
  }

  /** Sets a sum to what another one of these, or of others, is. */
  copy(at: number, otherAt: number, other: ExactSums = this): void {
    this.#low[at] = other.#low[otherAt] ?? 0;
    this.#high[at] = other.#high[otherAt] ?? 0;
  }

  /** Below zero, zero or above it, as the sum is less than, equal to or more than another's. */
  compare(at: number, other: ExactSums, otherAt: number): number {
    const high = (this.#high[at] ?? 0) - (other.#high[otherAt] ?? 0);
    return high !== 0 ? high : (this.#low[at] ?? 0) - (other.#low[otherAt] ?? 0);
  }

  of(at: number): bigint {
    return BigInt(this.#high[at] ?? 0) * BigInt(BASE) + BigInt(this.#low[at] ?? 0);
  }

  /** Sets a sum, which may be below zero: its low part never is. */
  set(at: number, nano: bigint): void {
    const low = BigInt.asUintN(BASE_BITS, nano);
    this.#high[at] = Number((nano - low) / BigInt(BASE));
    this.#low[at] = Number(low);
  }
}

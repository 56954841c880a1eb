/** Numbers of rows of one segment, a bit each: there may be as many of them as there are requests. */
export interface RowSet {
  /** How many are in it. */
  readonly size: number;
  add(row: number): void;
  has(row: number): boolean;
  /** In rising order. */
  rows(): readonly number[];
}

/** @param capacity more than the largest row */
export function createRowSet(capacity: number): RowSet {
  const bits = new Uint8Array(Math.ceil(capacity / 8));
  let size = 0;
  const has = (row: number): boolean => (((bits[row >>> 3] ?? 0) >>> (row & 7)) & 1) === 1;
  return {
    get size() {
      return size;
    },
    add(row) {
      if (row >= capacity) throw new RangeError('A row is not in its segment.');
      if (has(row)) return;
      bits[row >>> 3] = (bits[row >>> 3] ?? 0) | (1 << (row & 7));
      size += 1;
    },
    has,
    rows() {
      const found: number[] = [];
      for (let row = 0; row < capacity; row += 1) if (has(row)) found.push(row);
      return found;
    },
  };
}

import type { Pace } from '../pace.ts';
import { sortedOrder } from './sorted-order.ts';

/** Of ids that look like the first one: the requests that count, one an id; without objects for each. */
export interface Survivors {
  /** @param winners those that count of the ids that look like `first`'s */
  add(first: number, winners: readonly number[]): void;
  /** All were added; from here on they are asked for. Rejects with what `pace` does. */
  ready(pace: Pace): Promise<void>;
  /** The references that count of those that look like `first`, which itself does where nothing came after it. */
  of(first: number): readonly number[];
}

/** @param capacity how many are added */
export function createSurvivors(capacity: number): Survivors {
  const firsts = new Uint32Array(capacity);
  /** What counts of the chain of each. */
  const counting = new Uint32Array(capacity);
  let order: Uint32Array = new Uint32Array(0);
  /** Where two ids look alike there are several. */
  const more = new Map<number, readonly number[]>();
  let count = 0;

  function winnerOf(first: number): number {
    let low = 0;
    let high = count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const at = order[middle] ?? 0;
      const found = firsts[at] ?? 0;
      if (found === first) return counting[at] ?? first;
      if (found < first) low = middle + 1;
      else high = middle - 1;
    }
    return first;
  }

  return {
    add(first, winners) {
      firsts[count] = first;
      counting[count] = winners[0] ?? first;
      count += 1;
      if (winners.length > 1) more.set(first, winners);
    },
    async ready(pace) {
      order = await sortedOrder(firsts.subarray(0, count), pace);
    },
    of: (first) => more.get(first) ?? [winnerOf(first)],
  };
}

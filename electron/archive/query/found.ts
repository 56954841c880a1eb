import { FEMTO_PER_NANO } from '../../../shared/cost/money.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { NodeStore } from '../store/node-store.ts';
import type { Pace } from '../pace.ts';
import type { FoundRows } from './row-test.ts';

/** What a filter found in one segment. */
export interface FoundPart {
  readonly store: NodeStore;
  readonly segment: CommittedSegment;
  readonly rows: FoundRows;
  readonly count: number;
}

/** What a filter found in some segments. */
export interface Found {
  readonly parts: readonly FoundPart[];
  readonly total: number;
}

/** Puts together what was found in segments; null where nothing was. */
export function foundIn(looked: readonly (FoundPart | null)[]): Found {
  const parts = looked.filter((part) => part !== null);
  return { parts, total: parts.reduce((sum, { count }) => sum + count, 0) };
}

/** The spend of all that was found, femto-dollars (1e-15 US dollars). Rejects with what `pace` rejects with. */
export async function spendOf({ parts }: Found, pace: Pace): Promise<bigint> {
  let whole = 0n;
  let rest = 0;
  for (const { store, segment, rows, count } of parts) {
    if (pace.due()) await pace.rest();
    const values = store.use(segment, (reader) => reader.numbers('spendNano')) ?? new Float64Array(0);
    let sum = 0;
    for (let at = 0; at < count; at += 1) {
      const value = values[rows?.[at] ?? at] ?? -1;
      if (value <= 0) continue;
      sum += value;
      if (sum > 2 ** 52) {
        whole += BigInt(sum);
        sum = 0;
      }
    }
    whole += BigInt(sum);
    const rests = store.use(segment, (reader) => reader.spendRests());
    if (rests === null) continue;
    for (let at = 0; at < count; at += 1) rest += rests[rows?.[at] ?? at] ?? 0;
  }
  return whole * FEMTO_PER_NANO + BigInt(rest);
}

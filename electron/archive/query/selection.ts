import type { RequestFilter } from '../../../shared/audit/filter.ts';
import { filterInterval } from '../../../shared/audit/filter.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import type { RequestOrder } from '../../../shared/audit/order.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { Masks, NodeStore } from '../store/node-store.ts';
import { rolledUpSums } from './rolled-up-sums.ts';
import type { FilterSums } from './rolled-up-sums.ts';
import { createPace } from '../pace.ts';
import type { Pace } from '../pace.ts';
import { foundIn, spendOf } from './found.ts';
import type { Found, FoundPart } from './found.ts';
import { pageOf } from './page-order.ts';
import { findRows, firstAtLeast } from './row-test.ts';

/**
 * What a filter finds; segments are looked through as far as what is asked of it needs. Whatever may take long lets other
 * questions be answered meanwhile, and rejects with what `stop` throws.
 */
export interface Selection {
  readonly total: number;
  /** The spend of all that is found, femto-dollars (1e-15 US dollars). */
  femto(stop?: Stop): Promise<bigint>;
  /** The requests from `offset` on in an order, at most `limit`. */
  page(order: RequestOrder, offset: number, limit: number, stop?: Stop): Promise<readonly AuditRow[]>;
  /** All that is found, segment by segment. */
  parts(stop?: Stop): Promise<readonly FoundPart[]>;
}

/** Throws when an answer is no longer wanted. */
export type Stop = () => void;

const NEVER: Stop = () => undefined;

/** A segment that a filter could find something in. */
interface Candidate {
  readonly store: NodeStore;
  readonly segment: CommittedSegment;
  readonly masks: Masks;
}

/** Looks for what a filter asks for; what it comes to is taken from roll-ups where they say it. */
export async function select(
  stores: readonly NodeStore[],
  filter: RequestFilter,
  stop: Stop = NEVER,
): Promise<Selection> {
  const { fromMs, untilMs } = filterInterval(filter);
  const candidates: Candidate[] = [];
  for (const store of stores) {
    if (filter.node !== undefined && filter.node !== store.node) continue;
    const masks = await store.masks();
    for (const segment of await store.segments())
      if (segment.rows > 0 && segment.lastMs >= fromMs && segment.firstMs < untilMs)
        candidates.push({ store, segment, masks });
  }
  return createSelection(candidates, filter, await rolledUpSums(stores, filter), createPace(stop));
}

async function createSelection(
  candidates: readonly Candidate[],
  filter: RequestFilter,
  sums: FilterSums | null,
  first: Pace,
): Promise<Selection> {
  const seen = new Map<Candidate, FoundPart | null>();
  let all: Found | null = null;
  let femto = sums?.femto ?? null;

  function look(candidate: Candidate): FoundPart | null {
    const known = seen.get(candidate);
    if (known !== undefined) return known;
    const { store, segment, masks } = candidate;
    // What cannot be read is told of by its store, and the question is asked again.
    const part = store.use(segment, (reader): FoundPart | null => {
      const rows = findRows(reader, store.node, filter, masks.get(segment.name));
      const count = rows?.length ?? segment.rows;
      return count === 0 ? null : { store, segment, rows, count };
    });
    seen.set(candidate, part);
    return part;
  }

  /** Each is looked through once, whoever asks first. */
  async function lookAll(some: readonly Candidate[], pace: Pace): Promise<Found> {
    const parts: (FoundPart | null)[] = [];
    for (const candidate of some) {
      if (pace.due()) await pace.rest();
      parts.push(look(candidate));
    }
    return foundIn(parts);
  }

  async function everything(pace: Pace): Promise<Found> {
    return (all ??= await lookAll(candidates, pace));
  }

  const starts = { ascending: createStart(false), descending: createStart(true) };

  /** Looks through the segments in the order of time, until the first so many are found for certain. */
  function createStart(descending: boolean): (end: number, pace: Pace) => Promise<Found> {
    const inTurn = candidates.toSorted((a, b) =>
      descending ? b.segment.lastMs - a.segment.lastMs : a.segment.firstMs - b.segment.firstMs,
    );
    let taken = 0;
    let found = foundIn([]);
    /** How many of what was found come before all that is in segments not yet looked through. */
    const settled = (): number => {
      const next = inTurn[taken]?.segment;
      if (next === undefined) return Infinity;
      let count = 0;
      for (const part of found.parts) count += before(part, next, descending);
      return count;
    };
    return async (end, pace) => {
      while (settled() < end) {
        // Twice as many each time: how many are settled is counted again when it grows.
        const more = Math.min(inTurn.length, taken * 2 || 1);
        const looked = await lookAll(inTurn.slice(0, more), pace);
        // Another page may have looked further meanwhile.
        if (more <= taken) continue;
        taken = more;
        found = looked;
      }
      return found;
    };
  }

  return {
    total: sums?.requests ?? (await everything(first)).total,
    async femto(stop = NEVER) {
      const pace = createPace(stop);
      return (femto ??= await spendOf(await everything(pace), pace));
    },
    async page(order, offset, limit, stop = NEVER) {
      const pace = createPace(stop);
      if (order.sort !== 'startMs' || sums === null)
        return pageOf(await everything(pace), order, offset, limit, pace);
      const start = order.descending ? starts.descending : starts.ascending;
      const found = await start(Math.min(sums.requests, offset + limit), pace);
      return pageOf(found, order, offset, limit, pace);
    },
    parts: async (stop = NEVER) => (await everything(createPace(stop))).parts,
  };
}

/** How many requests of a part come before all of a segment, in the order of time. */
function before(
  { store, segment, rows, count }: FoundPart,
  next: CommittedSegment,
  descending: boolean,
): number {
  const starts = store.use(segment, (reader) => reader.numbers('startMs'));
  if (starts === null) return 0;
  const bound = descending ? firstAtLeast(starts, next.lastMs + 1) : firstAtLeast(starts, next.firstMs);
  const below = rows === null ? Math.min(bound, count) : firstAtLeast(rows, bound);
  return descending ? count - below : below;
}

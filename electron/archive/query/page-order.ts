import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { compareRows } from '../../../shared/audit/order.ts';
import type { RequestOrder } from '../../../shared/audit/order.ts';
import type { Pace } from '../pace.ts';
import type { Found } from './found.ts';
import { firstLevel } from './order-levels.ts';
import type { OrderLevel } from './order-levels.ts';
import { cutGroup, groupOf, keyAt, spanOf } from './row-groups.ts';
import type { GroupKeys, RowGroup } from './row-groups.ts';

/** So few requests are read whole and sorted. */
const FEW = 500;

/**
 * The requests from `offset` on in an order (`compareRows` in shared/audit/order.ts), at most `limit`. Rows of a segment
 * that was lost meanwhile are left out. Nothing is sorted but what is on the page: of all others it is only counted how
 * many come before it, so that nothing has to be kept for the next page. Rejects with what `pace` rejects with.
 */
export async function pageOf(
  found: Found,
  order: RequestOrder,
  offset: number,
  limit: number,
  pace: Pace,
): Promise<AuditRow[]> {
  const group = groupOf(found.parts);
  const until = Math.min(found.total, offset + limit);
  const rows: AuditRow[] = [];
  if (offset >= until) return rows;
  await take(group, offset, until, group.size <= FEW ? null : await firstLevel(group, order, pace));
  return rows;

  /** Adds the requests from one place of a group to another, in the order. */
  async function take(some: RowGroup, from: number, to: number, level: OrderLevel | null): Promise<void> {
    if (from >= to) return;
    if (some.size <= FEW || level === null) {
      rows.push(...(await sorted(some)).slice(from, to));
      return;
    }
    if (from === 0 && to === some.size && to > FEW) {
      await takeHalves(some, level);
      return;
    }
    const keys = await keysOf(some, level);
    const span = await spanOf(keys, pace);
    if (span.least === span.most) {
      await take(some, from, to, level.next(span.least));
      return;
    }
    const low = await keyAt(keys, from, pace);
    const high = await keyAt(keys, to - 1, pace);
    const cut = await cutGroup(some, keys, low, high, pace);
    const first = from - cut.before;
    const last = to - cut.before;
    await take(cut.low, first, Math.min(last, cut.low.size), level.next(low));
    await take(cut.between, 0, cut.between.size, level);
    await take(cut.high, 0, last - cut.low.size - cut.between.size, level.next(high));
  }

  /** Adds all of a group. */
  async function takeHalves(some: RowGroup, level: OrderLevel): Promise<void> {
    const keys = await keysOf(some, level);
    const least = await keyAt(keys, 0, pace);
    const middle = await keyAt(keys, some.size >> 1, pace);
    const { low, between, high } = await cutGroup(some, keys, least, middle, pace);
    const above = await cutGroup(some, keys, middle, Infinity, pace);
    await take(low, 0, low.size, level.next(least));
    await take(between, 0, between.size, level);
    await take(high, 0, high.size, level.next(middle));
    await take(above.between, 0, above.between.size, level);
  }

  async function keysOf({ parts }: RowGroup, level: OrderLevel): Promise<GroupKeys> {
    const keys: Float64Array[] = [];
    for (const part of parts) {
      if (pace.due()) await pace.rest();
      keys.push(level.keys(part));
    }
    return keys;
  }

  async function sorted({ parts }: RowGroup): Promise<readonly AuditRow[]> {
    const some: AuditRow[] = [];
    for (const { part, rows: numbers } of parts)
      for (const row of numbers) {
        if (pace.due()) await pace.rest();
        const request = part.store.use(part.segment, (reader) => reader.request(row));
        if (request !== null) some.push({ node: part.store.node, ...request });
      }
    return some.sort((a, b) => compareRows(a, b, order));
  }
}

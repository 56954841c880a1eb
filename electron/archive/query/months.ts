import { HOUR_MS, monthInterval, monthOf, nextMonth } from '../../../shared/audit/months.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { NodeSegments } from '../store/node-segments.ts';

/** The months in which a segment has requests, `YYYY-MM`; of one that cannot be read, all between its first and last. */
export function monthsOf(store: Pick<NodeSegments, 'use'>, segment: CommittedSegment): ReadonlySet<string> {
  const months = new Set<string>();
  if (segment.rows === 0) return months;
  const last = monthOf(segment.lastMs);
  for (let month = monthOf(segment.firstMs); month <= last; month = nextMonth(month)) months.add(month);
  if (months.size <= 2) return months;
  // There may be none in the months between.
  const hours = store.use(segment, (reader) => reader.usage([]).hour);
  if (hours === null) return months;
  return new Set([...months].filter((month) => hasHour(hours, month)));
}

function hasHour(hours: Float64Array, month: string): boolean {
  const { fromMs, untilMs } = monthInterval(month);
  return hours.some((hour) => hour * HOUR_MS >= fromMs && hour * HOUR_MS < untilMs);
}

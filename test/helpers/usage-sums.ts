import { latencyBucket } from '../../electron/archive/segment/latency.ts';
import type { SegmentReader } from '../../electron/archive/segment/segment-reader.ts';
import { GROUP_FIELDS, USAGE_MEASURES } from '../../electron/archive/segment/usage.ts';
import type { LoggedRequest } from '../../shared/audit/logged-request.ts';
import { HOUR_MS } from '../../shared/audit/months.ts';

/** Sums by hour and group, and how many requests took how long; what comes to nothing is left out. */
export type Sums = ReadonlyMap<string, number>;

/** As the roll-ups of segments say together. */
export function sumsOf(readers: readonly SegmentReader[]): Sums {
  const sums = new Map<string, number>();
  for (const reader of readers) {
    const usage = reader.usage(USAGE_MEASURES);
    const values = reader.values();
    const latency = reader.latency();
    let at = 0;
    for (let entry = 0; entry < usage.count; entry += 1) {
      const group = usage.group[entry] ?? 0;
      const said = GROUP_FIELDS.map((field) => values[reader.groupValues(field)[group] ?? 0]);
      const place = JSON.stringify([usage.hour[entry], ...said]);
      for (const measure of USAGE_MEASURES) add(sums, `${place} ${measure}`, usage[measure][entry] ?? 0);
      const requests = usage.requests[entry] ?? 0;
      for (let count = Math.abs(requests); count > 0; count -= 1, at += 1)
        add(sums, `${place} took ${latency[at]}`, Math.sign(requests));
    }
  }
  return filled(sums);
}

/** As the requests say. */
export function expectedSums(requests: readonly LoggedRequest[]): Sums {
  const sums = new Map<string, number>();
  for (const request of requests) {
    const hour = Math.floor(request.startMs / HOUR_MS);
    const place = JSON.stringify([hour, ...GROUP_FIELDS.map((field) => request[field])]);
    add(sums, `${place} requests`, 1);
    add(sums, `${place} promptTokens`, request.promptTokens);
    add(sums, `${place} completionTokens`, request.completionTokens);
    add(sums, `${place} cachedTokens`, request.cachedTokens ?? 0);
    add(sums, `${place} spendNano`, request.spendNano ?? 0);
    add(sums, `${place} unpriced`, request.spendNano === null ? 1 : 0);
    add(sums, `${place} took ${latencyBucket(request.durationMs ?? -1)}`, 1);
  }
  return filled(sums);
}

function add(sums: Map<string, number>, name: string, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value);
}

function filled(sums: Sums): Sums {
  return new Map([...sums].filter(([, value]) => value !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

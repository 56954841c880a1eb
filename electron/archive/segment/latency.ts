/** Upper bounds of the latency histogram's buckets, milliseconds, inclusive; the last bucket has none. */
export const LATENCY_BOUNDS_MS = [
  50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000,
] as const;

/** How many buckets there are: one for "not said", one for each bound, one for what is beyond. */
export const LATENCY_BUCKETS = LATENCY_BOUNDS_MS.length + 2;

/** The bucket of a duration; 0 where it is not said (below zero). */
export function latencyBucket(durationMs: number): number {
  if (durationMs < 0) return 0;
  let bucket = 0;
  while (bucket < LATENCY_BOUNDS_MS.length && durationMs > (LATENCY_BOUNDS_MS[bucket] ?? 0)) bucket += 1;
  return bucket + 1;
}

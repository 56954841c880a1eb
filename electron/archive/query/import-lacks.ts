import { clipIntervals, mergeIntervals, uncovered } from '../../../shared/audit/coverage.ts';
import type { Gap } from '../../../shared/audit/logged-request.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import type { Commit } from '../store/commit.ts';

/**
 * Of which time the requests are all there, and lack something: what the last import of it said.
 *
 * @param span null for all that was ever imported
 */
export function importLacks(commits: readonly Commit[], span: Interval | null): readonly Gap[] {
  let lacking: ReadonlyMap<string, readonly Interval[]> = new Map();
  for (const { covered, import: done } of commits) {
    if (done === null || covered.length === 0) continue;
    const spans = covered.map(([fromMs, untilMs]) => ({ fromMs, untilMs }));
    const left = [...lacking].map(([why, of]) => [why, of.flatMap((one) => uncovered(spans, one))] as const);
    lacking = new Map(left);
    for (const why of done.lacks ?? [])
      lacking = new Map(lacking).set(why, mergeIntervals([...(lacking.get(why) ?? []), ...spans]));
  }
  return [...lacking]
    .flatMap(([why, of]) => (span === null ? of : clipIntervals(of, span)).map((one) => ({ ...one, why })))
    .toSorted((one, other) => one.fromMs - other.fromMs)
    .map(({ fromMs, untilMs, why }) => ({
      from: new Date(fromMs).toISOString(),
      until: new Date(untilMs).toISOString(),
      why,
    }));
}

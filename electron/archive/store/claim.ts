import type { Commit, CommittedSegment } from './commit.ts';
import type { Change } from './commit-log.ts';

/**
 * A commit of segments that were found without one: of what import they were, and which hours it covered, nobody knows
 * any more.
 *
 * @param at ISO 8601 UTC
 */
export function claimOf(segments: readonly CommittedSegment[], at: string): Change {
  return { at, add: [...segments], drop: [], covered: [], readUntilMs: null, import: null };
}

/** True for what {@link claimOf} makes: every other commit that adds something is of an import, or drops something. */
export function isClaim({ import: of, add, drop }: Commit): boolean {
  return of === null && drop.length === 0 && add.length > 0;
}

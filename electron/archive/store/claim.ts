import type { Commit, CommittedSegment, Change } from './commit.ts';

/**
 * A commit of segments that were found without one: of what import they were, and which hours it covered, nobody knows
 * any more.
 *
 * @param at ISO 8601 UTC
 */
function claimOf(segments: readonly CommittedSegment[], at: string): Change {
  return { at, add: [...segments], drop: [], covered: [], readUntilMs: null, import: null };
}

/**
 * Such commits, one for each import that segments were of, in the order of these imports: of a request that two of them
 * have, the later one counts.
 */
export function claimsOf(segments: readonly CommittedSegment[], at: string): readonly Change[] {
  const imports = new Map<string, CommittedSegment[]>();
  for (const segment of segments.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const key = IMPORT.exec(segment.name)?.[0] ?? segment.name;
    imports.set(key, [...(imports.get(key) ?? []), segment]);
  }
  return [...imports.values()].map((those) => claimOf(those, at));
}

/** The names of all segments of an import begin with the time when it began, and a text that nobody else has. */
const IMPORT = /^\d{8}T\d{9}Z-[0-9a-f]{6}/;

/** True for what {@link claimsOf} makes: every other commit that adds something is of an import, or drops something. */
export function isClaim({ import: of, add, drop }: Commit): boolean {
  return of === null && drop.length === 0 && add.length > 0;
}

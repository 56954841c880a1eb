/**
 * The rules of a version, such as `1.106.2` or `v1.83.0-stable`; where its own are not known, of the last known release
 * before it or the first one after it, whichever is nearer: of two that are as near the older one. Null for what is no
 * version.
 *
 * @param releases at least one, oldest first
 */
export function nearestRelease<Rules extends { readonly release: string }>(
  version: string,
  releases: readonly Rules[],
): { readonly rules: Rules; readonly exact: boolean } | null {
  const wanted = numbersOf(version);
  if (wanted === null) return null;
  const known = releases.map((rules) => ({ rules, own: numbersOf(rules.release) ?? [] }));
  const before = known.findLast(({ own }) => compareNumbers(own, wanted) <= 0);
  const after = known.find(({ own }) => compareNumbers(own, wanted) > 0);
  const distanceOf = ({ own }: { readonly own: readonly number[] }): readonly number[] =>
    wanted.map((number, place) => Math.abs(number - (own[place] ?? 0)));
  const isAfterNearer =
    before === undefined ||
    (after !== undefined && compareNumbers(distanceOf(after), distanceOf(before)) < 0);
  const best = isAfterNearer ? after : before;
  return best === undefined ? null : { rules: best.rules, exact: compareNumbers(best.own, wanted) === 0 };
}

function numbersOf(version: string): readonly number[] | null {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version.trim());
  return match === null ? null : [1, 2, 3].map((place) => Number(match[place] ?? 0));
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [place, number] of a.entries()) {
    const other = b[place] ?? 0;
    if (number !== other) return number - other;
  }
  return 0;
}

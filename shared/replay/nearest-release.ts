/**
 * The rules of a version, such as `1.106.2` or `v1.83.0-stable`; of the nearest known release where its own are not known,
 * of two that are as near the older one. Null for what is no version.
 *
 * @param releases at least one, oldest first
 */
export function nearestRelease<Rules extends { readonly release: string }>(
  version: string,
  releases: readonly Rules[],
): { readonly rules: Rules; readonly exact: boolean } | null {
  const wanted = numbersOf(version);
  if (wanted === null) return null;
  let best: { readonly rules: Rules; readonly distance: readonly number[] } | null = null;
  for (const rules of releases) {
    const own = numbersOf(rules.release) ?? [];
    const distance = wanted.map((number, place) => Math.abs(number - (own[place] ?? 0)));
    if (best === null || compareNumbers(distance, best.distance) < 0) best = { rules, distance };
  }
  return best === null ? null : { rules: best.rules, exact: best.distance.every((number) => number === 0) };
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

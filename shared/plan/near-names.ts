/** How many edits a misspelling may be away, and how many names are told. */
const MOST_EDITS = 2;
const MOST_NAMES = 5;

/**
 * The names that a person may have meant, nearest first: the same letters in another case or with other marks between
 * them, a part of one another, or at most two letters away. Pure.
 */
export function nearNames(name: string, known: Iterable<string>): readonly string[] {
  const wanted = letters(name);
  return [...new Set(known)]
    .flatMap((candidate) => {
      const distance = distanceOf(wanted, letters(candidate));
      return distance === null ? [] : [{ candidate, distance }];
    })
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, MOST_NAMES)
    .map(({ candidate }) => candidate);
}

function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

function distanceOf(one: string, other: string): number | null {
  const edits = editsBetween(one, other);
  if (edits <= MOST_EDITS && edits < Math.min(one.length, other.length)) return edits;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= 3 && long.includes(short) ? MOST_EDITS + 1 : null;
}

/** Levenshtein's distance; anything above the limit counts as just above it. */
function editsBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MOST_EDITS) return MOST_EDITS + 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(one).entries()) {
    const next = [i + 1];
    for (const [j, against] of Array.from(other).entries()) {
      const replaced = (row[j] ?? 0) + (letter === against ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? MOST_EDITS + 1;
}

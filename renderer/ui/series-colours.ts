/** Six series have a colour of their own; everything else shares one. */
export const SERIES_COLOURS = [
  'var(--series-1)',
  'var(--series-2)',
  'var(--series-3)',
  'var(--series-4)',
  'var(--series-5)',
  'var(--series-6)',
] as const;
export const OTHER_COLOUR = 'var(--series-other)';

/**
 * Gives each id of a view one of the colours, and the same one as before wherever that can be. Where two of
 * one view had the same colour before, the one that stands first keeps it.
 *
 * @param known id -> place in {@link SERIES_COLOURS}, from earlier views
 * @param ids at most six, most important first
 */
export function assignColours(
  known: ReadonlyMap<string, number>,
  ids: readonly string[],
): Map<string, number> {
  const taken = new Set<number>();
  const assigned = new Map<string, number>();
  for (const id of ids) {
    const old = known.get(id);
    if (old === undefined || taken.has(old)) continue;
    taken.add(old);
    assigned.set(id, old);
  }
  const free = SERIES_COLOURS.map((_, place) => place).filter((place) => !taken.has(place));
  for (const id of ids) {
    if (assigned.has(id)) continue;
    const place = free.shift();
    if (place !== undefined) assigned.set(id, place);
  }
  return assigned;
}

const remembered = new Map<string, Map<string, number>>();

/**
 * The colours of a view, remembered for the run of the window: a team keeps its colour on every screen and
 * in every month. Ids are told apart by what they are of (`team`, `model`, …).
 */
export function coloursFor(kind: string, ids: readonly string[]): (id: string | null) => string {
  const known = remembered.get(kind) ?? new Map<string, number>();
  const assigned = assignColours(known, ids.slice(0, SERIES_COLOURS.length));
  remembered.set(kind, new Map([...known, ...assigned]));
  return (id) => {
    const place = id === null ? undefined : assigned.get(id);
    return place === undefined ? OTHER_COLOUR : (SERIES_COLOURS[place] ?? OTHER_COLOUR);
  };
}

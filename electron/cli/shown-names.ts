/** More are for programs: `--json` has all. */
const MOST_NAMES = 4;

/** Some names for a cell of a table, and how many more there are. */
export function shownNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

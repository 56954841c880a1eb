/** The columns that hold a number a request. Null is -1 where it may be; money is nano-dollars, times milliseconds. */
export const NUMBER_COLUMNS = [
  'startMs',
  'durationMs',
  'firstTokenMs',
  'promptTokens',
  'completionTokens',
  'cachedTokens',
  'spendNano',
  /** An IPv4 address, or a word (address.ts). */
  'address',
  /** Where the row stands in what it was imported from, bytes; -1 where that is no file. */
  'position',
] as const;
export type NumberColumn = (typeof NUMBER_COLUMNS)[number];

/** Those that may be null; in files they are kept as one more than they are. */
export const NULLABLE_COLUMNS: ReadonlySet<NumberColumn> = new Set([
  'durationMs',
  'firstTokenMs',
  'cachedTokens',
  'spendNano',
  'position',
]);

/** The columns that hold the number of a text, or of a profile. */
export const WORD_COLUMNS = ['profile', 'endUser', 'tags', 'session', 'errorMessage', 'extra'] as const;
export type WordColumn = (typeof WORD_COLUMNS)[number];

/** The number of "nothing": null, an empty text, no tags, no extra fields. */
export const NO_WORD = 0;

/** Requests as columns, one number each. */
export type RowColumns = Readonly<Record<NumberColumn, Float64Array>> &
  Readonly<Record<WordColumn, Uint32Array>>;

/** Columns for `capacity` requests. */
export function makeColumns(capacity: number): RowColumns {
  const columns: Partial<Record<NumberColumn | WordColumn, Float64Array | Uint32Array>> = {};
  for (const name of NUMBER_COLUMNS) columns[name] = new Float64Array(capacity);
  for (const name of WORD_COLUMNS) columns[name] = new Uint32Array(capacity);
  return columns as RowColumns;
}

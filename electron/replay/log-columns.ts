import type { RequestLog } from '../../shared/replay/request-log.ts';
import type { FoundRows } from '../archive/query/row-test.ts';
import type { SegmentReader } from '../archive/segment/segment-reader.ts';
import { OTHER } from './log-combinations.ts';
import type { LogCombinations } from './log-combinations.ts';

/** Requests as columns, those of one segment after those of another; tokens of each kind where prices are asked about. */
export type LogColumns = Required<
  Pick<RequestLog, 'startMs' | 'combination' | 'spendNano' | 'tokens' | 'durationMs'>
> &
  Pick<RequestLog, 'promptTokens' | 'completionTokens' | 'cachedTokens'> & {
    /** Each request's place among all rows of these segments. */
    readonly source: Uint32Array;
  };

/** Room for so many requests. */
export function makeLogColumns(capacity: number, withPrices: boolean): LogColumns {
  const numbers = (): Float64Array => new Float64Array(capacity);
  return {
    startMs: numbers(),
    combination: new Uint32Array(capacity),
    spendNano: numbers(),
    tokens: numbers(),
    durationMs: numbers(),
    source: new Uint32Array(capacity),
    ...(withPrices ? { promptTokens: numbers(), completionTokens: numbers(), cachedTokens: numbers() } : {}),
  };
}

/** All columns, to do the same with each. */
export function allColumns(columns: Partial<LogColumns>): readonly (Float64Array | Uint32Array)[] {
  return Object.values(columns);
}

/** Those of requests from one place up to another; they share memory. */
export function partOfColumns(columns: LogColumns, from: number, until: number): LogColumns {
  const parts = Object.entries(columns).map(([name, column]) => [name, column.subarray(from, until)]);
  return Object.fromEntries(parts) as LogColumns;
}

/**
 * Puts the requests of a segment into columns, in the order of time as it has them. What it unpacks goes where it stays,
 * so that nothing is held twice.
 *
 * @param columns room for all rows of the segment
 * @param found the rows that are asked for
 * @param base the place of its first row among all rows
 * @returns how many requests there are, and how many of the rows are no calls of a model
 */
export function readColumns(
  reader: SegmentReader,
  columns: LogColumns,
  found: FoundRows,
  combinations: LogCombinations,
  base: number,
): { readonly count: number; readonly others: number } {
  const { combination, source, tokens } = columns;
  reader.wordNumbersInto('profile', combination);
  const ofProfile = combinations.ofProfiles(reader);
  for (let row = 0; row < combination.length; row += 1) {
    combination[row] = ofProfile[combination[row] ?? 0] ?? OTHER;
    source[row] = base + row;
  }
  combinations.marks?.mark(reader, combination);
  reader.numbersInto('startMs', columns.startMs);
  reader.numbersInto('spendNano', columns.spendNano);
  reader.numbersInto('durationMs', columns.durationMs);
  reader.numbersInto('promptTokens', tokens);
  columns.promptTokens?.set(tokens);
  const answers = columns.completionTokens ?? new Float64Array(tokens.length);
  reader.numbersInto('completionTokens', answers);
  for (let row = 0; row < tokens.length; row += 1) tokens[row] = (tokens[row] ?? 0) + (answers[row] ?? 0);
  if (columns.cachedTokens !== undefined) reader.numbersInto('cachedTokens', columns.cachedTokens);
  const calls = callsOf(combination, found);
  if (calls !== null) for (const column of allColumns(columns)) keepRows(column, calls);
  const count = calls?.length ?? combination.length;
  return { count, others: (found?.length ?? combination.length) - count };
}

/** The rows that are asked for and are calls of a model; null for all of them. */
function callsOf(combination: Uint32Array, found: FoundRows): FoundRows {
  if (found !== null) return found.filter((row) => combination[row] !== OTHER);
  if (!combination.includes(OTHER)) return null;
  const calls = new Uint32Array(combination.length);
  let count = 0;
  for (let row = 0; row < calls.length; row += 1)
    if (combination[row] !== OTHER) {
      calls[count] = row;
      count += 1;
    }
  return calls.subarray(0, count);
}

/** Moves some rows to the front. */
function keepRows(column: Float64Array | Uint32Array, rows: Uint32Array): void {
  for (let at = 0; at < rows.length; at += 1) column[at] = column[rows[at] ?? 0] ?? 0;
}

import { EXACT_AMOUNT, spendRest } from '../../../shared/audit/exact-spend.ts';
import { SPEND_REST } from './day-usage.ts';
import type { RowColumns } from './row-columns.ts';
import type { SectionFile } from './section-file.ts';
import { extraOf } from './stored-values.ts';

const MARK = `"${EXACT_AMOUNT}":`;

/**
 * Of each request what its nano-dollars lack of what it cost, femto-dollars; null where they lack nothing, which is told
 * without looking at each.
 *
 * @param words of the segment, by number
 */
export function spendRests(
  { spendNano, extra }: Pick<RowColumns, 'spendNano' | 'extra'>,
  count: number,
  words: readonly string[],
): Float64Array | null {
  const fields = new Map<number, ReturnType<typeof extraOf>>();
  for (const [number, text] of words.entries()) if (text.includes(MARK)) fields.set(number, extraOf(text));
  if (fields.size === 0) return null;
  const rests = new Float64Array(count);
  let some = false;
  for (let row = 0; row < count; row += 1) {
    const of = fields.get(extra[row] ?? 0);
    const nano = spendNano[row] ?? -1;
    if (of === undefined || nano < 0) continue;
    rests[row] = spendRest({ spendNano: nano, extra: of });
    some ||= rests[row] !== 0;
  }
  return some ? rests : null;
}

/**
 * The same of a segment's file, where its sums have it; null where these lack nothing, or where the file was written before
 * that was summed: what is taken out of sums must have been in them.
 */
export function readSpendRests(
  { sections }: Pick<SectionFile, 'sections'>,
  reader: {
    readonly facts: { readonly rows: number };
    numbers(column: 'spendNano'): Float64Array;
    wordNumbers(column: 'extra'): Uint32Array;
    words(): readonly string[];
  },
): Float64Array | null {
  if (!sections.includes(SPEND_REST)) return null;
  const columns = { spendNano: reader.numbers('spendNano'), extra: reader.wordNumbers('extra') };
  return spendRests(columns, reader.facts.rows, reader.words());
}

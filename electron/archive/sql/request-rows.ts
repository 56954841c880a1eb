import type { Interval } from '../../../shared/audit/months.ts';
import { addressText } from '../segment/address.ts';
import type { Profile } from '../segment/profile.ts';
import type { ProfileValue } from '../segment/profile-table.ts';
import type { NumberColumn, WordColumn } from '../segment/row-columns.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import type { DatabaseFile, FileColumn, FileTable } from './database-file.ts';
import type { Needs } from './needs.ts';
import { KEPT_TABLES, PROFILE_COLUMNS, REQUEST_COLUMNS } from './tables.ts';
import type { RequestColumn } from './tables.ts';

const NUMBERS: Readonly<Partial<Record<RequestColumn, NumberColumn>>> = {
  start_ms: 'startMs',
  duration_ms: 'durationMs',
  first_token_ms: 'firstTokenMs',
  prompt_tokens: 'promptTokens',
  completion_tokens: 'completionTokens',
  cached_tokens: 'cachedTokens',
  spend_nano: 'spendNano',
};
const TEXTS: Readonly<Partial<Record<RequestColumn, WordColumn>>> = {
  end_user: 'endUser',
  session: 'session',
  tags: 'tags',
  error_message: 'errorMessage',
  extra: 'extra',
};
/** What the empty word stands for; the others that are kept as JSON are so here, too, but for messages. */
const EMPTY: Readonly<Partial<Record<RequestColumn, string>>> = { tags: '[]', extra: '{}' };

/** Null stands for less than zero in segments. Start times before 1970 are none of a gateway. */
function orNull(values: Float64Array): Float64Array {
  const cells = new Float64Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? 0;
    cells[row] = value < 0 ? Number.NaN : value;
  }
  return cells;
}

/** The requests of a segment that count and lie in a span, as numbers of its rows. */
export function countedRows(
  reader: SegmentReader,
  masked: Uint32Array | undefined,
  span: Interval,
): Uint32Array {
  const { rows, firstMs, lastMs } = reader.facts;
  const whole = firstMs >= span.fromMs && lastMs < span.untilMs;
  const starts = whole ? null : reader.numbers('startMs');
  const out = new Set(masked);
  const picked = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    if (out.has(row)) continue;
    const start = starts?.[row];
    if (start !== undefined && (start < span.fromMs || start >= span.untilMs)) continue;
    picked[count] = row;
    count += 1;
  }
  return picked.subarray(0, count);
}

/** Puts requests into a file, with the columns that are needed and what these refer to. */
export interface RequestRows {
  add(node: string, reader: SegmentReader, picked: Uint32Array): void;
}

/** The tables of requests of a file. */
export function createRequestRows(file: DatabaseFile, { columns: needed }: Needs): RequestRows {
  const requests = file.table('_requests', KEPT_TABLES._requests);
  const profiles = file.table('_profiles', KEPT_TABLES._profiles);
  const texts = file.table('_texts', KEPT_TABLES._texts);

  return {
    add(node, reader, picked) {
      const columns = REQUEST_COLUMNS.map((column): FileColumn => {
        if (!needed.has(column)) return null;
        const number = NUMBERS[column];
        if (number !== undefined) return orNull(reader.numbers(number));
        const text = TEXTS[column];
        if (text !== undefined) return textNumbers(texts, reader, column, text, picked);
        if (column === 'profile') return profileNumbers(profiles, node, reader);
        if (column === 'id') return (row) => reader.id(row);
        const words = reader.words();
        const addresses = reader.numbers('address');
        return (row) => addressText(addresses[row] ?? 0, words);
      });
      requests.add(columns, picked);
    },
  };
}

function profileNumbers(table: FileTable, node: string, reader: SegmentReader): Float64Array {
  const before = table.rows() + 1;
  const columns = PROFILE_COLUMNS.map((column): FileColumn => {
    if (column === 'n') return null;
    if (column === 'node') return () => node;
    return valueColumn(reader.values(), reader.profileValues(camelCase(column)));
  });
  table.add(columns, upTo(reader.facts.profiles));
  return mapped(reader.wordNumbers('profile'), (number) => before + number);
}

/** A column of texts, or of yes (1) and no (0), by the numbers of its values. */
function valueColumn(values: readonly ProfileValue[], numbers: Uint32Array): FileColumn {
  if (numbers.some((number) => typeof values[number] === 'string'))
    return (row) => (values[numbers[row] ?? 0] as string | null | undefined) ?? null;
  return Float64Array.from(numbers, (number) => {
    const value = values[number] ?? null;
    return value === null ? Number.NaN : Number(value);
  });
}

/** Each text of a column goes into the file once a segment, and only if a request has it. */
function textNumbers(
  table: FileTable,
  reader: SegmentReader,
  column: RequestColumn,
  of: WordColumn,
  picked: Uint32Array,
): Float64Array {
  const words = reader.words();
  const numbers = reader.wordNumbers(of);
  const places = new Float64Array(words.length);
  const used: number[] = [];
  for (let index = 0; index < picked.length; index += 1) {
    const word = numbers[picked[index] ?? 0] ?? 0;
    if (places[word] !== 0) continue;
    used.push(word);
    places[word] = table.rows() + used.length;
  }
  table.add([null, (word) => textOf(column, words[word] ?? '')], Uint32Array.from(used));
  return mapped(numbers, (word) => places[word] ?? Number.NaN);
}

/** Several times as fast as `Float64Array.from`. */
function mapped(numbers: Uint32Array, to: (number: number) => number): Float64Array {
  const cells = new Float64Array(numbers.length);
  for (let row = 0; row < numbers.length; row += 1) cells[row] = to(numbers[row] ?? 0);
  return cells;
}

function textOf(column: RequestColumn, word: string): string | null {
  if (column !== 'error_message') return word === '' ? (EMPTY[column] ?? '') : word;
  return word === '' ? null : (JSON.parse(word) as string);
}

function camelCase(column: string): keyof Profile {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) as keyof Profile;
}

/** 0, 1, 2 and so on. */
export function upTo(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

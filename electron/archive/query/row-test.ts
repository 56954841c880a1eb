import type { FieldName, FieldValue } from '../../../shared/audit/fields.ts';
import { filterInterval } from '../../../shared/audit/filter.ts';
import type { Condition, RequestFilter } from '../../../shared/audit/filter.ts';
import { foldText, satisfies, TEXT_FIELDS } from '../../../shared/audit/matching.ts';
import { addressText } from '../segment/address.ts';
import { PROFILE_FIELDS } from '../segment/profile.ts';
import type { Profile } from '../segment/profile.ts';
import { NUMBER_COLUMNS, WORD_COLUMNS } from '../segment/row-columns.ts';
import type { NumberColumn, WordColumn } from '../segment/row-columns.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';

/** Numbers of requests of a segment, rising; null stands for all of them. */
export type FoundRows = Uint32Array | null;

/** Says of a request, by its number, whether it is asked for. */
type RowTest = (row: number) => boolean;

/**
 * Finds what a filter asks for in one segment, as `matches` (shared/audit/matching.ts) says it. What many requests have in
 * common is looked at once.
 *
 * @param masked requests that no longer count, rising
 */
export function findRows(
  reader: SegmentReader,
  node: string,
  filter: RequestFilter,
  masked: Uint32Array | undefined,
): FoundRows {
  const { rows } = reader.facts;
  const { fromMs, untilMs } = filterInterval(filter);
  const whole = fromMs <= reader.facts.firstMs && untilMs > reader.facts.lastMs;
  const start = whole ? null : reader.numbers('startMs');
  const from = start === null ? 0 : firstAtLeast(start, fromMs);
  const until = start === null ? rows : firstAtLeast(start, untilMs);
  const tests = testsOf(reader, node, filter);
  if (tests === 'none') return new Uint32Array(0);
  if (whole && tests.length === 0 && masked === undefined) return null;
  const found = new Uint32Array(Math.max(0, until - from));
  let count = 0;
  let nextMasked = masked === undefined ? -1 : firstAtLeast(masked, from);
  for (let row = from; row < until; row += 1) {
    let holds = true;
    if (masked?.[nextMasked] === row) {
      holds = false;
      nextMasked += 1;
    }
    for (let index = 0; holds && index < tests.length; index += 1) holds = tests[index]?.(row) === true;
    if (holds) {
      found[count] = row;
      count += 1;
    }
  }
  return found.slice(0, count);
}

/** Where a sorted column reaches a value. */
export function firstAtLeast(values: Float64Array | Uint32Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All of these must hold; `none` when no request of the segment can satisfy them. Cheapest first. */
function testsOf(reader: SegmentReader, node: string, filter: RequestFilter): readonly RowTest[] | 'none' {
  if (filter.node !== undefined && filter.node !== node) return 'none';
  const ofProfile: Condition[][] = [];
  const others: RowTest[] = [];
  for (const alternatives of groupConditions(filter.where)) {
    const [{ field } = { field: 'node' as const }] = alternatives;
    if (field === 'node') {
      if (!alternatives.some((condition) => satisfies(node, condition))) return 'none';
    } else if (isProfileField(field)) ofProfile.push(alternatives);
    else others.push(testOf(reader, field, alternatives));
  }
  const tests: RowTest[] = [];
  if (ofProfile.length > 0) {
    const kept = profilesWith(reader, ofProfile);
    if (!kept.includes(true)) return 'none';
    const numbers = reader.wordNumbers('profile');
    tests.push((row) => kept[numbers[row] ?? 0] === true);
  }
  if (filter.text !== undefined) others.push(textTest(reader, foldText(filter.text)));
  return [...tests, ...others];
}

/** For each profile whether it satisfies all of these; each different value is looked at once. */
function profilesWith(reader: SegmentReader, conditions: readonly Condition[][]): readonly boolean[] {
  const kept = Array.from({ length: reader.facts.profiles }, () => true);
  const values = reader.values();
  for (const alternatives of conditions) {
    const [{ field } = { field: 'ok' as const }] = alternatives;
    const numbers = reader.profileValues(field as keyof Profile);
    const holds: boolean[] = [];
    for (const [profile, number] of numbers.entries()) {
      holds[number] ??= alternatives.some((condition) => satisfies(values[number] ?? null, condition));
      if (!holds[number]) kept[profile] = false;
    }
  }
  return kept;
}

/** Several `is` on one field are alternatives; every other condition stands alone. */
export function groupConditions(where: readonly Condition[]): readonly Condition[][] {
  const alternatives = new Map<FieldName, Condition[]>();
  const groups: Condition[][] = [];
  for (const condition of where) {
    if (condition.op !== 'is') {
      groups.push([condition]);
      continue;
    }
    const known = alternatives.get(condition.field);
    if (known !== undefined) known.push(condition);
    else {
      const group = [condition];
      alternatives.set(condition.field, group);
      groups.push(group);
    }
  }
  return groups;
}

function testOf(reader: SegmentReader, field: FieldName, alternatives: readonly Condition[]): RowTest {
  const holds = (value: FieldValue): boolean => alternatives.some((condition) => satisfies(value, condition));
  if (isWordField(field)) {
    const known = new Map<number, boolean>();
    const numbers = reader.wordNumbers(field);
    return (row) => {
      const number = numbers[row] ?? 0;
      let result = known.get(number);
      if (result === undefined) {
        result = holds(wordValue(reader, field, number));
        known.set(number, result);
      }
      return result;
    };
  }
  const value = valueReader(reader, field);
  return (row) => holds(value(row));
}

/** Reads a field of requests by their number, without making whole requests. `node` is not of the segment. */
export function valueReader(reader: SegmentReader, field: FieldName): (row: number) => FieldValue {
  if (field === 'id') return (row) => reader.id(row);
  if (field === 'address') {
    const values = reader.numbers('address');
    return (row) => addressText(values[row] ?? 0, reader.words());
  }
  if (isNumberField(field)) {
    const values = reader.numbers(field);
    return (row) => {
      const value = values[row] ?? -1;
      return value < 0 ? null : value;
    };
  }
  if (isWordField(field)) {
    const numbers = reader.wordNumbers(field);
    return (row) => wordValue(reader, field, numbers[row] ?? 0);
  }
  const values = reader.values();
  const ofProfile = reader.profileValues(field as keyof Profile);
  const numbers = reader.wordNumbers('profile');
  return (row) => values[ofProfile[numbers[row] ?? 0] ?? 0] ?? null;
}

/** What a word of a column says. */
export function wordValue(reader: SegmentReader, column: WordColumn, number: number): FieldValue {
  const text = reader.words()[number] ?? '';
  if (column === 'tags') return text === '' ? [] : (JSON.parse(text) as string[]);
  if (column === 'errorMessage') return text === '' ? null : (JSON.parse(text) as string);
  return text;
}

/** The free text of a filter: in what is common first, and in ids only where it can be. */
function textTest(reader: SegmentReader, wanted: string): RowTest {
  const profileNumbers = reader.wordNumbers('profile');
  const inValue = reader
    .values()
    .map((value) => typeof value === 'string' && foldText(value).includes(wanted));
  const inProfile = Array.from({ length: reader.facts.profiles }, () => false);
  for (const field of TEXT_FIELDS) {
    if (!isProfileField(field)) continue;
    for (const [profile, number] of reader.profileValues(field).entries())
      if (inValue[number] === true) inProfile[profile] = true;
  }
  const endUsers = reader.wordNumbers('endUser');
  const errors = reader.wordNumbers('errorMessage');
  const inWord = reader.words().map((text) => foldText(text).includes(wanted));
  const inError = new Map<number, boolean>();
  const idCan = reader.idsCanContain(wanted);
  return (row) => {
    if (inProfile[profileNumbers[row] ?? 0] === true || inWord[endUsers[row] ?? 0] === true) return true;
    const error = errors[row] ?? 0;
    if (error !== 0) {
      let found = inError.get(error);
      if (found === undefined) {
        found = foldText(String(wordValue(reader, 'errorMessage', error) ?? '')).includes(wanted);
        inError.set(error, found);
      }
      if (found) return true;
    }
    return idCan && foldText(reader.id(row)).includes(wanted);
  };
}

/** Fields that are the same for all requests of a profile. */
export function isProfileField(field: FieldName): field is keyof Profile & FieldName {
  return (PROFILE_FIELDS as readonly string[]).includes(field);
}

/** Fields of which each request has the number of a word. */
export function isWordField(field: FieldName): field is Exclude<WordColumn, 'profile' | 'extra'> {
  return (WORD_COLUMNS as readonly string[]).includes(field);
}

/** Fields that are a number of each request. */
export function isNumberField(field: FieldName): field is Exclude<NumberColumn, 'address' | 'position'> {
  return (NUMBER_COLUMNS as readonly string[]).includes(field) && field !== 'address';
}

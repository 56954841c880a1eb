import * as v from 'valibot';

import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { addressText, FIRST_WORD } from './address.ts';
import { DAY_MEASURES, readDays, sumDays } from './day-usage.ts';
import type { DayUsage } from './day-usage.ts';
import { checkedPlanes, fromPlanes, planeNumber, wordsFromPlanes } from './planes.ts';
import { PROFILE_FIELDS } from './profile.ts';
import type { Profile } from './profile.ts';
import { profileFrom, readGroups, readProfileColumn } from './profile-table.ts';
import type { ProfileValue } from './profile-table.ts';
import { hashInto, idOf, idUnitOf, seedOf, shapeCanHold } from './request-ids.ts';
import type { NumberColumn, WordColumn } from './row-columns.ts';
import { NULLABLE_COLUMNS, NUMBER_COLUMNS, WORD_COLUMNS } from './row-columns.ts';
import { openSectionFile } from './section-file.ts';
import type { SectionFile } from './section-file.ts';
import { DamagedError } from './sections.ts';
import { SegmentFactsSchema } from './segment-facts.ts';
import type { SeenName } from './seen-names.ts';
import type { SegmentFacts } from './segment-facts.ts';
import { extraOf, guarded, listOf, tagsOf } from './stored-values.ts';
import { readSpendRests } from './spend-rests.ts';
import { readUsage } from './usage.ts';
import type { Usage, UsageGroup, UsageMeasure } from './usage.ts';

/** Ids as they are stored. */
interface StoredIds {
  readonly shapes: readonly string[];
  readonly shapeOf: Uint32Array;
  readonly starts: Uint32Array;
  readonly bytes: Uint8Array;
}

/**
 * A segment's file, open for reading. Parts are read, checked and unpacked when they are first asked for, and kept.
 * Every method throws a {@link DamagedError} where the file is not what it must be.
 */
export interface SegmentReader {
  readonly facts: SegmentFacts;
  /** How long its file is. */
  readonly fileBytes: number;
  /** A combination of names and outcomes that requests of it have, by its number. */
  profile(number: number): Profile;
  /** The different values of all profiles and groups. */
  values(): readonly ProfileValue[];
  /** For each profile the number of its value in a field. */
  profileValues(field: keyof Profile): Uint32Array;
  /** When each profile was last seen, milliseconds since 1970 UTC. */
  profileLastMs(): Float64Array;
  /** For each group of roll-ups the number of its value in a field. */
  groupValues(field: keyof UsageGroup): Uint32Array;
  /** The names that its teams and keys went by. */
  names(): readonly SeenName[];
  /** The group of each profile. */
  groupOfProfile(): Uint32Array;
  /** The roll-ups; measures that are not asked for are empty. */
  usage(measures: readonly UsageMeasure[]): Usage;
  /** The roll-ups by day. */
  days(): DayUsage;
  /** What nano-dollars lack of what each request cost, as {@link readSpendRests} says. */
  spendRests(): Float64Array | null;
  /** For each roll-up as many latency buckets as it has requests. */
  latency(): Uint8Array;
  numbers(column: NumberColumn): Float64Array;
  wordNumbers(column: WordColumn): Uint32Array;
  /** Puts a column into memory of who asks, as long as it is, and keeps nothing of it. */
  numbersInto(column: NumberColumn, values: Float64Array): void;
  wordNumbersInto(column: WordColumn, values: Uint32Array): void;
  /** One number of a column, without reading all of them. */
  numberAt(column: NumberColumn, row: number): number;
  /** One number of a column of words, without reading all of them. */
  wordAt(column: WordColumn, row: number): number;
  words(): readonly string[];
  id(row: number): string;
  /** Makes what tells a UTF-16 unit of an id by its place, -1 beyond the end: much quicker than making texts. */
  idUnits(): (row: number, at: number) => number;
  /** False where no id of the segment can hold a text (lower case), told by their shapes alone. */
  idsCanContain(text: string): boolean;
  /** Two halves of the hash of each id. */
  hashes(): Uint32Array;
  request(row: number): LoggedRequest;
  /** True where a row has the id of a row of another segment. */
  sameId(row: number, other: SegmentReader, otherRow: number): boolean;
  /** The bytes of an id, as they are stored, and its shape. */
  storedId(row: number): {
    readonly shape: string;
    readonly bytes: Uint8Array;
    readonly from: number;
    readonly until: number;
  };
  /**
   * True where a row says the same as a row of another segment that has its id; where it stands in its file is no
   * difference.
   */
  same(row: number, other: SegmentReader, otherRow: number): boolean;
  /** Reads every part of the file once, and keeps none. */
  check(): void;
  /** Bytes that are kept in memory of it, about. */
  kept(): number;
  /** Gives memory back; what is asked for afterwards is read again. */
  forget(): void;
}

/** Opens a segment. Throws a {@link DamagedError}, a `NewerLayoutError`, or what the system says of the file. */
export function openSegment(path: string): SegmentReader {
  const file = openSectionFile(path);
  const parsed = v.safeParse(SegmentFactsSchema, file.facts);
  if (!parsed.success) throw new DamagedError('its header is not of this program');
  return new OpenSegment(file, parsed.output);
}

class OpenSegment implements SegmentReader {
  #kept = new Map<string, unknown>();
  /** Of those that are kept, what is asked for row by row. */
  #numbers = new Map<NumberColumn, Float64Array>();
  #wordNumbers = new Map<WordColumn, Uint32Array>();
  /** Columns of which single numbers are asked for, as they are stored. */
  #columnBytes = new Map<NumberColumn | WordColumn, Uint8Array>();
  #bytes = 0;
  #file: SectionFile;
  readonly facts: SegmentFacts;
  readonly fileBytes: number;

  constructor(file: SectionFile, facts: SegmentFacts) {
    this.#file = file;
    this.facts = facts;
    this.fileBytes = file.bytes;
  }

  profile(number: number): Profile {
    const profiles = this.#once('profiles', () => new Map<number, Profile>());
    let known = profiles.get(number);
    if (known === undefined) {
      if (number >= this.facts.profiles) throw new DamagedError('a request of it has no profile');
      const columns = Object.fromEntries(
        PROFILE_FIELDS.map((field) => [field, this.profileValues(field)]),
      ) as Record<keyof Profile, Uint32Array>;
      known = profileFrom(this.values(), columns, number);
      profiles.set(number, known);
    }
    return known;
  }

  values(): readonly ProfileValue[] {
    return this.#once('values', () => listOf(this.#file.text('values')) as readonly ProfileValue[]);
  }

  profileValues(field: keyof Profile): Uint32Array {
    return this.#once(`profile.${field}`, () =>
      readProfileColumn(this.#file.section(`profile.${field}`), this.facts.profiles),
    );
  }

  groupValues(field: keyof UsageGroup): Uint32Array {
    return this.#once('groups', () => readGroups(this.#file.section('groups'), this.facts.groups))[field];
  }

  profileLastMs(): Float64Array {
    return this.#once('profile.last', () =>
      fromPlanes(this.#file.section('profile.last'), this.facts.profiles, 'delta'),
    );
  }

  names(): readonly SeenName[] {
    return this.#once('names', () => listOf(this.#file.text('names')) as readonly SeenName[]);
  }

  groupOfProfile(): Uint32Array {
    return this.#once('profile.group', () =>
      wordsFromPlanes(this.#file.section('profile.group'), this.facts.profiles),
    );
  }

  days(): DayUsage {
    return this.#once(
      'usage.days',
      () => readDays(this.#file) ?? sumDays(this.usage(DAY_MEASURES), this.facts.groups),
    );
  }

  usage(measures: readonly UsageMeasure[]): Usage {
    return this.#once(`usage ${measures.join(' ')}`, () =>
      readUsage(this.facts.usageEntries, (name) => this.#file.section(name), measures),
    );
  }

  spendRests(): Float64Array | null {
    return this.#once('rests', () => readSpendRests(this.#file, this));
  }

  latency(): Uint8Array {
    return this.#once('usage.latency', () => this.#file.section('usage.latency'));
  }

  numbers(column: NumberColumn): Float64Array {
    const known = this.#numbers.get(column);
    if (known !== undefined) return known;
    const values = this.#once(`rows.${column}`, () => {
      const read = new Float64Array(this.facts.rows);
      this.#read(column, read);
      return read;
    });
    this.#numbers.set(column, values);
    return values;
  }

  numbersInto(column: NumberColumn, values: Float64Array): void {
    guarded(() => this.#read(column, values));
  }

  wordNumbersInto(column: WordColumn, values: Uint32Array): void {
    guarded(() => wordsFromPlanes(this.#file.section(`rows.${column}`), this.facts.rows, values));
  }

  wordNumbers(column: WordColumn): Uint32Array {
    const known = this.#wordNumbers.get(column);
    if (known !== undefined) return known;
    const read = this.#once(`rows.${column}`, () =>
      wordsFromPlanes(this.#file.section(`rows.${column}`), this.facts.rows),
    );
    this.#wordNumbers.set(column, read);
    return read;
  }

  #read(column: NumberColumn, values: Float64Array): void {
    const shape = column === 'startMs' || column === 'position' ? 'delta' : 'plain';
    fromPlanes(this.#file.section(`rows.${column}`), this.facts.rows, shape, values);
    // Those that may be null are kept as one more than they are.
    if (NULLABLE_COLUMNS.has(column))
      for (let row = 0; row < values.length; row += 1) values[row] = (values[row] ?? 0) - 1;
  }

  numberAt(column: NumberColumn, row: number): number {
    const known = this.#numbers.get(column);
    if (known !== undefined) return known[row] ?? 0;
    // Of a column of differences each needs all before it.
    if (column === 'startMs' || column === 'position') return this.numbers(column)[row] ?? 0;
    const value = planeNumber(this.#bytesOf(column), this.facts.rows, row);
    return NULLABLE_COLUMNS.has(column) ? value - 1 : value;
  }

  wordAt(column: WordColumn, row: number): number {
    const known = this.#wordNumbers.get(column);
    return known === undefined ? planeNumber(this.#bytesOf(column), this.facts.rows, row) : (known[row] ?? 0);
  }

  #bytesOf(column: NumberColumn | WordColumn): Uint8Array {
    const known = this.#columnBytes.get(column);
    if (known !== undefined) return known;
    const bytes = guarded(() => checkedPlanes(this.#file.section(`rows.${column}`), this.facts.rows));
    this.#columnBytes.set(column, bytes);
    this.#bytes += bytes.length;
    return bytes;
  }

  words(): readonly string[] {
    return this.#once('words', () => {
      const texts = listOf(this.#file.text('words'));
      this.#bytes += texts.length * 48;
      return texts as readonly string[];
    });
  }

  id(row: number): string {
    const { shapes, shapeOf, starts, bytes } = this.#ids();
    return idOf(shapes[shapeOf[row] ?? 0] ?? '', bytes.subarray(starts[row], starts[row + 1]));
  }

  idUnits(): (row: number, at: number) => number {
    const { shapes, shapeOf, starts, bytes } = this.#ids();
    const units = shapes.map((shape) => idUnitOf(shape));
    return (row, at) => units[shapeOf[row] ?? 0]?.(bytes, starts[row] ?? 0, starts[row + 1] ?? 0, at) ?? -1;
  }

  idsCanContain(text: string): boolean {
    return this.#ids().shapes.some((shape) => shapeCanHold(shape, text));
  }

  hashes(): Uint32Array {
    const { shapes, shapeOf, starts, bytes } = this.#ids();
    const seeds = shapes.map((shape) => seedOf(shape));
    const hashes = new Uint32Array(this.facts.rows * 2);
    for (let row = 0; row < this.facts.rows; row += 1)
      hashInto(hashes, row, seeds[shapeOf[row] ?? 0] ?? 0, bytes, starts[row] ?? 0, starts[row + 1] ?? 0);
    return hashes;
  }

  request(row: number): LoggedRequest {
    const profile = this.profile(this.wordAt('profile', row));
    const words = this.words();
    const word = (column: WordColumn): string => words[this.wordAt(column, row)] ?? '';
    const number = (column: NumberColumn): number => this.numberAt(column, row);
    const orNull = (column: NumberColumn): number | null => (number(column) < 0 ? null : number(column));
    const error = word('errorMessage');
    return {
      id: this.id(row),
      startMs: number('startMs'),
      durationMs: orNull('durationMs'),
      firstTokenMs: orNull('firstTokenMs'),
      ...profile,
      endUser: word('endUser'),
      session: word('session'),
      errorMessage: error === '' ? null : (JSON.parse(error) as string),
      promptTokens: number('promptTokens'),
      completionTokens: number('completionTokens'),
      cachedTokens: orNull('cachedTokens'),
      spendNano: orNull('spendNano'),
      tags: tagsOf(word('tags')),
      address: addressText(number('address'), words),
      extra: extraOf(word('extra')),
    };
  }

  same(row: number, other: SegmentReader, otherRow: number): boolean {
    for (const column of COMPARED_NUMBERS)
      if (this.numberAt(column, row) !== other.numberAt(column, otherRow)) return false;
    const words = this.words();
    const otherWords = other.words();
    for (const column of COMPARED_WORDS) {
      if (words[this.wordAt(column, row)] !== otherWords[other.wordAt(column, otherRow)]) return false;
    }
    const address = this.numberAt('address', row);
    const otherAddress = other.numberAt('address', otherRow);
    const sameAddress =
      address === otherAddress && address < FIRST_WORD
        ? true
        : addressText(address, words) === addressText(otherAddress, otherWords);
    if (!sameAddress) return false;
    const profile = this.profile(this.wordAt('profile', row));
    const otherProfile = other.profile(other.wordAt('profile', otherRow));
    for (const field of PROFILE_FIELDS) if (profile[field] !== otherProfile[field]) return false;
    return true;
  }

  storedId(row: number): { shape: string; bytes: Uint8Array; from: number; until: number } {
    const { shapes, shapeOf, starts, bytes } = this.#ids();
    return {
      shape: shapes[shapeOf[row] ?? 0] ?? '',
      bytes,
      from: starts[row] ?? 0,
      until: starts[row + 1] ?? 0,
    };
  }

  sameId(row: number, other: SegmentReader, otherRow: number): boolean {
    const mine = this.storedId(row);
    const its = other.storedId(otherRow);
    const length = mine.until - mine.from;
    if (mine.shape !== its.shape || length !== its.until - its.from) return false;
    for (let at = 0; at < length; at += 1)
      if (mine.bytes[mine.from + at] !== its.bytes[its.from + at]) return false;
    return true;
  }

  check(): void {
    for (const name of this.#file.sections) guarded(() => this.#file.section(name));
  }

  kept(): number {
    return this.#bytes;
  }

  forget(): void {
    this.#kept.clear();
    this.#numbers.clear();
    this.#wordNumbers.clear();
    this.#columnBytes.clear();
    this.#bytes = 0;
  }

  #ids(): StoredIds {
    return this.#once('ids', () => {
      const lengths = wordsFromPlanes(this.#file.section('id.length'), this.facts.rows);
      const starts = new Uint32Array(lengths.length + 1);
      for (let row = 0; row < lengths.length; row += 1)
        starts[row + 1] = (starts[row] ?? 0) + (lengths[row] ?? 0);
      return {
        shapes: listOf(this.#file.text('id.shapes')) as readonly string[],
        shapeOf: wordsFromPlanes(this.#file.section('id.shape'), this.facts.rows),
        starts,
        bytes: this.#file.section('id.bytes'),
      };
    });
  }

  #once<T>(name: string, read: () => T): T {
    const known = this.#kept.get(name);
    if (known !== undefined) return known as T;
    const value = guarded(read);
    this.#kept.set(name, value);
    if (ArrayBuffer.isView(value)) this.#bytes += value.byteLength;
    return value;
  }
}

/** Addresses are compared by what they say, as not all are numbers; where a row stands in its file is no difference. */
const COMPARED_NUMBERS = NUMBER_COLUMNS.filter((column) => column !== 'address' && column !== 'position');
/** Profiles have other numbers in each segment, and are compared by their fields. */
const COMPARED_WORDS = WORD_COLUMNS.filter((column) => column !== 'profile');

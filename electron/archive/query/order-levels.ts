import type { FieldName, FieldValue } from '../../../shared/audit/fields.ts';
import type { RequestOrder } from '../../../shared/audit/order.ts';
import { addressText, FIRST_WORD } from '../segment/address.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import type { Pace } from '../pace.ts';
import type { FoundPart } from './found.ts';
import type { GroupPart, RowGroup } from './row-groups.ts';
import { isNumberField, isWordField, wordValue } from './row-test.ts';

/**
 * One step of comparing requests: what the order asks for, then the newest first, then their ids (`compareRows` in
 * shared/audit/order.ts). Long texts are compared a few characters at a step, so that each is a number.
 */
export interface OrderLevel {
  /** A whole number for each request of a part of a group. Zeros where its segment cannot be read. */
  keys(part: GroupPart): Float64Array;
  /** How those that have one key are told apart; null where nothing but their node is left to tell them apart. */
  next(key: number): OrderLevel | null;
}

/** Texts of fewer kinds are compared as texts, once; requests then by the number of their text. */
const RANKED = 20_000;

/** The first step of an order. Rejects with what `pace` rejects with. */
export async function firstLevel(
  group: RowGroup,
  { sort, descending }: RequestOrder,
  pace: Pace,
): Promise<OrderLevel> {
  const sign = descending ? -1 : 1;
  if (sort === 'id') return idLevel(0, sign, NEWEST_FIRST);
  if (isNumberField(sort))
    return {
      keys: (part) =>
        keysOf(part, (reader) => {
          const values = reader.numbers(sort);
          return (row) => sign * (values[row] ?? -1);
        }),
      next: () => NEWEST_FIRST,
    };
  if (sort === 'address' && (await areAddressesPlain(group, pace))) return addressLevel(sign);
  const ranks = await ranksOf(group, sort, pace);
  return ranks === null ? textLevel(sort, 0, sign) : rankLevel(sort, ranks, sign);
}

const NEWEST_FIRST: OrderLevel = {
  keys: (part) =>
    keysOf(part, (reader) => {
      const starts = reader.numbers('startMs');
      return (row) => -(starts[row] ?? 0);
    }),
  next: () => idLevel(0, 1, null),
};

function keysOf(
  { part, rows }: GroupPart,
  read: (reader: SegmentReader) => (row: number) => number,
): Float64Array {
  const keys = new Float64Array(rows.length);
  part.store.use(part.segment, (reader) => {
    const key = read(reader);
    for (let at = 0; at < rows.length; at += 1) keys[at] = key(rows[at] ?? 0);
  });
  return keys;
}

/** So many UTF-16 units are compared at a step: with one more for the end of a text they are a whole number. */
const UNITS = 3;
const BASE = 65_537;

/** @param after the step for those of one id */
function idLevel(depth: number, sign: number, after: OrderLevel | null): OrderLevel {
  return {
    keys: (part) =>
      keysOf(part, (reader) => {
        const unit = reader.idUnits();
        return (row) => {
          let key = 0;
          for (let at = depth; at < depth + UNITS; at += 1) key = key * BASE + unit(row, at) + 1;
          return sign * key;
        };
      }),
    next: (key) => (isEnded(key) ? after : idLevel(depth + UNITS, sign, after)),
  };
}

function textLevel(field: TextField, depth: number, sign: number): OrderLevel {
  return {
    keys: (part) =>
      keysOf(part, (reader) => {
        const texts = textsOf(reader, field, part.part);
        const known: number[] = [];
        return (row) => {
          const number = texts.number(row);
          return (known[number] ??= sign * textKey(texts.text(number), depth));
        };
      }),
    next: (key) => (isEnded(key) ? NEWEST_FIRST : textLevel(field, depth + UNITS, sign)),
  };
}

function rankLevel(field: TextField, ranks: ReadonlyMap<string, number>, sign: number): OrderLevel {
  return {
    keys: (part) =>
      keysOf(part, (reader) => {
        const texts = textsOf(reader, field, part.part);
        const known: number[] = [];
        return (row) => {
          const number = texts.number(row);
          return (known[number] ??= sign * (ranks.get(texts.text(number)) ?? 0));
        };
      }),
    next: () => NEWEST_FIRST,
  };
}

/** Whether all addresses are IPv4 or none is said. */
async function areAddressesPlain({ parts }: RowGroup, pace: Pace): Promise<boolean> {
  for (const { part, rows } of parts) {
    if (pace.due()) await pace.rest();
    const plain = part.store.use(part.segment, (reader) => {
      const addresses = reader.numbers('address');
      return rows.every((row) => {
        const address = addresses[row] ?? 0;
        return address < FIRST_WORD || addressText(address, reader.words()) === '';
      });
    });
    if (plain === false) return false;
  }
  return true;
}

/** For each byte of an address its place in the order of their texts: 10 before 2, as each ends with less than a digit. */
const BYTE_ORDER = Uint8Array.from({ length: 256 }, (_, byte) => {
  let before = 0;
  for (let other = 0; other < 256; other += 1) if (String(other) < String(byte)) before += 1;
  return before;
});

function addressLevel(sign: number): OrderLevel {
  const byte = (address: number, shift: number): number => BYTE_ORDER[(address >>> shift) & 255] ?? 0;
  return {
    keys: (part) =>
      keysOf(part, (reader) => {
        const addresses = reader.numbers('address');
        return (row) => {
          const address = addresses[row] ?? 0;
          if (address >= FIRST_WORD) return -sign;
          const high = byte(address, 24) * 256 + byte(address, 16);
          return sign * (high * 65_536 + byte(address, 8) * 256 + byte(address, 0));
        };
      }),
    next: () => NEWEST_FIRST,
  };
}

function textKey(text: string, depth: number): number {
  let key = 0;
  for (let at = depth; at < depth + UNITS; at += 1)
    key = key * BASE + (at < text.length ? text.charCodeAt(at) + 1 : 0);
  return key;
}

/** True where all texts of a key have no more units than were compared: they are one text. */
function isEnded(key: number): boolean {
  return key % BASE === 0;
}

/** The place of each text among all those that requests of a group may have; null where they are too many. */
async function ranksOf(
  { parts }: RowGroup,
  field: TextField,
  pace: Pace,
): Promise<ReadonlyMap<string, number> | null> {
  const different = new Set<string>();
  for (const { part, rows } of parts) {
    if (pace.due()) await pace.rest();
    part.store.use(part.segment, (reader) => {
      const texts = textsOf(reader, field, part);
      const met: boolean[] = [];
      for (let at = 0; at < rows.length && different.size <= RANKED; at += 1) {
        const number = texts.number(rows[at] ?? 0);
        if (met[number] === true) continue;
        met[number] = true;
        different.add(texts.text(number));
      }
    });
    if (different.size > RANKED) return null;
  }
  return new Map([...different].sort().map((text, rank) => [text, rank]));
}

type TextField = Exclude<FieldName, 'id' | Parameters<SegmentReader['numbers']>[0]> | 'address';

/** The texts that requests of a segment have in a field, each under a number; numbers are small. */
interface Texts {
  number(row: number): number;
  text(number: number): string;
}

function textsOf(reader: SegmentReader, field: TextField, { store }: FoundPart): Texts {
  if (field === 'node') return { number: () => 0, text: () => spell(store.node) };
  if (field === 'address') {
    const addresses = reader.numbers('address');
    const words = reader.words();
    const different: number[] = [];
    const numbers = new Map<number, number>();
    return {
      number(row) {
        const address = addresses[row] ?? 0;
        let number = numbers.get(address);
        if (number === undefined) {
          number = different.push(address) - 1;
          numbers.set(address, number);
        }
        return number;
      },
      text: (number) => spell(addressText(different[number] ?? 0, words)),
    };
  }
  if (isWordField(field)) {
    const numbers = reader.wordNumbers(field);
    return {
      number: (row) => numbers[row] ?? 0,
      text: (number) => spell(wordValue(reader, field, number)),
    };
  }
  const values = reader.values();
  const ofProfile = reader.profileValues(field);
  const numbers = reader.wordNumbers('profile');
  return {
    number: (row) => ofProfile[numbers[row] ?? 0] ?? 0,
    text: (number) => spell(values[number] ?? null),
  };
}

/** Texts that sort as the values do: what is not said before the empty text, yes after no. */
function spell(value: FieldValue): string {
  if (value === null) return '0';
  if (typeof value === 'boolean') return value ? '11' : '10';
  return `1${typeof value === 'object' ? value.join(' ') : value}`;
}

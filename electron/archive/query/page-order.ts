import type { FieldName, FieldValue } from '../../../shared/audit/fields.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import type { RequestOrder } from '../../../shared/audit/order.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { NodeStore } from '../store/node-store.ts';
import {
  firstAtLeast,
  isNumberField,
  isProfileField,
  isWordField,
  valueReader,
  wordValue,
} from './row-test.ts';
import type { FoundRows } from './row-test.ts';

/** What a filter found in one segment. */
export interface FoundPart {
  readonly store: NodeStore;
  readonly segment: CommittedSegment;
  readonly rows: FoundRows;
  readonly count: number;
}

/** What a filter found in some segments. */
export interface Found {
  readonly parts: readonly FoundPart[];
  readonly total: number;
  /** Sorted keys of an order that was asked for, and of each part its keys. */
  readonly orders: Map<FieldName, OrderKeys>;
}

/** Of one field: a number for each request found, by which they are in its order. */
interface OrderKeys {
  readonly ofPart: readonly Float64Array[];
  readonly sorted: Float64Array;
}

/** A request that was found: its part, its number there, and its key in the order. */
interface Place {
  readonly part: FoundPart;
  readonly row: number;
  readonly key: number;
}

/**
 * The requests from `offset` on in an order (`compareRows` in shared/audit/order.ts), at most `limit`. Rows of a segment
 * that was lost meanwhile are left out.
 */
export function pageOf(found: Found, order: RequestOrder, offset: number, limit: number): AuditRow[] {
  const { total } = found;
  const end = Math.min(total, offset + limit);
  if (offset >= end) return [];
  const keys = keysOf(found, order.sort);
  const rank = (place: number): number => keys.sorted[order.descending ? total - 1 - place : place] ?? 0;
  const low = Math.min(rank(offset), rank(end - 1));
  const high = Math.max(rank(offset), rank(end - 1));
  // Those of equal keys are in the order of their ids, so all of them are looked at.
  const places: Place[] = [];
  for (const [index, part] of found.parts.entries()) {
    const own = keys.ofPart[index] ?? new Float64Array(0);
    for (let at = 0; at < own.length; at += 1) {
      const key = own[at] ?? 0;
      if (key >= low && key <= high) places.push({ part, row: part.rows?.[at] ?? at, key });
    }
  }
  // Keys are whole numbers: what is above one is at least the next.
  const before = order.descending
    ? total - firstAtLeast(keys.sorted, high + 1)
    : firstAtLeast(keys.sorted, low);
  return inOrder(places, order.descending)
    .slice(offset - before, end - before)
    .flatMap(({ part, row }) => {
      const request = part.store.use(part.segment, (reader) => reader.request(row));
      return request === null ? [] : [{ node: part.store.node, ...request }];
    });
}

function inOrder(places: readonly Place[], descending: boolean): readonly Place[] {
  const ids = new Map<Place, string>();
  const idOf = (place: Place): string => {
    const known =
      ids.get(place) ?? place.part.store.use(place.part.segment, (reader) => reader.id(place.row)) ?? '';
    ids.set(place, known);
    return known;
  };
  return places.toSorted((a, b) => {
    if (a.key !== b.key) return descending ? b.key - a.key : a.key - b.key;
    return compareText(idOf(a), idOf(b)) || compareText(a.part.store.node, b.part.store.node);
  });
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Numbers in the order of a field, not said first. Of texts their place among all texts that were found, so that
 * only different texts are compared.
 */
function keysOf(found: Found, field: FieldName): OrderKeys {
  const known = found.orders.get(field);
  if (known !== undefined) return known;
  const ofPart = isNumberField(field) ? numberKeys(found, field) : textKeys(found, field);
  const sorted = new Float64Array(found.total);
  let at = 0;
  for (const keys of ofPart) {
    sorted.set(keys, at);
    at += keys.length;
  }
  sorted.sort();
  const made = { ofPart, sorted };
  found.orders.set(field, made);
  return made;
}

function numberKeys(
  { parts }: Found,
  field: Parameters<typeof isNumberField>[0] &
    (
      | 'startMs'
      | 'spendNano'
      | 'durationMs'
      | 'firstTokenMs'
      | 'promptTokens'
      | 'completionTokens'
      | 'cachedTokens'
    ),
): readonly Float64Array[] {
  return parts.map(({ store, segment, rows, count }) => {
    const values = store.use(segment, (reader) => reader.numbers(field)) ?? new Float64Array(0);
    if (rows === null) return values.slice(0, count);
    const keys = new Float64Array(count);
    for (let at = 0; at < count; at += 1) keys[at] = values[rows[at] ?? 0] ?? -1;
    return keys;
  });
}

function textKeys({ parts }: Found, field: FieldName): readonly Float64Array[] {
  const ranks = new Map<string, number>();
  const texts = parts.map(({ store, segment, rows, count }) => {
    const read = textReader(store, segment, field);
    const found: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const text = read(rows?.[at] ?? at);
      ranks.set(text, 0);
      found.push(text);
    }
    return found;
  });
  const sorted = [...ranks.keys()].sort();
  for (const [rank, text] of sorted.entries()) ranks.set(text, rank);
  return texts.map((found) => Float64Array.from(found, (text) => ranks.get(text) ?? 0));
}

/** Texts that sort as the values do: what is not said before the empty text, yes after no. */
function textReader(store: NodeStore, segment: CommittedSegment, field: FieldName): (row: number) => string {
  const spell = (value: FieldValue): string => {
    if (value === null) return '0';
    if (typeof value === 'boolean') return value ? '11' : '10';
    return `1${typeof value === 'object' ? value.join(' ') : value}`;
  };
  if (field === 'node') return () => spell(store.node);
  const found = store.use(segment, (reader) => {
    if (isWordField(field)) {
      const spelled = new Map<number, string>();
      const numbers = reader.wordNumbers(field);
      return (row: number) => {
        const number = numbers[row] ?? 0;
        const text = spelled.get(number) ?? spell(wordValue(reader, field, number));
        spelled.set(number, text);
        return text;
      };
    }
    if (isProfileField(field)) {
      const spelled = reader.values().map((value) => spell(value));
      const ofProfile = reader.profileValues(field);
      const numbers = reader.wordNumbers('profile');
      return (row: number) => spelled[ofProfile[numbers[row] ?? 0] ?? 0] ?? '';
    }
    const value = valueReader(reader, field);
    return (row: number) => spell(value(row));
  });
  return found ?? (() => '0');
}

/** The spend of all that was found, nano-dollars. */
export function spendOf({ parts }: Found): bigint {
  let whole = 0n;
  for (const { store, segment, rows, count } of parts) {
    const values = store.use(segment, (reader) => reader.numbers('spendNano')) ?? new Float64Array(0);
    let sum = 0;
    for (let at = 0; at < count; at += 1) {
      const value = values[rows?.[at] ?? at] ?? -1;
      if (value <= 0) continue;
      sum += value;
      if (sum > 2 ** 52) {
        whole += BigInt(sum);
        sum = 0;
      }
    }
    whole += BigInt(sum);
  }
  return whole;
}

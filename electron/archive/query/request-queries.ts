import type { FieldName } from '../../../shared/audit/fields.ts';
import type { RequestFilter } from '../../../shared/audit/filter.ts';
import { foldText } from '../../../shared/audit/matching.ts';
import type { FieldValueCount } from '../../../shared/contract/answers.ts';
import { createPace } from '../pace.ts';
import { addressText } from '../segment/address.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import type { NodeStore } from '../store/node-store.ts';
import { newestNames } from './names.ts';
import { isNumberField, isProfileField, isWordField, wordValue } from './row-test.ts';
import type { FoundRows } from './row-test.ts';
import { select } from './selection.ts';
import type { Selection, Stop } from './selection.ts';

/** Questions about single requests; they reject with what `stop` throws. */
export interface RequestQueries {
  find(filter: RequestFilter, stop?: Stop): Promise<Selection>;
  /** The values that a field has among what a filter finds, most requests first. Ids and numbers have none worth it. */
  values(
    field: FieldName,
    filter: RequestFilter,
    prefix: string,
    limit: number,
    stop?: Stop,
  ): Promise<{ readonly values: readonly FieldValueCount[]; readonly total: number }>;
}

/** What was found is kept for so many filters: the next page of a table asks the same again. */
const KEPT = 6;

export function createRequestQueries(stores: () => Promise<readonly NodeStore[]>): RequestQueries {
  const kept = new Map<string, Selection>();

  async function selected(filter: RequestFilter, stop: Stop = () => undefined): Promise<Selection> {
    const all = await stores();
    const versions = await Promise.all(all.map((store) => store.version()));
    const key = JSON.stringify([filter, versions]);
    const selection = kept.get(key) ?? (await select(all, filter, stop));
    kept.delete(key);
    kept.set(key, selection);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return selection;
  }

  return {
    find: selected,

    async values(field, filter, prefix, limit, stop = () => undefined) {
      const counts = new Map<string, number>();
      const found = await selected(filter, stop);
      const pace = createPace(stop);
      for (const { store, segment, rows, count } of await found.parts(stop)) {
        if (pace.due()) await pace.rest();
        if (field === 'node') counts.set(store.node, (counts.get(store.node) ?? 0) + count);
        else store.use(segment, (reader) => countValues(reader, field, rows, count, counts));
      }
      const names = await namesOf(field, await stores());
      const wanted = foldText(prefix);
      const values = [...counts]
        .map(([value, requests]) => ({ value, name: names.get(value) ?? null, requests }))
        .filter(({ value, name }) => [value, name ?? ''].some((text) => foldText(text).startsWith(wanted)))
        .toSorted((a, b) => b.requests - a.requests || (a.value < b.value ? -1 : 1));
      return { values: values.slice(0, limit), total: values.length };
    },
  };
}

async function namesOf(field: FieldName, stores: readonly NodeStore[]): Promise<ReadonlyMap<string, string>> {
  if (field !== 'teamId' && field !== 'key') return new Map();
  const names = await newestNames(stores);
  return field === 'teamId' ? names.team : names.key;
}

function countValues(
  reader: SegmentReader,
  field: FieldName,
  rows: FoundRows,
  count: number,
  counts: Map<string, number>,
): void {
  const add = (text: string, more: number): void => {
    if (more > 0) counts.set(text, (counts.get(text) ?? 0) + more);
  };
  if (isProfileField(field)) {
    const numbers = tally(reader.wordNumbers('profile'), rows, count);
    const values = reader.values();
    const ofProfile = reader.profileValues(field);
    for (const [number, requests] of numbers) add(String(values[ofProfile[number] ?? 0] ?? ''), requests);
  } else if (isWordField(field)) {
    for (const [number, requests] of tally(reader.wordNumbers(field), rows, count)) {
      const value = wordValue(reader, field, number);
      if (Array.isArray(value)) for (const text of value.length === 0 ? [''] : value) add(text, requests);
      else add(String(value ?? ''), requests);
    }
  } else if (field === 'address') {
    const words = reader.words();
    for (const [number, requests] of tally(reader.numbers('address'), rows, count))
      add(addressText(number, words), requests);
  } else if (isNumberField(field) && field !== 'startMs') {
    for (const [number, requests] of tally(reader.numbers(field), rows, count))
      add(number < 0 ? '' : String(number), requests);
  }
}

function tally(
  numbers: Uint32Array | Float64Array,
  rows: FoundRows,
  count: number,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < count; at += 1) {
    const number = numbers[rows?.[at] ?? at] ?? 0;
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return counts;
}

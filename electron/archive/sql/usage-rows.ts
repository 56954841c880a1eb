import { HOUR_MS } from '../../../shared/audit/months.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import { GROUP_FIELDS, USAGE_MEASURES } from '../segment/usage.ts';
import type { Usage, UsageGroup, UsageMeasure } from '../segment/usage.ts';
import type { DatabaseFile, FileColumn } from './database-file.ts';
import { upTo } from './request-rows.ts';
import { KEPT_TABLES, USAGE_GROUP_COLUMNS } from './tables.ts';

/** The sums by hour of all nodes, on their way into a file. */
export interface UsageRows {
  add(node: string, reader: SegmentReader): void;
  /** Puts them into the file; what corrections took out whole is no row. */
  finish(): void;
}

/** Numbers of groups stay below this, so that an hour and a group make one number. */
const MOST_GROUPS = 2 ** 31;

const FIELD_OF: Readonly<Record<string, keyof UsageGroup>> = {
  team_id: 'teamId',
  model: 'model',
  key: 'key',
  user: 'user',
  ok: 'ok',
  kind: 'kind',
};

/** The tables of sums of a file, for the hours that begin within a span. */
export function createUsageRows(file: DatabaseFile, span: Interval): UsageRows {
  const usage = file.table('_usage', KEPT_TABLES._usage);
  const groups = file.table('_usage_groups', KEPT_TABLES._usage_groups);
  const known: (UsageGroup & { readonly node: string })[] = [];
  const numbers = new Map<string, number>();
  const places = new Map<number, number>();
  const hours: number[] = [];
  const groupOf: number[] = [];
  const sums = Object.fromEntries(USAGE_MEASURES.map((name) => [name, [] as number[]])) as Record<
    UsageMeasure,
    number[]
  >;

  function numberOf(node: string, group: UsageGroup): number {
    const text = JSON.stringify([node, ...GROUP_FIELDS.map((field) => group[field])]);
    const before = numbers.get(text);
    if (before !== undefined) return before;
    const number = known.push({ ...group, node }) - 1;
    numbers.set(text, number);
    return number;
  }

  function placeOf(hour: number, group: number): number {
    const key = hour * MOST_GROUPS + group;
    const before = places.get(key);
    if (before !== undefined) return before;
    const place = hours.push(hour) - 1;
    groupOf.push(group);
    for (const name of USAGE_MEASURES) sums[name].push(0);
    places.set(key, place);
    return place;
  }

  /** Adds an entry to a row; false, and nothing added, when a sum would not be exact any more. */
  function addTo(place: number, entries: Usage, entry: number): boolean {
    const added = USAGE_MEASURES.map((name) => (sums[name][place] ?? 0) + (entries[name][entry] ?? 0));
    if (!added.every(Number.isSafeInteger)) return false;
    for (const [index, name] of USAGE_MEASURES.entries()) sums[name][place] = added[index] ?? 0;
    return true;
  }

  return {
    add(node, reader) {
      const own = groupsOf(reader).map((group) => numberOf(node, group));
      const entries = reader.usage(USAGE_MEASURES);
      for (let entry = 0; entry < entries.count; entry += 1) {
        const hour = entries.hour[entry] ?? 0;
        if (hour * HOUR_MS < span.fromMs || hour * HOUR_MS >= span.untilMs) continue;
        const group = own[entries.group[entry] ?? 0] ?? 0;
        const place = placeOf(hour, group);
        if (addTo(place, entries, entry)) continue;
        // A sum that a float would not hold exactly goes on in another row.
        places.delete(hour * MOST_GROUPS + group);
        addTo(placeOf(hour, group), entries, entry);
      }
    },
    finish() {
      const order = upTo(hours.length)
        .filter((place) => sums.requests[place] !== 0)
        .sort((a, b) => (hours[a] ?? 0) - (hours[b] ?? 0) || (groupOf[a] ?? 0) - (groupOf[b] ?? 0));
      const allUnpriced = (place: number): boolean => sums.unpriced[place] === sums.requests[place];
      usage.add(
        [
          Float64Array.from(hours, (hour) => hour * HOUR_MS),
          Float64Array.from(groupOf, (group) => group + 1),
          Float64Array.from(sums.requests),
          Float64Array.from(sums.promptTokens),
          Float64Array.from(sums.completionTokens),
          Float64Array.from(sums.cachedTokens),
          // Nothing was said by any of them: null, which is not zero.
          Float64Array.from(sums.spendNano, (nano, place) => (allUnpriced(place) ? Number.NaN : nano)),
          Float64Array.from(sums.unpriced),
        ],
        order,
      );
      const columns = USAGE_GROUP_COLUMNS.map((column): FileColumn => {
        if (column === 'n') return null;
        if (column === 'ok') return Float64Array.from(known, ({ ok }) => Number(ok));
        const field = FIELD_OF[column];
        return (row) => String(known[row]?.[field ?? ('node' as keyof UsageGroup)] ?? '');
      });
      groups.add(columns, upTo(known.length));
    },
  };
}

/** The groups of a segment. */
export function groupsOf(reader: SegmentReader): readonly UsageGroup[] {
  const values = reader.values();
  const columns = GROUP_FIELDS.map((field) => [field, reader.groupValues(field)] as const);
  return Array.from(
    { length: reader.facts.groups },
    (_, group) =>
      Object.fromEntries(
        columns.map(([field, numbers]) => [field, values[numbers[group] ?? 0]]),
      ) as UsageGroup,
  );
}

import { HOUR_MS } from '../../../shared/audit/months.ts';
import { latencyBucket } from './latency.ts';
import { fromPlanes, toPlanes, wordsFromPlanes } from './planes.ts';
import type { Profile } from './profile.ts';
import type { RowColumns } from './row-columns.ts';
import type { SectionContent } from './sections.ts';

/** What roll-ups are grouped by, beside the hour. */
export const GROUP_FIELDS = ['teamId', 'model', 'key', 'user', 'ok', 'kind'] as const;
export type UsageGroup = Pick<Profile, (typeof GROUP_FIELDS)[number]>;

/** The sums of a roll-up. `unpriced`: requests whose spend is not said. */
export const USAGE_MEASURES = [
  'requests',
  'promptTokens',
  'completionTokens',
  'cachedTokens',
  'spendNano',
  'unpriced',
] as const;
export type UsageMeasure = (typeof USAGE_MEASURES)[number];

/** The roll-ups of a segment: one entry an hour and group, in order of hour. */
export type Usage = {
  readonly count: number;
  /** Hours since 1970 UTC. */
  readonly hour: Float64Array;
  /** Which of {@link groups}. */
  readonly group: Uint32Array;
} & Readonly<Record<UsageMeasure, Float64Array>>;

/** The group of each profile, and the groups. */
export interface Grouping {
  readonly groups: readonly UsageGroup[];
  readonly ofProfile: Uint32Array;
}

/** Finds the groups of profiles. */
export function groupProfiles(profiles: readonly Profile[]): Grouping {
  const groups: UsageGroup[] = [];
  const numbers = new Map<string, number>();
  const ofProfile = new Uint32Array(profiles.length);
  for (const [index, { teamId, model, key, user, ok, kind }] of profiles.entries()) {
    const group = { teamId, model, key, user, ok, kind };
    const text = JSON.stringify(Object.values(group));
    let number = numbers.get(text);
    if (number === undefined) {
      number = groups.length;
      groups.push(group);
      numbers.set(text, number);
    }
    ofProfile[index] = number;
  }
  return { groups, ofProfile };
}

/** Roll-ups with what is kept otherwise than by hour, before they are written. */
export interface BuiltUsage extends Usage {
  /** What the nano-dollars lack, femto-dollars; null where they lack nothing. Kept by day (day-usage.ts). */
  readonly spendRest: Float64Array | null;
  /** For each entry as many bucket numbers as it has requests, one entry after the other. */
  readonly latency: Uint8Array;
}

/**
 * Sums requests up by hour and group.
 *
 * @param rows the requests' columns
 * @param order the numbers of the requests, in order of their start
 * @param sign -1 to take requests out of the sums of other segments
 * @param rests of each request what its nano-dollars lack, femto-dollars; null where they lack nothing
 */
export function buildUsage(
  rows: Pick<
    RowColumns,
    'startMs' | 'durationMs' | 'promptTokens' | 'completionTokens' | 'cachedTokens' | 'spendNano' | 'profile'
  >,
  order: Uint32Array,
  { groups, ofProfile }: Grouping,
  sign: 1 | -1 = 1,
  rests: Float64Array | null = null,
): BuiltUsage {
  const rowEntry = new Uint32Array(order.length);
  const hours: number[] = [];
  const entryGroups: number[] = [];
  const entryNano: number[] = [];
  const entryTokens: number[] = [];
  const lastEntry = new Int32Array(groups.length).fill(-1);
  let hourStart = Number.NaN;
  let firstOfHour = 0;
  // One entry a group and hour: within an hour the entry of a group is found by its number.
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] ?? 0;
    const start = rows.startMs[row] ?? 0;
    if (!(start >= hourStart && start < hourStart + HOUR_MS)) {
      hourStart = Math.floor(start / HOUR_MS) * HOUR_MS;
      firstOfHour = hours.length;
    }
    const group = ofProfile[rows.profile[row] ?? 0] ?? 0;
    const nano = Math.max(0, rows.spendNano[row] ?? 0);
    const tokens =
      (rows.promptTokens[row] ?? 0) +
      (rows.completionTokens[row] ?? 0) +
      Math.max(0, rows.cachedTokens[row] ?? 0);
    let entry = lastEntry[group] ?? -1;
    // A sum that a float would not hold exactly goes on in another entry.
    const isFull =
      entry >= firstOfHour &&
      ((entryNano[entry] ?? 0) + nano > Number.MAX_SAFE_INTEGER ||
        (entryTokens[entry] ?? 0) + tokens > Number.MAX_SAFE_INTEGER);
    if (entry < firstOfHour || isFull) {
      entry = hours.length;
      hours.push(hourStart / HOUR_MS);
      entryGroups.push(group);
      entryNano.push(0);
      entryTokens.push(0);
      lastEntry[group] = entry;
    }
    entryNano[entry] = (entryNano[entry] ?? 0) + nano;
    entryTokens[entry] = (entryTokens[entry] ?? 0) + tokens;
    rowEntry[at] = entry;
  }
  const count = hours.length;
  const sums = Object.fromEntries(USAGE_MEASURES.map((name) => [name, new Float64Array(count)])) as Record<
    UsageMeasure,
    Float64Array
  >;
  const add = (name: UsageMeasure, entry: number, value: number): void => {
    sums[name][entry] = (sums[name][entry] ?? 0) + sign * value;
  };
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] ?? 0;
    const entry = rowEntry[at] ?? 0;
    const spend = rows.spendNano[row] ?? -1;
    add('requests', entry, 1);
    add('promptTokens', entry, rows.promptTokens[row] ?? 0);
    add('completionTokens', entry, rows.completionTokens[row] ?? 0);
    add('cachedTokens', entry, Math.max(0, rows.cachedTokens[row] ?? 0));
    if (spend < 0) add('unpriced', entry, 1);
    else add('spendNano', entry, spend);
  }
  const spendRest = rests === null ? null : new Float64Array(count);
  if (rests !== null && spendRest !== null)
    for (let at = 0; at < order.length; at += 1) {
      const entry = rowEntry[at] ?? 0;
      spendRest[entry] = (spendRest[entry] ?? 0) + sign * (rests[order[at] ?? 0] ?? 0);
    }
  const next = new Float64Array(count);
  for (let entry = 1; entry < count; entry += 1)
    next[entry] = (next[entry - 1] ?? 0) + Math.abs(sums.requests[entry - 1] ?? 0);
  const latency = new Uint8Array(order.length);
  for (let at = 0; at < order.length; at += 1) {
    const entry = rowEntry[at] ?? 0;
    const place = next[entry] ?? 0;
    latency[place] = latencyBucket(rows.durationMs[order[at] ?? 0] ?? -1);
    next[entry] = place + 1;
  }
  return {
    count,
    hour: Float64Array.from(hours),
    group: Uint32Array.from(entryGroups),
    ...sums,
    latency,
    spendRest,
  };
}

/** The sections of a segment's roll-ups. Sums of corrections, none of them above zero, are kept without their sign. */
export function usageSections(usage: BuiltUsage): readonly SectionContent[] {
  return [
    { name: 'usage.hour', bytes: toPlanes(usage.hour, 'delta'), pack: 'runs' },
    { name: 'usage.group', bytes: toPlanes(usage.group, 'plain'), pack: 'runs' },
    ...USAGE_MEASURES.map((name) => {
      const below = usage[name].some((value) => value < 0);
      return {
        name: `usage.${name}`,
        bytes: tagged(toPlanes(below ? usage[name].map((value) => 0 - value) : usage[name], 'plain'), below),
        pack: 'runs' as const,
      };
    }),
    { name: 'usage.latency', bytes: usage.latency, pack: 'runs' },
  ];
}

function tagged(bytes: Uint8Array, below: boolean): Uint8Array {
  const all = new Uint8Array(bytes.length + 1);
  all[0] = below ? 1 : 0;
  all.set(bytes, 1);
  return all;
}

/** Reads roll-ups; `section` gives the bytes of one, unpacked. Measures that are not asked for are empty. */
export function readUsage(
  count: number,
  section: (name: string) => Uint8Array,
  measures: readonly UsageMeasure[],
): Usage {
  const none = new Float64Array(0);
  const sums = Object.fromEntries(
    USAGE_MEASURES.map((name) => {
      if (!measures.includes(name)) return [name, none];
      const bytes = section(`usage.${name}`);
      const values = fromPlanes(bytes.subarray(1), count, 'plain');
      return [name, bytes[0] === 1 ? values.map((value) => 0 - value) : values];
    }),
  ) as Record<UsageMeasure, Float64Array>;
  return {
    count,
    hour: fromPlanes(section('usage.hour'), count, 'delta'),
    group: wordsFromPlanes(section('usage.group'), count),
    ...sums,
  };
}

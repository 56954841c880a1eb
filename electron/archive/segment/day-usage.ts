import { DAY_MS, HOUR_MS } from '../../../shared/audit/months.ts';
import { packColumns, unpackColumns } from './column-pack.ts';
import { fromPlanes, toPlanes, wordsFromPlanes } from './planes.ts';
import type { SectionContent } from './sections.ts';
import type { Usage } from './usage.ts';

/** What charts of days and months are made of. */
export const DAY_MEASURES = ['requests', 'promptTokens', 'completionTokens', 'spendNano'] as const;
type DayMeasure = (typeof DAY_MEASURES)[number];

/** The roll-ups of a segment by day: one entry a day and group, in order of day. */
export type DayUsage = {
  readonly count: number;
  /** Days since 1970 UTC. */
  readonly day: Float64Array;
  /** Which of the segment's groups. */
  readonly group: Uint32Array;
} & Readonly<Record<DayMeasure, Float64Array>>;

const HOURS_A_DAY = DAY_MS / HOUR_MS;

/** Sums hours up to days. A sum that a float would not hold exactly goes on in another entry. */
export function sumDays(usage: Usage, groups: number): DayUsage {
  const days: number[] = [];
  const ofGroup: number[] = [];
  const sums: Record<DayMeasure, number[]> = {
    requests: [],
    promptTokens: [],
    completionTokens: [],
    spendNano: [],
  };
  const lastEntry = new Int32Array(groups).fill(-1);
  let today = Number.NaN;
  let firstOfDay = 0;
  for (let entry = 0; entry < usage.count; entry += 1) {
    const day = Math.floor((usage.hour[entry] ?? 0) / HOURS_A_DAY);
    if (day !== today) {
      today = day;
      firstOfDay = days.length;
    }
    const group = usage.group[entry] ?? 0;
    let place = lastEntry[group] ?? -1;
    const fits =
      place >= firstOfDay &&
      DAY_MEASURES.every((name) =>
        Number.isSafeInteger((sums[name][place] ?? 0) + (usage[name][entry] ?? 0)),
      );
    if (!fits) {
      place = days.push(day) - 1;
      ofGroup.push(group);
      for (const name of DAY_MEASURES) sums[name].push(0);
      lastEntry[group] = place;
    }
    for (const name of DAY_MEASURES) sums[name][place] = (sums[name][place] ?? 0) + (usage[name][entry] ?? 0);
  }
  return {
    count: days.length,
    day: Float64Array.from(days),
    group: Uint32Array.from(ofGroup),
    requests: Float64Array.from(sums.requests),
    promptTokens: Float64Array.from(sums.promptTokens),
    completionTokens: Float64Array.from(sums.completionTokens),
    spendNano: Float64Array.from(sums.spendNano),
  };
}

/** The section of the days. Sums of corrections, none of them above zero, are kept without their sign. */
export function daySection(days: DayUsage): SectionContent {
  const below = DAY_MEASURES.some((name) => days[name].some((value) => value < 0));
  const head = new Uint8Array(5);
  new DataView(head.buffer).setUint32(0, days.count, true);
  head[4] = below ? 1 : 0;
  const columns = [
    head,
    toPlanes(days.day, 'delta'),
    toPlanes(days.group, 'plain'),
    ...DAY_MEASURES.map((name) =>
      toPlanes(below ? days[name].map((value) => 0 - value) : days[name], 'plain'),
    ),
  ];
  return { name: 'usage.days', bytes: packColumns(columns), pack: 'runs' };
}

/** Reads the section of the days. Throws a RangeError for what is none. */
export function readDays(bytes: Uint8Array): DayUsage {
  const [head = NONE, day = NONE, group = NONE, ...measures] = unpackColumns(bytes, 3 + DAY_MEASURES.length);
  const count = new DataView(head.buffer, head.byteOffset, head.length).getUint32(0, true);
  const below = head[4] === 1;
  const read = (index: number): Float64Array => {
    const values = fromPlanes(measures[index] ?? NONE, count, 'plain');
    return below ? values.map((value) => 0 - value) : values;
  };
  return {
    count,
    day: fromPlanes(day, count, 'delta'),
    group: wordsFromPlanes(group, count),
    requests: read(0),
    promptTokens: read(1),
    completionTokens: read(2),
    spendNano: read(3),
  };
}

const NONE = new Uint8Array(0);

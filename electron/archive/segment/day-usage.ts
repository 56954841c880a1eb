import { DAY_MS, HOUR_MS } from '../../../shared/audit/months.ts';
import { packColumns, unpackColumns } from './column-pack.ts';
import { fromPlanes, toPlanes, wordsFromPlanes } from './planes.ts';
import type { SectionFile } from './section-file.ts';
import type { SectionContent } from './sections.ts';
import type { Usage } from './usage.ts';

/** What charts of days and months are made of. */
export const DAY_MEASURES = [
  'requests',
  'promptTokens',
  'completionTokens',
  'spendNano',
  'unpriced',
] as const;
type DayMeasure = (typeof DAY_MEASURES)[number];

/** The roll-ups of a segment by day: one entry a day and group, in order of day. */
export type DayUsage = {
  readonly count: number;
  /** Days since 1970 UTC. */
  readonly day: Float64Array;
  /** Which of the segment's groups. */
  readonly group: Uint32Array;
  /** What the nano-dollars lack, femto-dollars, above or below zero; null where they lack nothing. */
  readonly spendRest: Float64Array | null;
} & Readonly<Record<DayMeasure, Float64Array>>;

const HOURS_A_DAY = DAY_MS / HOUR_MS;

/** Sums hours up to days. A sum that a float would not hold exactly goes on in another entry. */
export function sumDays(
  usage: Usage & { readonly spendRest?: Float64Array | null },
  groups: number,
): DayUsage {
  const days: number[] = [];
  const ofGroup: number[] = [];
  const sums: Record<DayMeasure, number[]> = {
    requests: [],
    promptTokens: [],
    completionTokens: [],
    spendNano: [],
    unpriced: [],
  };
  const rests: number[] = [];
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
      rests.push(0);
      lastEntry[group] = place;
    }
    for (const name of DAY_MEASURES) sums[name][place] = (sums[name][place] ?? 0) + (usage[name][entry] ?? 0);
    rests[place] = (rests[place] ?? 0) + (usage.spendRest?.[entry] ?? 0);
  }
  return {
    count: days.length,
    day: Float64Array.from(days),
    group: Uint32Array.from(ofGroup),
    requests: Float64Array.from(sums.requests),
    promptTokens: Float64Array.from(sums.promptTokens),
    completionTokens: Float64Array.from(sums.completionTokens),
    spendNano: Float64Array.from(sums.spendNano),
    unpriced: Float64Array.from(sums.unpriced),
    spendRest: rests.some((rest) => rest !== 0) ? Float64Array.from(rests) : null,
  };
}

/** Apart from the other measures of the days: files that were written before it came do not have it. */
const UNPRICED = 'usage.days.unpriced';
/** There only where nano-dollars lack something; where it is not, nothing was kept of what they lacked. */
export const SPEND_REST = 'usage.days.rest';

/** The sections of the days. Sums of corrections, none of them above zero, are kept without their sign. */
export function daySections(days: DayUsage): readonly SectionContent[] {
  const below = DAY_MEASURES.some((name) => days[name].some((value) => value < 0));
  const head = new Uint8Array(5);
  new DataView(head.buffer).setUint32(0, days.count, true);
  head[4] = below ? 1 : 0;
  const planesOf = (name: DayMeasure): Uint8Array =>
    toPlanes(below ? days[name].map((value) => 0 - value) : days[name], 'plain');
  const columns = [
    head,
    toPlanes(days.day, 'delta'),
    toPlanes(days.group, 'plain'),
    ...TOGETHER.map((name) => planesOf(name)),
  ];
  return [
    { name: 'usage.days', bytes: packColumns(columns), pack: 'runs' },
    { name: UNPRICED, bytes: planesOf('unpriced'), pack: 'runs' },
    ...(days.spendRest === null
      ? []
      : [{ name: SPEND_REST, bytes: toPlanes(unsigned(days.spendRest), 'plain'), pack: 'runs' as const }]),
  ];
}

/**
 * Reads the days of a file; null for one that was written before requests without a price were counted by day: its
 * hours say it. Throws a RangeError for what are none.
 */
export function readDays({ sections, section }: Pick<SectionFile, 'sections' | 'section'>): DayUsage | null {
  if (!sections.includes(UNPRICED)) return null;
  const [head = NONE, day = NONE, group = NONE, ...measures] = unpackColumns(
    section('usage.days'),
    3 + TOGETHER.length,
  );
  const count = new DataView(head.buffer, head.byteOffset, head.length).getUint32(0, true);
  const below = head[4] === 1;
  const read = (bytes: Uint8Array = NONE): Float64Array => {
    const values = fromPlanes(bytes, count, 'plain');
    return below ? values.map((value) => 0 - value) : values;
  };
  return {
    count,
    day: fromPlanes(day, count, 'delta'),
    group: wordsFromPlanes(group, count),
    requests: read(measures[0]),
    promptTokens: read(measures[1]),
    completionTokens: read(measures[2]),
    spendNano: read(measures[3]),
    unpriced: read(section(UNPRICED)),
    spendRest: sections.includes(SPEND_REST) ? signed(fromPlanes(section(SPEND_REST), count, 'plain')) : null,
  };
}

/** Planes hold nothing below zero: 0, -1, 1, -2, … are kept as 0, 1, 2, 3, … */
function unsigned(values: Float64Array): Float64Array {
  return values.map((value) => (value < 0 ? -2 * value - 1 : 2 * value));
}

function signed(values: Float64Array): Float64Array {
  return values.map((value) => (value % 2 === 1 ? -(value + 1) / 2 : value / 2));
}

const NONE = new Uint8Array(0);
const TOGETHER = DAY_MEASURES.filter((name) => name !== 'unpriced');

import * as v from 'valibot';

import { guarded, listOf } from '../segment/stored-values.ts';
import { DAY_MEASURES, daySections, readDays } from '../segment/day-usage.ts';
import type { DayUsage } from '../segment/day-usage.ts';
import { groupSections, readGroups } from '../segment/profile-table.ts';
import { openSectionFile } from '../segment/section-file.ts';
import type { SectionFile } from '../segment/section-file.ts';
import { DamagedError, NewerLayoutError, writeSections } from '../segment/sections.ts';
import { isRefusal } from '../store/lost-segment.ts';
import type { SeenName } from '../segment/seen-names.ts';
import type { CostCube, DaySums } from './cost-cube.ts';

/** 3: with what nano-dollars cannot hold. One of an earlier version is made again. */
const VERSION = 3;

const RollupFactsSchema = v.object({
  version: v.literal(VERSION),
  /** The segments whose sums it holds, in the order in which they were committed. */
  of: v.array(v.string()),
  groups: v.number(),
});

/**
 * The sums of all segments of a month in one file, so that a chart opens one and not each of them. Nothing stands in it
 * that the segments do not say, and it counts as long as they are the ones that it names.
 */
export interface RollupFile extends DaySums {
  readonly of: readonly string[];
  names(): readonly SeenName[];
}

/** Opens one; null where there is none, or none that this program wrote whole. Its parts throw a `DamagedError`. */
export function openRollup(path: string): RollupFile | null {
  const file = opened(path);
  const parsed = v.safeParse(RollupFactsSchema, file?.facts);
  if (file === null || !parsed.success) return null;
  const { of, groups } = parsed.output;
  let columns: ReturnType<typeof readGroups> | null = null;
  return {
    of,
    facts: { groups },
    values: () => guarded(() => listOf(file.text('values')) as ReturnType<DaySums['values']>),
    groupValues: (field) => (columns ??= guarded(() => readGroups(file.section('groups'), groups)))[field],
    days: () =>
      guarded(() => {
        const days = readDays(file);
        if (days === null) throw new DamagedError('its sums of days are not there');
        return days;
      }),
    names: () => guarded(() => listOf(file.text('names')) as readonly SeenName[]),
  };
}

function opened(path: string): SectionFile | null {
  try {
    return openSectionFile(path);
  } catch (error) {
    if (!(error instanceof DamagedError) && !(error instanceof NewerLayoutError) && !isRefusal(error))
      throw error;
    // It is made again from the segments, so why it cannot be read changes nothing.
    return null;
  }
}

/** The bytes of such a file; null for sums that are below zero, which the sums of whole segments never are. */
export function rollupBytes(
  of: readonly string[],
  cube: CostCube,
  names: readonly SeenName[],
): Buffer | null {
  const days = daysOf(cube);
  if (days === null) return null;
  const facts = { version: VERSION, of, groups: cube.groups.length };
  return writeSections(facts, [
    ...groupSections(cube.groups),
    { name: 'names', bytes: Buffer.from(JSON.stringify(names)), pack: 'text' },
    ...daySections(days),
  ]);
}

function daysOf(cube: CostCube): DayUsage | null {
  const order = cube.day.map((_, place) => place);
  order.sort(
    (a, b) => (cube.day[a] ?? 0) - (cube.day[b] ?? 0) || (cube.group[a] ?? 0) - (cube.group[b] ?? 0),
  );
  const entries: { readonly place: number; readonly nano: number; readonly isFirst: boolean }[] = [];
  for (const place of order) {
    let rest = cube.nano[place] ?? 0n;
    // A sum that a float would not hold exactly goes on in another entry.
    for (let isFirst = true; isFirst || rest > 0n; isFirst = false) {
      const nano = rest > MOST ? MOST : rest;
      entries.push({ place, nano: Number(nano), isFirst });
      rest -= nano;
    }
  }
  const column = (values: readonly number[]): Float64Array =>
    Float64Array.from(entries, ({ place, isFirst }) => (isFirst ? (values[place] ?? 0) : 0));
  const days = {
    count: entries.length,
    day: Float64Array.from(entries, ({ place }) => cube.day[place] ?? 0),
    group: Uint32Array.from(entries, ({ place }) => cube.group[place] ?? 0),
    requests: column(cube.requests),
    promptTokens: column(cube.promptTokens),
    completionTokens: column(cube.completionTokens),
    spendNano: Float64Array.from(entries, ({ nano }) => nano),
    unpriced: column(cube.unpriced),
    spendRest: cube.rest.some((rest) => rest !== 0) ? column(cube.rest) : null,
  };
  return DAY_MEASURES.some((name) => days[name].some((value) => value < 0)) ? null : days;
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

import { DAY_MS } from '../../../shared/audit/months.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import type { DayUsage } from '../segment/day-usage.ts';
import type { ProfileValue } from '../segment/profile-table.ts';
import { GROUP_FIELDS } from '../segment/usage.ts';
import type { UsageGroup } from '../segment/usage.ts';
import { createPairs } from '../../../shared/pair-numbers.ts';

/** Sums of one group, exact. */
export interface CostSums {
  requests: number;
  failures: number;
  promptTokens: number;
  completionTokens: number;
  nano: bigint;
  /** What these nano-dollars lack, femto-dollars, above or below zero. */
  rest: number;
  /** Requests whose price is not known, and so not in the sum. */
  unpriced: number;
}

/** What a node's roll-ups say of a span, by day and group. */
export interface CostCube {
  readonly groups: readonly UsageGroup[];
  /** Each of: the day (since 1970 UTC) and the number of its group. */
  readonly day: readonly number[];
  readonly group: readonly number[];
  readonly requests: readonly number[];
  readonly promptTokens: readonly number[];
  readonly completionTokens: readonly number[];
  readonly nano: readonly bigint[];
  /** What the nano-dollars lack, femto-dollars, above or below zero. */
  readonly rest: readonly number[];
  readonly unpriced: readonly number[];
}

/** Sums of a file by day and group: of a segment, or of all segments of a month. */
export interface DaySums {
  readonly facts: { readonly groups: number };
  /** The different values of all groups. */
  values(): readonly ProfileValue[];
  /** For each group the number of its value in a field. */
  groupValues(field: keyof UsageGroup): Uint32Array;
  days(): DayUsage;
}

/**
 * Adds sums up, within whole days. Places of one day are found by the group's number, so that nothing is looked up per
 * roll-up.
 */
export function createAdder({ fromMs, untilMs }: Interval) {
  const firstDay = fromMs / DAY_MS;
  const untilDay = untilMs / DAY_MS;
  const groups: UsageGroup[] = [];
  const numbers = new Map<number, number>();
  const pairs = createPairs();
  const valueNumbers = new Map<ProfileValue, number>();
  const places: (number[] | undefined)[] = [];
  const day: number[] = [];
  const group: number[] = [];
  const requests: number[] = [];
  const promptTokens: number[] = [];
  const completionTokens: number[] = [];
  const nano: number[] = [];
  const rest: number[] = [];
  const unpriced: number[] = [];
  /** Of sums that a float no longer holds exactly, what was taken out of it. */
  const large = new Map<number, bigint>();

  /** The numbers of a segment's groups among all groups. */
  function groupsOf(reader: DaySums): Uint32Array {
    const values = reader.values();
    const columns = GROUP_FIELDS.map((field) => reader.groupValues(field));
    const own = values.map((value) => {
      const known = valueNumbers.get(value) ?? valueNumbers.size;
      valueNumbers.set(value, known);
      return known;
    });
    const found = new Uint32Array(reader.facts.groups);
    for (let group = 0; group < found.length; group += 1) {
      let key = 0;
      for (const column of columns) key = pairs.numberOf(key, own[column[group] ?? 0] ?? 0);
      const known = numbers.get(key);
      if (known !== undefined) {
        found[group] = known;
        continue;
      }
      const entries = GROUP_FIELDS.map((field, at) => [field, values[columns[at]?.[group] ?? 0] ?? '']);
      const number = groups.push(Object.fromEntries(entries) as UsageGroup) - 1;
      numbers.set(key, number);
      found[group] = number;
    }
    return found;
  }

  function placeOf(ofDay: number, ofGroup: number): number {
    const row = (places[ofDay - firstDay] ??= []);
    const known = row[ofGroup];
    if (known !== undefined) return known;
    const place = day.push(ofDay) - 1;
    group.push(ofGroup);
    for (const list of [requests, promptTokens, completionTokens, nano, rest, unpriced]) list.push(0);
    row[ofGroup] = place;
    return place;
  }

  function addNano(place: number, more: number): void {
    const sum = (nano[place] ?? 0) + more;
    if (Number.isSafeInteger(sum)) nano[place] = sum;
    else {
      large.set(place, (large.get(place) ?? 0n) + BigInt(nano[place] ?? 0));
      nano[place] = more;
    }
  }

  return {
    add(reader: DaySums): void {
      const own = groupsOf(reader);
      const days = reader.days();
      for (let entry = 0; entry < days.count; entry += 1) {
        const ofDay = days.day[entry] ?? 0;
        if (ofDay < firstDay || ofDay >= untilDay) continue;
        const place = placeOf(ofDay, own[days.group[entry] ?? 0] ?? 0);
        requests[place] = (requests[place] ?? 0) + (days.requests[entry] ?? 0);
        promptTokens[place] = (promptTokens[place] ?? 0) + (days.promptTokens[entry] ?? 0);
        completionTokens[place] = (completionTokens[place] ?? 0) + (days.completionTokens[entry] ?? 0);
        unpriced[place] = (unpriced[place] ?? 0) + (days.unpriced[entry] ?? 0);
        addNano(place, days.spendNano[entry] ?? 0);
        if (days.spendRest !== null) rest[place] = (rest[place] ?? 0) + (days.spendRest[entry] ?? 0);
      }
    },
    cube: (): CostCube => ({
      groups,
      day,
      group,
      requests,
      promptTokens,
      completionTokens,
      nano: nano.map((sum, place) => BigInt(sum) + (large.get(place) ?? 0n)),
      rest,
      unpriced,
    }),
  };
}

import { zoneClock } from '../zone-clock.ts';

const DAY_MS = 86_400_000;

/** A day of a zone's calendar. */
export interface LocalDay {
  /** Days since 1 January 1970 on that calendar. */
  readonly number: number;
  /** Of the month, from 1. */
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** The instant at which its clock shows a time, milliseconds since 1970 UTC. */
  at(timeOfDayMs: number): number;
}

/**
 * The days that a zone's calendar shows within a span of instants, and the one before it. A time that is shown twice is the
 * first of them, one that is skipped is as long after the skip as it would have been (as Python's `zoneinfo` has it).
 *
 * @param zone IANA name, such as `Europe/Berlin`
 */
export function localDays(zone: string, fromMs: number, untilMs: number): readonly LocalDay[] {
  const localMs = zoneClock(zone);
  const first = Math.floor(localMs(fromMs) / DAY_MS) - 1;
  const last = Math.floor(localMs(untilMs) / DAY_MS);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const number = first + index;
    const midnight = number * DAY_MS;
    const date = new Date(midnight);
    const offsetAt = (local: number): number => localMs(local) - local;
    const [before, after] = [offsetAt(midnight - DAY_MS), offsetAt(midnight + 2 * DAY_MS)];
    return {
      number,
      day: date.getUTCDate(),
      weekday: date.getUTCDay(),
      at(timeOfDayMs) {
        const local = midnight + timeOfDayMs;
        if (before === after || localMs(local - before) === local) return local - before;
        return localMs(local - after) === local ? local - after : local - before;
      },
    };
  });
}

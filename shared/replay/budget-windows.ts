import { localDays } from './local-days.ts';
import type { LocalDay } from './local-days.ts';

/** By what a gateway lets budgets start anew. */
export interface BudgetClock {
  /** By whose clock, an IANA name, such as `Europe/Berlin`. */
  readonly zone: string;
  /** How long after midnight a day, week or month begins, milliseconds. */
  readonly timeOfDayMs: number;
  /** `1w` is seven days; else a unit that is not known. */
  readonly readsWeeks: boolean;
  /** `hourly`, `daily`, `weekly` and `monthly` are periods; else words that are not known. */
  readonly readsWords: boolean;
}

/** Days, weeks and months by the clock of UTC. */
export const UTC_CLOCK: BudgetClock = { zone: 'UTC', timeOfDayMs: 0, readsWeeks: true, readsWords: true };

/** When the windows of a period begin, within a span. */
export interface Windows {
  /** Instants at which a budget of that period starts anew, rising, milliseconds since 1970 UTC. */
  readonly starts: Float64Array;
  /** False where the gateway's own instants depend on what is not known, so that they are counted from the span's begin. */
  readonly certain: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NONE: Windows = { starts: new Float64Array(0), certain: true };
const NOT_KNOWN: Windows = { starts: new Float64Array(0), certain: false };
const WORDS: Readonly<Record<string, string>> = {
  hourly: '1h',
  daily: '24h',
  weekly: '7d',
  monthly: '30d',
};
/** Shorter windows than that over a longer span are no budgets. */
const MOST_WINDOWS = 1_000_000;

/**
 * The starts of windows in a span, after its begin, as LiteLLM resets budgets (`get_next_standardized_reset_time` of
 * 1.81.13, 1.84.0, 1.90.0, 1.103.0, 1.106.2 and 1.110.2): by the clock of a time zone, not from when a budget was made.
 * Other numbers of days are counted from a day that is not known. What is no period starts anew at midnight.
 *
 * @param period as LiteLLM spells it, such as `30d`; null never ends
 */
export function windowsOf(
  period: string | null,
  clock: BudgetClock,
  fromMs: number,
  untilMs: number,
): Windows {
  if (period === null) return NONE;
  const text = clock.readsWords ? (WORDS[period.trim().toLowerCase()] ?? period) : period;
  const match = /^(\d+)([a-z]+)/.exec(text);
  const count = Number(match?.[1]);
  const days = (timesOf: (day: LocalDay) => readonly number[]): Windows => ({
    starts: startsOf(localDays(clock.zone, fromMs, untilMs), timesOf, fromMs, untilMs),
    certain: true,
  });
  const midnights = (): Windows => days(() => [0]);
  const ofDays = (number: number): Windows => {
    const time = [clock.timeOfDayMs];
    if (number === 0) return NOT_KNOWN;
    if (number === 1) return days(() => time);
    if (number === 7) return days(({ weekday }) => (weekday === 1 ? time : []));
    if (number === 30) return days(({ day }) => (day === 1 ? time : []));
    const [, first] = localDays(clock.zone, fromMs, fromMs);
    const sinceFirst = (day: LocalDay): number => day.number - (first?.number ?? 0);
    return {
      ...days((day) => (sinceFirst(day) > 0 && sinceFirst(day) % number === 0 ? time : [])),
      certain: false,
    };
  };
  switch (match?.[2]) {
    case 'd':
      return ofDays(count);
    case 'w':
      return clock.readsWeeks ? ofDays(7 * count) : midnights();
    case 'mo':
      // Several months are an error there, so that such a budget never starts anew.
      return count === 1 ? ofDays(30) : NOT_KNOWN;
    case 'h':
      if (count === 0) return NOT_KNOWN;
      return days(() => hoursOf(count).map((hour) => hour * HOUR_MS));
    case 'm':
      return short(count * MINUTE_MS, fromMs, untilMs);
    case 's':
      return short(count * 1000, fromMs, untilMs);
    case undefined:
      // The words of newer releases are known to be no periods in older ones; of others nobody has seen a budget.
      return { ...midnights(), certain: period.trim().toLowerCase() in WORDS };
    default:
      return { ...midnights(), certain: false };
  }
}

/**
 * The hours of a day at which windows of so many hours begin. The one that reaches over midnight ends where it would have
 * by a clock that goes on to 24 and more.
 */
function hoursOf(count: number): readonly number[] {
  const over = (count * Math.ceil(24 / count)) % 24;
  const hours = [over];
  for (let hour = count; hour < 24; hour += count) hours.push(hour);
  return hours;
}

/** A gateway looks about every ten minutes for budgets to start anew, so that shorter windows are a guess. */
function short(stepMs: number, fromMs: number, untilMs: number): Windows {
  const starts: number[] = [];
  if (stepMs > 0)
    for (let at = Math.floor(fromMs / stepMs + 1) * stepMs; at < untilMs; at += stepMs) {
      if (starts.length === MOST_WINDOWS) break;
      starts.push(at);
    }
  return { starts: Float64Array.from(starts), certain: false };
}

function startsOf(
  days: readonly LocalDay[],
  timesOf: (day: LocalDay) => readonly number[],
  fromMs: number,
  untilMs: number,
): Float64Array {
  const starts = new Set<number>();
  for (const day of days)
    for (const time of timesOf(day)) {
      const at = day.at(time);
      if (at > fromMs && at < untilMs) starts.add(at);
    }
  return Float64Array.from(starts).sort();
}

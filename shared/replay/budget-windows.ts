/** When the windows of a period begin, within a span. */
export interface Windows {
  /** Instants at which a budget of that period starts anew, rising, milliseconds since 1970 UTC. */
  readonly starts: Float64Array;
  /** False where the gateway's own phase is not known, so that they are counted from the span's begin. */
  readonly certain: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NONE: Windows = { starts: new Float64Array(0), certain: true };
const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/**
 * The starts of windows in a span, as LiteLLM resets budgets (1.81.13, 1.106.2 `get_next_standardized_reset_time`): by the
 * clock of a time zone, not from when a budget was made. Other numbers of days are counted from a day that is not known.
 *
 * @param period as LiteLLM spells it, such as `30d`; null never ends
 * @param zone IANA name, such as `Europe/Berlin`
 */
export function windowsOf(period: string | null, zone: string, fromMs: number, untilMs: number): Windows {
  const match = period === null ? null : /^(\d+)(s|m|h|d|w|mo)$/.exec(period);
  if (match === null) return NONE;
  const count = Number(match[1]);
  const unit = match[2] ?? '';
  if (count === 0) return NONE;
  const clock = createClock(zone);
  if ((unit === 'd' && count === 30) || unit === 'mo')
    return certainly(
      days(clock, fromMs, untilMs, ({ day, month }) => day === 1 && (unit === 'd' || month % count === 0)),
    );
  if ((unit === 'd' && count === 7) || (unit === 'w' && count === 1))
    return certainly(days(clock, fromMs, untilMs, ({ weekday }) => weekday === 1));
  if ((unit === 'd' && count === 1) || (unit === 'h' && count === 24))
    return certainly(days(clock, fromMs, untilMs, () => true));
  const step = count * (UNIT_MS[unit] ?? DAY_MS);
  const isAligned = step < DAY_MS && DAY_MS % step === 0;
  const first = isAligned ? Math.ceil(fromMs / step) * step : fromMs + step;
  const starts: number[] = [];
  for (let at = first; at < untilMs && starts.length < MOST_WINDOWS; at += step) starts.push(at);
  return { starts: Float64Array.from(starts), certain: isAligned && starts.length < MOST_WINDOWS };
}

/** Shorter windows than that over a longer span are no budgets. */
const MOST_WINDOWS = 1_000_000;

function certainly(starts: readonly number[]): Windows {
  return { starts: Float64Array.from(starts), certain: true };
}

interface Day {
  /** Of the month, from 1. */
  readonly day: number;
  /** From 0. */
  readonly month: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

interface Clock {
  /** The local time of an instant as if it were UTC, milliseconds. */
  localMs(ms: number): number;
}

/** Midnights of days that are asked for. */
function days(
  clock: Clock,
  fromMs: number,
  untilMs: number,
  wanted: (day: Day) => boolean,
): readonly number[] {
  const found: number[] = [];
  const firstDay = Math.floor(clock.localMs(fromMs) / DAY_MS);
  const lastDay = Math.floor(clock.localMs(untilMs) / DAY_MS);
  for (let number = firstDay; number <= lastDay; number += 1) {
    const date = new Date(number * DAY_MS);
    const day = { day: date.getUTCDate(), month: date.getUTCMonth(), weekday: date.getUTCDay() };
    if (!wanted(day)) continue;
    const at = midnight(clock, number * DAY_MS);
    if (at > fromMs && at < untilMs) found.push(at);
  }
  return found;
}

/** The instant from which on a clock shows a local time or a later one; where it is shown twice, the first. */
function midnight(clock: Clock, localMs: number): number {
  const offsets = [localMs - DAY_MS, localMs + DAY_MS].map((near) => clock.localMs(near) - near);
  const instants = offsets.map((offset) => localMs - offset).toSorted((a, b) => a - b);
  return instants.find((at) => clock.localMs(at) >= localMs) ?? localMs;
}

function createClock(zone: string): Clock {
  if (zone === 'UTC') return { localMs: (ms) => ms };
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return {
    localMs(ms) {
      const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
      const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
      return Date.UTC(
        part('year'),
        part('month') - 1,
        part('day'),
        part('hour'),
        part('minute'),
        part('second'),
      );
    },
  };
}

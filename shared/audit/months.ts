/** A span of time, milliseconds since 1970 UTC; `untilMs` exclusive. */
export interface Interval {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The UTC month of an instant, `YYYY-MM`. */
export function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}

/** The span of a month `YYYY-MM`, UTC. */
export function monthInterval(month: string): Interval {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { fromMs: Date.UTC(year, number - 1, 1), untilMs: Date.UTC(year, number, 1) };
}

/** The month after, `YYYY-MM`. */
export function nextMonth(month: string): string {
  return monthOf(monthInterval(month).untilMs);
}

/** The month before, `YYYY-MM`. */
export function previousMonth(month: string): string {
  return monthOf(monthInterval(month).fromMs - 1);
}

/** The days of a month, `YYYY-MM-DD`, in order. */
export function daysOf(month: string): readonly string[] {
  const { fromMs, untilMs } = monthInterval(month);
  const days: string[] = [];
  for (let ms = fromMs; ms < untilMs; ms += DAY_MS) days.push(new Date(ms).toISOString().slice(0, 10));
  return days;
}

/** The span of a day `YYYY-MM-DD`, UTC. */
export function dayInterval(day: string): Interval {
  const fromMs = Date.parse(`${day}T00:00:00Z`);
  return { fromMs, untilMs: fromMs + DAY_MS };
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

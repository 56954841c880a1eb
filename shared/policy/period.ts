/** Spellings of LiteLLM (1.81.13, 1.106.2) that mean one thing: a day, a week and a month by the clock. */
const SAME: readonly ReadonlySet<string>[] = [
  new Set(['1d', '24h']),
  new Set(['7d', '1w']),
  new Set(['30d', '1mo']),
];

/** True for periods that begin and end at the same instants. */
export function samePeriod(one: string | null, other: string | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  return SAME.some((spellings) => spellings.has(one) && spellings.has(other));
}

/** True for a period that begins by the calendar, wherever its budget came from. */
export function isCalendarPeriod(period: string): boolean {
  return SAME.some((spellings) => spellings.has(period));
}

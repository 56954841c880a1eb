/** Spellings of LiteLLM (1.81.13, 1.106.2) that mean one thing in each release: a day and a month by the clock. */
const SAME: readonly ReadonlySet<string>[] = [new Set(['1d', '24h']), new Set(['30d', '1mo'])];

/** Several months are an error there: no budget can have them, and one that had would never start anew. */
const SPELLED = /^(?:1mo|[1-9]\d{0,4}[smhdw])$/;

/** True for a period as LiteLLM spells it that a budget can have (1.81.13, 1.106.2). */
export function isPeriod(text: string): boolean {
  return SPELLED.test(text);
}

/** True for periods that begin and end at the same instants. */
export function samePeriod(one: string | null, other: string | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  return SAME.some((spellings) => spellings.has(one) && spellings.has(other));
}

/** True for a period that begins by the calendar, wherever its budget came from. */
export function isCalendarPeriod(period: string): boolean {
  return period === '7d' || period === '1w' || SAME.some((spellings) => spellings.has(period));
}

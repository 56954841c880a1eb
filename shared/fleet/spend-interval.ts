/** How a key's spend limit of Doubleword starts anew, by the calendar in UTC (dwctl 10.13.1), as a period and as it says it. */
const INTERVALS = [
  ['1d', 'daily'],
  ['7d', 'weekly'],
  ['1mo', 'monthly'],
] as const;

/** The periods that a spend limit can have, beside none. */
export const SPEND_PERIODS: readonly string[] = INTERVALS.map(([period]) => period);

/** The period of an interval; undefined for one that is not known. */
export function periodOfInterval(interval: string): string | undefined {
  return INTERVALS.find(([, word]) => word === interval)?.[0];
}

/** The interval of a period; undefined where there is none for it. */
export function intervalOfPeriod(period: string): string | undefined {
  return INTERVALS.find(([own]) => own === period)?.[1];
}

import { HOUR_MS } from '../../../shared/audit/months.ts';
import type { Interval } from '../../../shared/audit/months.ts';

/**
 * Which hours the sums are of, as a sentence, where the span begins or ends within one: an hour counts whole, by when it
 * begins. Empty where the span is one of whole hours, and where it is open.
 */
export function hoursNote({ fromMs, untilMs }: Interval): readonly string[] {
  const bounds = [fromMs, untilMs].filter((ms) => Number.isFinite(new Date(ms).getTime()));
  if (bounds.every((ms) => ms % HOUR_MS === 0)) return [];
  const wholeHour = (ms: number): string | null =>
    bounds.includes(ms) ? new Date(Math.ceil(ms / HOUR_MS) * HOUR_MS).toISOString() : null;
  const [from, until] = [wholeHour(fromMs), wholeHour(untilMs)];
  const counted =
    from !== null && from === until
      ? 'None begins within the span.'
      : `Counted are those ${[from === null ? '' : `from ${from}`, until === null ? '' : `until ${until}`].filter(Boolean).join(' ')}.`;
  return [
    `The table usage counts whole hours, by when they begin. ${counted} The table requests has the span exactly.`,
  ];
}

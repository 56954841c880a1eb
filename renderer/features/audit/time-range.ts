import { filterInterval, timeBounds, type RequestFilter } from '../../../shared/audit/filter.ts';
import {
  DAY_MS,
  monthInterval,
  monthOf,
  previousMonth,
  type Interval,
} from '../../../shared/audit/months.ts';
import { RANGE_PRESETS, type RangePreset, type TimeRange } from '../../../shared/audit/saved-view.ts';
import { formatDay, formatMonth, formatUtc } from '../../ui/format-time.ts';
import { zoneName } from './row-words.ts';

/** The span a table has until a person chooses: the month of the window. */
export const WINDOW_MONTH = { preset: 'month' } as const satisfies TimeRange;

/** How each span is called; the month of the window by its own name. */
export function presetName(preset: RangePreset, month: string): string {
  switch (preset) {
    case 'month':
      return formatMonth(month);
    case 'last24h':
      return 'Last 24 hours';
    case 'last7d':
      return 'Last 7 days';
    case 'thisMonth':
      return 'This month';
    case 'lastMonth':
      return 'Last month';
    case 'all':
      return 'All time';
  }
}

/** The spans that can be chosen, with their names. */
export function presetOptions(
  month: string,
): readonly { readonly value: RangePreset; readonly label: string }[] {
  return RANGE_PRESETS.map((value) => ({ value, label: presetName(value, month) }));
}

/**
 * The instants a span lies between.
 *
 * @param month the month of the window, `YYYY-MM`
 * @param nowMs what spans that end now end at
 */
export function resolveRange(
  range: TimeRange,
  month: string,
  nowMs: number,
): Pick<RequestFilter, 'from' | 'until'> {
  if (!('preset' in range)) return range;
  switch (range.preset) {
    case 'month':
      return timeBounds(monthInterval(month));
    case 'last24h':
      return timeBounds({ fromMs: nowMs - DAY_MS, untilMs: nowMs });
    case 'last7d':
      return timeBounds({ fromMs: nowMs - 7 * DAY_MS, untilMs: nowMs });
    case 'thisMonth':
      return timeBounds(monthInterval(monthOf(nowMs)));
    case 'lastMonth':
      return timeBounds(monthInterval(previousMonth(monthOf(nowMs))));
    case 'all':
      return {};
  }
}

/** A span in words: its name, the UTC day or days it is made of, or both of its ends. */
export function rangeName(range: TimeRange, month: string): string {
  if ('preset' in range) return presetName(range.preset, month);
  const { from, until } = range;
  if (from === undefined && until === undefined) return presetName('all', month);
  if (from === undefined) return `before ${shortUtc(until ?? '')}`;
  if (until === undefined) return `since ${shortUtc(from)}`;
  if (!isMidnight(from) || !isMidnight(until)) return `${shortUtc(from)} – ${shortUtc(until)}`;
  const last = new Date(Date.parse(until) - DAY_MS).toISOString().slice(0, 10);
  const first = new Date(from).toISOString().slice(0, 10);
  return first === last ? dayName(first) : `${dayName(first)} – ${dayName(last)}`;
}

function dayName(day: string): string {
  return `${formatDay(day)} ${day.slice(0, 4)}`;
}

function shortUtc(instant: string): string {
  return formatUtc(new Date(instant)).replace(/:00 UTC$/, ' UTC');
}

function isMidnight(instant: string): boolean {
  return Date.parse(instant) % DAY_MS === 0;
}

/** The user's zone in a span; `local` where the clocks change in it. */
export function zoneOfRange(filter: Pick<RequestFilter, 'from' | 'until'>): string {
  const { fromMs, untilMs }: Interval = filterInterval(filter);
  // A span without ends is as long as the years in which gateways have kept logs.
  const first = Math.max(fromMs, Date.UTC(2020, 0, 1));
  const last = Math.max(first, Math.min(untilMs, Date.UTC(2035, 0, 1)));
  const offsets = new Set([offsetAt(last)]);
  for (let ms = first; ms < last; ms += 30 * DAY_MS) offsets.add(offsetAt(ms));
  const [offset = 0] = offsets;
  return offsets.size === 1 ? zoneName(offset) : 'local';
}

function offsetAt(ms: number): number {
  return new Date(ms).getTimezoneOffset();
}

/** An instant as the browser's field for date and time takes it, in UTC; empty for an open end. */
export function toInput(instant: string | undefined): string {
  return instant === undefined ? '' : new Date(instant).toISOString().slice(0, 19);
}

/** What two such fields say; an empty one is an open end. */
export function rangeOfInputs(from: string, until: string): TimeRange {
  return {
    ...(from !== '' && { from: new Date(`${from}Z`).toISOString() }),
    ...(until !== '' && { until: new Date(`${until}Z`).toISOString() }),
  };
}

/** Why two such fields are no span, as a sentence; null when they are. */
export function rangeFault(from: string, until: string): string | null {
  for (const end of [from, until]) {
    if (end !== '' && Number.isNaN(Date.parse(`${end}Z`)))
      return 'Give both times whole, or leave one empty.';
  }
  if (from !== '' && until !== '' && Date.parse(`${from}Z`) >= Date.parse(`${until}Z`)) {
    return 'The end must be after the beginning.';
  }
  return null;
}

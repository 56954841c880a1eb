import { DAY_MS, HOUR_MS } from '../../../shared/audit/months.ts';

/** A time as LiteLLM 1.106.2 prints it: microseconds, left out when they are zero. */
export function stamp(ms: number): string;
export function stamp(ms: number | null): string | null;
export function stamp(ms: number | null): string | null {
  return ms === null ? null : `${clockText(ms)}Z`;
}

/** The same with `+00:00`, as `/key/info` prints it. */
export function stampWithOffset(ms: number | null): string | null {
  return ms === null ? null : `${clockText(ms)}+00:00`;
}

/** The same without a zone. */
export function clockText(ms: number): string {
  const text = new Date(ms).toISOString().slice(0, -1);
  return text.endsWith('.000') ? text.slice(0, -4) : `${text}000`;
}

/** True for `30s`, `12h`, `7d`, `1w`, `1mo`, as LiteLLM 1.106.2 accepts them. */
export function isDuration(text: string): boolean {
  return /^[1-9]\d*(s|m|h|d|w|mo)$/.test(text);
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  mo: 30 * DAY_MS,
};

/** Milliseconds of `30s`, `12h`, `7d`, `1w`, `1mo`; null for anything else. */
export function durationMs(text: string): number | null {
  const [, count = '', unit = ''] = /^([1-9]\d*)(s|m|h|d|w|mo)$/.exec(text) ?? [];
  const size = UNITS[unit];
  return size === undefined ? null : Number(count) * size;
}

/**
 * When a budget of this period is next reset. As LiteLLM 1.106.2 does it: a day ends at midnight UTC,
 * seven days on Monday, thirty days and a month on the first of the next month.
 */
export function nextReset(period: string, nowMs: number): number {
  const now = new Date(nowMs);
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  if (period === '30d' || period === '1mo') return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  if (period === '7d' || period === '1w') return midnight + ((8 - now.getUTCDay()) % 7 || 7) * DAY_MS;
  const [, count = '1', unit = 'd'] = /^(\d+)(s|m|h|d|w|mo)$/.exec(period) ?? [];
  if (unit === 'd') return midnight + Number(count) * DAY_MS;
  return nowMs + Number(count) * (UNITS[unit] ?? DAY_MS);
}

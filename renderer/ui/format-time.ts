/** How instants and spans are written: the user's own zone, with UTC beside it on request. */

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const two = (value: number) => String(value).padStart(2, '0');

function monthName(month: number): string {
  return MONTHS[month] ?? '';
}

/** `12 Oct 2026, 14:59:38` in the user's zone. */
export function formatInstant(at: Date): string {
  const day = `${at.getDate()} ${monthName(at.getMonth()).slice(0, 3)} ${at.getFullYear()}`;
  return `${day}, ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** `12 Oct 14:59` in the user's zone: for tables, where the year stands elsewhere. */
export function formatMoment(at: Date): string {
  return `${at.getDate()} ${monthName(at.getMonth()).slice(0, 3)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `2026-10-12 12:59:38 UTC`. */
export function formatUtc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** How long ago, in words: `just now`, `4 min ago`, `3 h ago`, `2 days ago`; a date after two weeks. */
export function formatAgo(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const days = Math.floor(minutes / (24 * 60));
  return days <= 14 ? `${days} days ago` : formatMoment(at);
}

/** `October 2026` for `2026-10`. */
export function formatMonth(month: string): string {
  const [year = '', number = '1'] = month.split('-');
  return `${monthName(Number(number) - 1)} ${year}`;
}

/** `12 Oct` for `2026-10-12`, whatever the zone: days of the archive are UTC days. */
export function formatDay(day: string): string {
  const [, month = '1', date = '1'] = day.split('-');
  return `${Number(date)} ${monthName(Number(month) - 1).slice(0, 3)}`;
}

/** The first and last day of a month: `1 – 31 Oct 2026`. */
export function formatMonthSpan(month: string): string {
  const [year = '', number = '1'] = month.split('-');
  const last = new Date(Date.UTC(Number(year), Number(number), 0)).getUTCDate();
  return `1 – ${last} ${monthName(Number(number) - 1).slice(0, 3)} ${year}`;
}

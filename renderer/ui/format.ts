/**
 * How figures, times and ids are written. Numbers take the locale's separators; the app speaks English,
 * so days and months are English words ("12 Oct"), which cannot be misread as another order.
 */

const INTEGER = new Intl.NumberFormat();
const CENTS = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const SIGNIFICANT = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });
const DECIMAL_POINT = CENTS.formatToParts(0).find(({ type }) => type === 'decimal')?.value ?? '.';
const PERCENT = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A whole number with separators. */
export function formatCount(count: number): string {
  return INTEGER.format(count);
}

/** A count with its noun: `1 node`, `3 nodes`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/**
 * US dollars from exact decimal text, with as many digits as matter: cents from a dollar up, four
 * significant digits under a dollar. Rounded for the eye only; sums are made from the text.
 */
export function formatUsd(decimal: string): string {
  const value = Number(decimal);
  const size = Math.abs(value);
  const text = size >= 0.99995 || size === 0 ? CENTS.format(size) : padCents(SIGNIFICANT.format(size));
  return `${value < 0 ? '−' : ''}$${text}`;
}

/** `0.5` becomes `0.50`: an amount has cents at least. */
function padCents(text: string): string {
  return /\D\d$/.test(text) ? `${text}0` : text;
}

/** US dollars with every digit that the decimal text has, and cents at least: for what is compared to the last digit. */
export function formatExactUsd(decimal: string): string {
  const size = decimal.replace('-', '');
  const [whole = '0', part = ''] = size.split('.');
  const text = `${INTEGER.format(BigInt(whole))}${DECIMAL_POINT}${part.padEnd(2, '0')}`;
  return `${decimal.startsWith('-') ? '−' : ''}$${text}`;
}

/** US dollars for an axis: no cents when all ticks are whole. */
export function formatUsdTick(value: number): string {
  if (value === 0) return '$0';
  return `$${padCents(SIGNIFICANT.format(value))}`;
}

/** A part of a whole as per cent with one decimal; `–` when there is no whole. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const share = (part / whole) * 100;
  if (part > 0 && share < 0.05) return `< ${PERCENT.format(0.1)} %`;
  return `${PERCENT.format(share)} %`;
}

/** Many of something in few characters: `412`, `1,073`, `41.2k`, `4.12M`. What is as short in full is written in full. */
export function formatCompact(count: number): string {
  if (count < 1e4) return formatCount(count);
  const steps = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const;
  for (const [size, letter] of steps) {
    if (count >= size) {
      const text = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 }).format(count / size);
      return `${text}${letter}`;
    }
  }
  return formatCount(count);
}

/** Bytes in units of 1,000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'] as const;
  const step = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  const text = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 }).format(bytes / 1000 ** step);
  return `${text} ${units[step - 1] ?? 'kB'}`;
}

/** Milliseconds as a person reads them: `41 ms`, `3.4 s`, `2 min`, `15.3 days`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds >= 48 * 3600) return `${Math.round(seconds / 8640) / 10} days`;
  const hours = Math.round(seconds / 360) / 10;
  return `${hours} h`;
}

/** An id cut in the middle so that both ends can be told: `chatcmpl-57…dca8`. */
export function shortenId(id: string, length = 16): string {
  if (id.length <= length) return id;
  const tail = Math.min(4, Math.floor(length / 3));
  return `${id.slice(0, length - tail - 1)}…${id.slice(-tail)}`;
}

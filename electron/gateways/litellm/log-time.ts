/**
 * Reads the time of a LiteLLM log row as milliseconds since 1970 UTC; null when it is no time. LiteLLM
 * spells it `2026-10-01T00:00:00.123000Z` (`/spend/logs`), `….123+00:00` (`/spend/logs/v2`, both 1.106.2)
 * and with a space for the `T` (exports). Without a zone it is UTC. Parts of a millisecond are cut off.
 */
export function readLogTime(text: unknown): number | null {
  if (typeof text !== 'string' || text.length < 19) return null;
  const separator = text.charCodeAt(10);
  if (separator !== 84 && separator !== 32) return null;
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  const fraction = readFraction(text, 19);
  if (fraction === null) return null;
  const offset = readOffset(text, fraction.end);
  if (offset === null) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second, fraction.ms) - offset * 60_000;
}

function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function readFraction(text: string, start: number): { readonly ms: number; readonly end: number } | null {
  if (text[start] !== '.') return { ms: 0, end: start };
  let end = start + 1;
  let ms = 0;
  let scale = 100;
  for (; end < text.length; end += 1) {
    const digit = text.charCodeAt(end) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    ms += digit * scale;
    scale = scale >= 10 ? scale / 10 : 0;
  }
  return end === start + 1 ? null : { ms, end };
}

/** Minutes east of UTC. */
function readOffset(text: string, start: number): number | null {
  if (start === text.length || (text[start] === 'Z' && start + 1 === text.length)) return 0;
  const sign = text[start] === '+' ? 1 : text[start] === '-' ? -1 : 0;
  if (sign === 0) return null;
  const colon = text[start + 3] === ':' ? 1 : 0;
  if (text.length !== start + 5 + colon) return null;
  const hours = digits(text, start + 1, 2);
  const minutes = digits(text, start + 3 + colon, 2);
  return hours < 0 || hours > 23 || minutes < 0 || minutes > 59 ? null : sign * (hours * 60 + minutes);
}

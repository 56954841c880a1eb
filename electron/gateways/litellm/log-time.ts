/**
 * Reads the time of a LiteLLM log row as milliseconds since 1970 UTC; null when it is no time. LiteLLM
 * spells it `2026-10-01T00:00:00.123000Z` (`/spend/logs`), `….123+00:00` (`/spend/logs/v2`, both 1.106.2)
 * and with a space for the `T` (exports). Without a zone it is UTC. Parts of a millisecond are cut off.
 */
export function readLogTime(text: unknown): number | null {
  if (typeof text !== 'string' || text.length > LONGEST) return null;
  for (let at = 0; at < text.length; at += 1) buffer[at] = Math.min(255, text.charCodeAt(at));
  const ms = readLogTimeBytes(buffer, 0, text.length);
  return Number.isNaN(ms) ? null : ms;
}

const LONGEST = 400;
const buffer = new Uint8Array(LONGEST);

/** The day that was read last: rows of a log follow each other, and a calendar is slow. */
const lastDay = { date: -1, ms: 0 };

/** The same from bytes of text; NaN when it is no time. */
export function readLogTimeBytes(bytes: Uint8Array, from: number, until: number): number {
  if (until - from < 19 || until - from > LONGEST) return Number.NaN;
  const separator = bytes[from + 10];
  if (separator !== LETTER_T && separator !== SPACE) return Number.NaN;
  if (bytes[from + 4] !== DASH || bytes[from + 7] !== DASH) return Number.NaN;
  if (bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return Number.NaN;
  const year = digits(bytes, from, 4);
  const month = digits(bytes, from + 5, 2);
  const day = digits(bytes, from + 8, 2);
  const hour = digits(bytes, from + 11, 2);
  const minute = digits(bytes, from + 14, 2);
  const second = digits(bytes, from + 17, 2);
  // Two digits each: no two dates make one number, not even those that no calendar has.
  const date = (year * 100 + month) * 100 + day;
  if (date !== lastDay.date || year < 0 || month < 0 || day < 0) {
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return Number.NaN;
    lastDay.date = date;
    lastDay.ms = startOfDay(year, month, day);
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return Number.NaN;
  let ms = 0;
  let at = from + 19;
  if (at < until && bytes[at] === DOT) {
    at += 1;
    const first = at;
    let scale = 100;
    for (; at < until; at += 1) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      ms += digit * scale;
      scale = scale >= 10 ? scale / 10 : 0;
    }
    if (at === first) return Number.NaN;
  }
  const offset = readOffset(bytes, at, until);
  return lastDay.ms + ((hour * 60 + minute - offset) * 60 + second) * 1000 + ms;
}

/** `Date.UTC` takes years before 100 for those of the twentieth century. */
function startOfDay(year: number, month: number, day: number): number {
  return new Date(Date.UTC(2000, month - 1, day)).setUTCFullYear(year, month - 1, day);
}

const ZERO = 48;
const DASH = 45;
const COLON = 58;
const SPACE = 32;
const LETTER_T = 84;
const LETTER_Z = 90;
const DOT = 46;
const PLUS = 43;

/** A number of so many digits; far below zero where one of them is none. */
function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -100_000;
    value = value * 10 + digit;
  }
  return value;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Minutes east of UTC; NaN when it is none. */
function readOffset(bytes: Uint8Array, start: number, until: number): number {
  if (start === until || (bytes[start] === LETTER_Z && start + 1 === until)) return 0;
  const sign = bytes[start] === PLUS ? 1 : bytes[start] === DASH ? -1 : 0;
  if (sign === 0) return Number.NaN;
  const colon = bytes[start + 3] === COLON ? 1 : 0;
  if (until - start !== 5 + colon) return Number.NaN;
  const hours = digits(bytes, start + 1, 2);
  const minutes = digits(bytes, start + 3 + colon, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  return sign * (hours * 60 + minutes);
}

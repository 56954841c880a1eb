import type { WordList } from './word-list.ts';

/** Addresses as numbers: an IPv4 address as its four bytes, anything else as the number of a word beyond them. */

/** From here on a number is that of a word. */
export const FIRST_WORD = 2 ** 32;

const IPV4 = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/;

/** The four bytes of an IPv4 address in its usual spelling; null for other text. */
function ipv4Of(text: string): number | null {
  if (!IPV4.test(text)) return null;
  let value = 0;
  for (const part of text.split('.')) {
    const byte = Number(part);
    if (byte > 255) return null;
    value = value * 256 + byte;
  }
  return value;
}

/** The same from bytes of ASCII text. */
export function ipv4OfBytes(bytes: Uint8Array, from: number, until: number): number | null {
  let value = 0;
  let parts = 0;
  let at = from;
  while (at < until) {
    let byte = 0;
    const first = at;
    for (; at < until && bytes[at] !== 46; at += 1) {
      const digit = (bytes[at] ?? 0) - 48;
      if (!(digit >= 0 && digit <= 9)) return null;
      byte = byte * 10 + digit;
    }
    const length = at - first;
    if (length === 0 || length > 3 || byte > 255 || (length > 1 && bytes[first] === 48)) return null;
    value = value * 256 + byte;
    parts += 1;
    at += 1;
  }
  return parts === 4 && bytes[until - 1] !== 46 ? value : null;
}

/** The usual spelling of an IPv4 address. */
function ipv4Text(value: number): string {
  return `${Math.floor(value / 16_777_216)}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** An address as a number of its column. */
export function addressNumber(address: string, words: WordList): number {
  return ipv4Of(address) ?? FIRST_WORD + words.numberOf(address);
}

/** The address that a number of the column stands for. */
export function addressText(value: number, words: readonly string[]): string {
  return value < FIRST_WORD ? ipv4Text(value) : (words[value - FIRST_WORD] ?? '');
}

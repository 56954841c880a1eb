// Where values of JSON end, and what strings spell.

import { PAD } from './bytes';

/** Set by {@link findStringEnd}: the string holds an escape. */
export let escaped: bool = false;

/** Where the quote stands that ends the string whose first character is at `from`; 0 when none does. */
export function findStringEnd(from: u32, end: u32): u32 {
  const quote = i8x16.splat(0x22);
  const slash = i8x16.splat(0x5c);
  const control = i8x16.splat(0x20);
  escaped = false;
  let at = from;
  while (at < end) {
    const bytes = v128.load(at);
    const mask = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, slash)), i8x16.lt_u(bytes, control)),
    );
    if (mask == 0) {
      at += 16;
      continue;
    }
    const found = at + ctz(mask);
    if (found >= end) return 0;
    const byte = load<u8>(found);
    if (byte == 0x22) return found;
    // A bare control character is no JSON.
    if (byte != 0x5c) return 0;
    escaped = true;
    at = found + 2;
  }
  return 0;
}

/** Where a value ends; 0 when it does not, or is none. */
export function skipValue(at: u32, end: u32): u32 {
  if (at >= end) return 0;
  const first = load<u8>(at);
  if (first == 0x22) {
    const close = findStringEnd(at + 1, end);
    return close == 0 ? 0 : close + 1;
  }
  if (first == 0x7b || first == 0x5b) return skipContainer(at, end);
  if (first == 0x6e) return at + 4 <= end && load<u32>(at) == 0x6c6c756e ? at + 4 : 0;
  if (first == 0x74) return at + 4 <= end && load<u32>(at) == 0x65757274 ? at + 4 : 0;
  if (first == 0x66) return at + 5 <= end && load<u32>(at + 1) == 0x65736c61 ? at + 5 : 0;
  return skipNumber(at, end);
}


function skipNumber(from: u32, end: u32): u32 {
  let at = from;
  if (at < end && load<u8>(at) == 0x2d) at += 1;
  const whole = at;
  while (at < end && isDigit(load<u8>(at))) at += 1;
  if (at == whole || (at > whole + 1 && load<u8>(whole) == 0x30)) return 0;
  if (at < end && load<u8>(at) == 0x2e) {
    const part = (at += 1);
    while (at < end && isDigit(load<u8>(at))) at += 1;
    if (at == part) return 0;
  }
  if (at < end && (load<u8>(at) | 0x20) == 0x65) {
    at += 1;
    if (at < end && (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d)) at += 1;
    const exponent = at;
    while (at < end && isDigit(load<u8>(at))) at += 1;
    if (at == exponent) return 0;
  }
  return at;
}

// @ts-ignore: decorator
@inline
function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39;
}

/** Skips an object or a list by its braces, brackets and strings; what stands between them is not looked at. */
function skipContainer(from: u32, end: u32): u32 {
  const quote = i8x16.splat(0x22);
  const open = i8x16.splat(0x7b);
  const close = i8x16.splat(0x7d);
  const fold = i8x16.splat(0x20);
  let depth: i32 = 0;
  let at = from;
  while (at < end) {
    const bytes = v128.load(at);
    const folded = v128.or(bytes, fold);
    let mask = <u32>i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(bytes, quote), i8x16.eq(folded, open)), i8x16.eq(folded, close)),
    );
    let jumped = false;
    while (mask != 0) {
      const found = at + ctz(mask);
      if (found >= end) return 0;
      const byte = load<u8>(found);
      if (byte == 0x22) {
        const stop = findStringEnd(found + 1, end);
        if (stop == 0) return 0;
        if (stop < at + 16) {
          // The string ends within these sixteen bytes: the marks up to its end are done with.
          mask &= <u32>0xfffffffe << (stop - at);
          continue;
        }
        at = stop + 1;
        jumped = true;
        break;
      }
      if ((byte | 0x20) == 0x7b) depth += 1;
      else {
        depth -= 1;
        if (depth == 0) return found + 1;
      }
      mask &= mask - 1;
    }
    if (!jumped) at += 16;
  }
  return 0;
}

/** Writes the text that a JSON string spells to a place that ends at `limit`; gives its end, 0 when it is odd or too long. */
export function unescape(from: u32, end: u32, target: u32, limit: u32): u32 {
  const slash = i8x16.splat(0x5c);
  let to = target;
  if (to + (end - from) + PAD > limit) return 0;
  let at = from;
  while (at < end) {
    const bytes = v128.load(at);
    v128.store(to, bytes);
    const mask = i8x16.bitmask(i8x16.eq(bytes, slash));
    const run = mask == 0 ? 16 : <u32>ctz(mask);
    if (at + run >= end) {
      to += end - at;
      break;
    }
    at += run;
    to += run;
    if (mask == 0) continue;
    const kind = load<u8>(at + 1);
    at += 2;
    let byte: u8 = kind;
    if (kind == 0x6e) byte = 0x0a;
    else if (kind == 0x74) byte = 0x09;
    else if (kind == 0x72) byte = 0x0d;
    else if (kind == 0x62) byte = 0x08;
    else if (kind == 0x66) byte = 0x0c;
    else if (kind == 0x75) {
      // Rare here: the whole parser knows how to join surrogates.
      const code = hex4(at, end);
      if (code < 0 || (code >= 0xd800 && code < 0xe000)) return 0;
      at += 4;
      to = putCode(to, <u32>code);
      continue;
    } else if (kind != 0x22 && kind != 0x5c && kind != 0x2f) return 0;
    store<u8>(to, byte);
    to += 1;
  }
  return to;
}


function hex4(at: u32, end: u32): i32 {
  if (at + 4 > end) return -1;
  let code: i32 = 0;
  for (let index: u32 = 0; index < 4; index += 1) {
    const byte = <i32>load<u8>(at + index);
    let digit: i32 = -1;
    if (byte >= 0x30 && byte <= 0x39) digit = byte - 0x30;
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66) digit = (byte | 0x20) - 0x57;
    if (digit < 0) return -1;
    code = (code << 4) | digit;
  }
  return code;
}


function putCode(at: u32, code: u32): u32 {
  if (code < 0x80) {
    store<u8>(at, <u8>code);
    return at + 1;
  }
  if (code < 0x800) {
    store<u8>(at, <u8>(0xc0 | (code >> 6)));
    store<u8>(at + 1, <u8>(0x80 | (code & 0x3f)));
    return at + 2;
  }
  store<u8>(at, <u8>(0xe0 | (code >> 12)));
  store<u8>(at + 1, <u8>(0x80 | ((code >> 6) & 0x3f)));
  store<u8>(at + 2, <u8>(0x80 | (code & 0x3f)));
  return at + 3;
}

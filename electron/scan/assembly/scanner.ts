// Cuts lines of JSON into the values of chosen fields, sixteen bytes at a time. AssemblyScript: a typed dialect of
// TypeScript that becomes WebAssembly; scanner.ts beside this folder loads it, says what it is given and gives back.
//
// It checks the outer object of a line and what is chosen of it, not every byte of what is skipped. What it cannot read
// for certain it marks, and the caller reads that line with a whole JSON parser.

// ---- Memory: regions one after the other, laid out by `init`.

/** Bytes that may be read beyond a region's end, because sixteen are looked at together. */
const PAD: u32 = 64;

let inputAt: u32 = 0;
let inputSize: u32 = 0;
let scratchAt: u32 = 0;
let scratchEnd: u32 = 0;
let scratchTop: u32 = 0;
let keysAt: u32 = 0;
let rowsAt: u32 = 0;
let rowCap: u32 = 0;
let textSlots: u32 = 0;
let rawSlots: u32 = 0;
let comboSlots: u32 = 0;

/** Dictionary of texts: an open-addressing table of entry numbers, and entries of (offset, length, hash). */
let wordTable: u32 = 0;
let wordMask: u32 = 0;
let wordEntries: u32 = 0;
let wordCap: u32 = 0;
let wordCount: u32 = 1;
let arenaAt: u32 = 0;
let arenaEnd: u32 = 0;
let arenaTop: u32 = 0;

/** Dictionary of combinations of the first text slots. */
let comboTable: u32 = 0;
let comboMask: u32 = 0;
let comboEntries: u32 = 0;
let comboCap: u32 = 0;
let comboCount: u32 = 0;

/** Where the next row to be read begins, relative to the input, after `scan`. */
let nextAt: u32 = 0;

// ---- Fields that are known, by context.

const SKIP: u32 = 0;
const RAW: u32 = 1;
const TEXT: u32 = 2;
const DESCEND: u32 = 3;
const UNKNOWN: u32 = 4;

/** What becomes of unknown fields of a context. */
const DROP_UNKNOWN: u32 = 255;

/** An entry: key text and closing quote padded to 48 bytes, then length, action, argument, index of the entry expected next. */
const KEY_BYTES: u32 = 64;
const KEY_TEXT: u32 = 47;
const CONTEXT_KEYS: u32 = 128;
const CONTEXT_TABLE: u32 = 512;
/** A context: table of 512 entry numbers (u16), then entries. */
const CONTEXT_BYTES: u32 = CONTEXT_TABLE * 2 + CONTEXT_KEYS * KEY_BYTES;
const CONTEXTS: u32 = 8;

const contextCount = memory.data(<i32>CONTEXTS * 4);
const contextUnknown = memory.data(<i32>CONTEXTS * 4);

function align(at: u32): u32 {
  return (at + 63) & ~63;
}

/**
 * Lays the memory out and empties everything. Text slot 0 is never given; slots from 1 on.
 */
export function init(
  input: u32,
  rows: u32,
  texts: u32,
  raws: u32,
  combos: u32,
  words: u32,
  arena: u32,
  maxCombos: u32,
): void {
  inputSize = input;
  rowCap = rows;
  textSlots = texts;
  rawSlots = raws;
  comboSlots = combos;
  let at = align(<u32>__heap_base);
  inputAt = at;
  at = align(at + input + PAD);
  scratchAt = at;
  // What is unescaped is shorter than it was, but is padded; what is gathered comes beside it.
  scratchEnd = at + input + rows * 2 * PAD;
  at = align(scratchEnd + PAD);
  keysAt = at;
  at = align(at + CONTEXTS * CONTEXT_BYTES);
  rowsAt = at;
  // Per row: start, length, flags, combination, a word a text slot, offset and length a raw slot.
  at = align(at + rows * 4 * (4 + texts + raws * 2));
  wordCap = words;
  wordMask = words * 2 - 1;
  wordTable = at;
  at = align(at + words * 2 * 4);
  wordEntries = at;
  at = align(at + words * 12);
  arenaAt = at;
  arenaEnd = at + arena;
  at = align(arenaEnd + PAD);
  comboCap = maxCombos;
  comboMask = maxCombos * 2 - 1;
  comboTable = at;
  at = align(at + maxCombos * 2 * 4);
  comboEntries = at;
  at = align(at + maxCombos * combos * 4);
  const pages = <i32>((at + 65535) >>> 16) - memory.size();
  if (pages > 0) memory.grow(pages);
  for (let context: u32 = 0; context < CONTEXTS; context += 1) {
    memory.fill(keysAt + context * CONTEXT_BYTES, 0xff, CONTEXT_TABLE * 2);
    store<u32>(contextCount + context * 4, 0);
    store<u32>(contextUnknown + context * 4, DROP_UNKNOWN);
  }
  forget();
}

/** Empties both dictionaries; numbers that were given lose their meaning. */
export function forget(): void {
  memory.fill(wordTable, 0, (wordMask + 1) * 4);
  memory.fill(comboTable, 0, (comboMask + 1) * 4);
  wordCount = 1;
  comboCount = 0;
  arenaTop = arenaAt;
}

export function inputOffset(): u32 { return inputAt; }
export function rowsOffset(): u32 { return rowsAt; }
export function words(): u32 { return wordCount; }
export function combos(): u32 { return comboCount; }
export function combosOffset(): u32 { return comboEntries; }
export function next(): u32 { return nextAt; }
/** The dictionaries are nearly full: time to `forget`. */
export function crowded(rows: u32): bool {
  return (
    wordCount + rows * textSlots > wordCap || comboCount + rows > comboCap || arenaTop + inputSize + PAD > arenaEnd
  );
}
export function wordOffset(word: u32): u32 { return load<u32>(wordEntries + word * 12); }
export function wordLength(word: u32): u32 { return load<u32>(wordEntries + word * 12, 4); }

/** Makes a field known: its name lies at the beginning of the input, `length` bytes of at most 47. */
export function addKey(context: u32, length: u32, action: u32, argument: u32): void {
  const base = keysAt + context * CONTEXT_BYTES;
  const count = load<u32>(contextCount + context * 4);
  const entry = base + CONTEXT_TABLE * 2 + count * KEY_BYTES;
  memory.fill(entry, 0, KEY_BYTES);
  memory.copy(entry, inputAt, length);
  store<u8>(entry + length, 0x22);
  store<u32>(entry, length, 48);
  store<u32>(entry, action, 52);
  store<u32>(entry, argument, 56);
  store<u32>(entry, count + 1, 60);
  let slot = hashKey(entry, length) & (CONTEXT_TABLE - 1);
  while (load<u16>(base + slot * 2) != 0xffff) slot = (slot + 1) & (CONTEXT_TABLE - 1);
  store<u16>(base + slot * 2, <u16>count);
  store<u32>(contextCount + context * 4, count + 1);
}

/** Unknown fields of a context are gathered into a text slot. */
export function keepUnknown(context: u32, slot: u32): void {
  store<u32>(contextUnknown + context * 4, slot);
}

// @ts-ignore: decorator
@inline
function hashKey(at: u32, length: u32): u32 {
  const first = length >= 4 ? load<u32>(at) : <u32>load<u8>(at);
  const last = length >= 4 ? load<u32>(at + length - 4) : <u32>load<u8>(at + length - 1);
  let hash = (first * 0x9e3779b1) ^ (last * 0x85ebca6b) ^ (length * 0xc2b2ae35);
  hash ^= hash >>> 15;
  return hash ^ (hash >>> 9);
}

// ---- Rows.

// @ts-ignore: decorator
@inline
function column(index: u32): u32 {
  return rowsAt + index * rowCap * 4;
}

const OK: u32 = 0;
/** The line has to be read by a whole parser. */
const UNSURE: u32 = 1;
/** Nothing but white space. */
const BLANK: u32 = 2;

let row: u32 = 0;
let unsure: bool = false;
/** Unknown fields of the row, gathered per context in the scratch region. */
const gatheredAt = memory.data(<i32>CONTEXTS * 4);
const gatheredEnd = memory.data(<i32>CONTEXTS * 4);
/** Which known fields of each context the row has had: a bit each. */
const SEEN_BYTES: u32 = CONTEXT_KEYS / 8;
const seen = memory.data(<i32>(CONTEXTS * CONTEXT_KEYS) / 8);

/**
 * Reads whole lines of the input from `from` until `until` or until the rows are full; a line ends with a line feed
 * or with the input. Gives the number of rows; {@link next} is where to go on.
 */
export function scan(from: u32, until: u32): u32 {
  let at = inputAt + from;
  const end = inputAt + until;
  row = 0;
  scratchTop = scratchAt;
  while (at < end && row < rowCap) {
    const lineEnd = findByte(at, end, 0x0a);
    readLine(at, lineEnd);
    row += 1;
    at = lineEnd + 1;
  }
  nextAt = (at < end ? at : end) - inputAt;
  return row;
}

function readLine(start: u32, lineEnd: u32): void {
  let end = lineEnd;
  let at = start;
  while (at < end && isSpace(load<u8>(at))) at += 1;
  while (end > at && isSpace(load<u8>(end - 1))) end -= 1;
  store<u32>(column(0) + row * 4, start - inputAt);
  store<u32>(column(1) + row * 4, lineEnd - start);
  if (at == end) {
    store<u32>(column(2) + row * 4, BLANK);
    return;
  }
  for (let slot: u32 = 0; slot < textSlots; slot += 1) store<u32>(column(4 + slot) + row * 4, 0);
  for (let slot: u32 = 0; slot < rawSlots; slot += 1) store<u32>(column(4 + textSlots + slot * 2 + 1) + row * 4, 0);
  for (let context: u32 = 0; context < CONTEXTS; context += 1) store<u32>(gatheredEnd + context * 4, 0);
  memory.fill(seen, 0, CONTEXTS * SEEN_BYTES);
  unsure = load<u8>(at) != 0x7b;
  if (!unsure) {
    const closed = readObject(at, end, 0, 0);
    if (closed != end) unsure = true;
  }
  for (let context: u32 = 0; context < CONTEXTS && !unsure; context += 1) {
    const to = load<u32>(gatheredEnd + context * 4);
    if (to == 0) continue;
    const from = load<u32>(gatheredAt + context * 4);
    store<u32>(column(4 + load<u32>(contextUnknown + context * 4)) + row * 4, internText(from, to - from));
  }
  if (unsure) {
    store<u32>(column(2) + row * 4, UNSURE);
    return;
  }
  store<u32>(column(2) + row * 4, OK);
  store<u32>(column(3) + row * 4, internCombo());
}

/** Reads an object that begins at `start`; gives where it ended, after its brace. Sets `unsure` when it is odd. */
function readObject(start: u32, end: u32, context: u32, depth: u32): u32 {
  const base = keysAt + context * CONTEXT_BYTES;
  const entries = base + CONTEXT_TABLE * 2;
  const count = load<u32>(contextCount + context * 4);
  let expected: u32 = 0;
  let at = skipSpace(start + 1, end);
  if (at < end && load<u8>(at) == 0x7d) return at + 1;
  while (at < end) {
    if (load<u8>(at) != 0x22) break;
    at += 1;
    // Rows of one writer name their fields in one order: the one after the last is tried before any search.
    let entry: u32 = 0;
    let length: u32 = 0;
    if (expected < count) {
      const guess = entries + expected * KEY_BYTES;
      length = load<u32>(guess, 48);
      if (sameKey(at, guess, length + 1)) entry = guess;
    }
    if (entry == 0) {
      const close = findStringEnd(at, end);
      if (close == 0) break;
      if (escaped) {
        unsure = true;
        return 0;
      }
      length = close - at;
      entry = length == 0 || length > KEY_TEXT ? 0 : findKey(base, entries, at, length);
    }
    if (entry != 0) {
      const index = (entry - entries) / KEY_BYTES;
      expected = index + 1;
      // Of a field that is there twice the last counts, and nothing of the first may stay: the whole parser knows how.
      const mark = seen + context * SEEN_BYTES + (index >> 3);
      const bit: u8 = <u8>1 << <u8>(index & 7);
      if ((load<u8>(mark) & bit) != 0) {
        unsure = true;
        return 0;
      }
      store<u8>(mark, load<u8>(mark) | bit);
    }
    const name = at;
    at = skipSpace(at + length + 1, end);
    if (at >= end || load<u8>(at) != 0x3a) break;
    at = skipSpace(at + 1, end);
    const value = at;
    const action = entry == 0 ? UNKNOWN : load<u32>(entry, 52);
    const argument = entry == 0 ? 0 : load<u32>(entry, 56);
    if (action == DESCEND) {
      at = descend(value, end, argument, depth);
      if (unsure) return 0;
    } else {
      at = skipValue(value, end);
      if (at == 0) break;
      if (action == TEXT) store<u32>(column(4 + argument) + row * 4, internText(value, at - value));
      else if (action == RAW) {
        store<u32>(column(4 + textSlots + argument * 2) + row * 4, value);
        store<u32>(column(4 + textSlots + argument * 2 + 1) + row * 4, at - value);
      } else if (action == UNKNOWN && (entry == 0 || says(value, at - value))) {
        gather(context, name - 1, length + 2, value, at - value);
      }
    }
    at = skipSpace(at, end);
    if (at >= end) break;
    const after = load<u8>(at);
    if (after == 0x7d) return at + 1;
    if (after != 0x2c) break;
    at = skipSpace(at + 1, end);
  }
  unsure = true;
  return 0;
}

/** Reads a value as an object of another context: an object, in the row itself the JSON text of one, or nothing (null, ""). */
function descend(value: u32, end: u32, context: u32, depth: u32): u32 {
  if (value >= end || depth > 6) {
    unsure = true;
    return 0;
  }
  const first = load<u8>(value);
  if (first == 0x7b) return readObject(value, end, context, depth + 1);
  const after = skipValue(value, end);
  if (after == 0) {
    unsure = true;
    return 0;
  }
  if (first == 0x22) {
    if (after == value + 2) return after;
    // Only a column of the row is ever spelled as text; further inside a text is a text.
    if (depth > 0) {
      unsure = true;
      return 0;
    }
    const from = scratchTop;
    const to = unescape(value + 1, after - 1);
    if (to == 0 || load<u8>(from) != 0x7b) {
      unsure = true;
      return 0;
    }
    if (readObject(from, to, context, depth + 1) != to) unsure = true;
    return after;
  }
  // null says nothing; anything else is for the whole parser to judge.
  if (first != 0x6e) unsure = true;
  return after;
}

/** False for null and the empty text. */
function says(value: u32, length: u32): bool {
  const first = load<u8>(value);
  return first != 0x6e && (first != 0x22 || length != 2);
}

/** Appends a field that is not known. One that nobody named here can be there twice: then its null counts too. */
function gather(context: u32, name: u32, nameLength: u32, value: u32, valueLength: u32): void {
  if (load<u32>(contextUnknown + context * 4) == DROP_UNKNOWN) return;
  let to = load<u32>(gatheredEnd + context * 4);
  if (to != 0 && to != scratchTop) {
    // Something else was put behind what is gathered: it moves to the top.
    const from = load<u32>(gatheredAt + context * 4);
    if (scratchTop + (to - from) > scratchEnd) {
      unsure = true;
      return;
    }
    memory.copy(scratchTop, from, to - from);
    store<u32>(gatheredAt + context * 4, scratchTop);
    scratchTop += to - from;
    to = scratchTop;
  }
  if (scratchTop + nameLength + valueLength + 2 > scratchEnd) {
    unsure = true;
    return;
  }
  if (to == 0) store<u32>(gatheredAt + context * 4, scratchTop);
  else {
    store<u8>(scratchTop, 0x2c);
    scratchTop += 1;
  }
  memory.copy(scratchTop, name, nameLength);
  scratchTop += nameLength;
  store<u8>(scratchTop, 0x3a);
  scratchTop += 1;
  memory.copy(scratchTop, value, valueLength);
  scratchTop += valueLength;
  store<u32>(gatheredEnd + context * 4, scratchTop);
}

function findKey(base: u32, entries: u32, at: u32, length: u32): u32 {
  let slot = hashKey(at, length) & (CONTEXT_TABLE - 1);
  let index = <u32>load<u16>(base + slot * 2);
  while (index != 0xffff) {
    const entry = entries + index * KEY_BYTES;
    if (load<u32>(entry, 48) == length && sameKey(at, entry, length + 1)) return entry;
    slot = (slot + 1) & (CONTEXT_TABLE - 1);
    index = <u32>load<u16>(base + slot * 2);
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function sameKey(at: u32, entry: u32, length: u32): bool {
  const first = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(entry)));
  if (length <= 16) return (~first & ((1 << length) - 1)) == 0;
  if (first != 0xffff) return false;
  const second = <u32>i8x16.bitmask(i8x16.eq(v128.load(at + 16), v128.load(entry + 16)));
  if (length <= 32) return (~second & <u32>((<u64>1 << (length - 16)) - 1)) == 0;
  if (second != 0xffff) return false;
  const third = <u32>i8x16.bitmask(i8x16.eq(v128.load(at + 32), v128.load(entry + 32)));
  return (~third & ((1 << (length - 32)) - 1)) == 0;
}

// ---- Values.

// @ts-ignore: decorator
@inline
function isSpace(byte: u8): bool {
  return byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09;
}

// @ts-ignore: decorator
@inline
function skipSpace(at: u32, end: u32): u32 {
  while (at < end && isSpace(load<u8>(at))) at += 1;
  return at;
}

function findByte(from: u32, end: u32, byte: u8): u32 {
  const wanted = i8x16.splat(byte);
  for (let at = from; at < end; at += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (mask != 0) {
      const found = at + ctz(mask);
      return found < end ? found : end;
    }
  }
  return end;
}

/** Set by `findStringEnd`: the string holds an escape. */
let escaped: bool = false;

/** Where the quote stands that ends the string whose first character is at `from`; 0 when none does. */
function findStringEnd(from: u32, end: u32): u32 {
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
function skipValue(at: u32, end: u32): u32 {
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

/** Writes the text that a JSON string spells to the top of the scratch region; gives its end, 0 when it is odd. */
function unescape(from: u32, end: u32): u32 {
  const slash = i8x16.splat(0x5c);
  let to = scratchTop;
  if (to + (end - from) + PAD > scratchEnd) return 0;
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
  scratchTop = to + PAD;
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

// ---- Dictionaries.

/** The number of a text as it is spelled, from 1. */
function internText(at: u32, length: u32): u32 {
  const hash = hashBytes(at, length);
  let slot = hash & wordMask;
  for (;;) {
    const number = load<u32>(wordTable + slot * 4);
    if (number == 0) break;
    const entry = wordEntries + number * 12;
    if (load<u32>(entry, 8) == hash && load<u32>(entry, 4) == length && sameBytes(at, load<u32>(entry), length)) {
      return number;
    }
    slot = (slot + 1) & wordMask;
  }
  if (wordCount >= wordCap || arenaTop + length > arenaEnd) {
    unsure = true;
    return 0;
  }
  const number = wordCount;
  wordCount += 1;
  memory.copy(arenaTop, at, length);
  store<u32>(wordEntries + number * 12, arenaTop);
  store<u32>(wordEntries + number * 12, length, 4);
  store<u32>(wordEntries + number * 12, hash, 8);
  arenaTop += length;
  store<u32>(wordTable + slot * 4, number);
  return number;
}

function internCombo(): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let slot: u32 = 0; slot < comboSlots; slot += 1) {
    hash = (hash ^ load<u32>(column(4 + slot) + row * 4)) * 0x9e3779b1;
    hash ^= hash >>> 15;
  }
  let at = hash & comboMask;
  for (;;) {
    const number = load<u32>(comboTable + at * 4);
    if (number == 0) break;
    if (sameCombo(number - 1)) return number - 1;
    at = (at + 1) & comboMask;
  }
  const number = comboCount;
  comboCount += 1;
  for (let slot: u32 = 0; slot < comboSlots; slot += 1) {
    store<u32>(comboEntries + (number * comboSlots + slot) * 4, load<u32>(column(4 + slot) + row * 4));
  }
  store<u32>(comboTable + at * 4, number + 1);
  return number;
}

function sameCombo(number: u32): bool {
  const entry = comboEntries + number * comboSlots * 4;
  for (let slot: u32 = 0; slot < comboSlots; slot += 1) {
    if (load<u32>(entry + slot * 4) != load<u32>(column(4 + slot) + row * 4)) return false;
  }
  return true;
}

function hashBytes(from: u32, length: u32): u32 {
  let hash: u64 = 0x9e3779b97f4a7c15 ^ <u64>length;
  const end = from + length;
  let at = from;
  while (at + 8 <= end) {
    hash = (hash ^ load<u64>(at)) * 0xff51afd7ed558ccd;
    hash ^= hash >>> 32;
    at += 8;
  }
  if (at < end) {
    const left = <u64>(end - at);
    hash = (hash ^ (load<u64>(at) & ((<u64>1 << (left * 8)) - 1))) * 0xff51afd7ed558ccd;
    hash ^= hash >>> 32;
  }
  return <u32>(hash ^ (hash >>> 29));
}

function sameBytes(left: u32, right: u32, length: u32): bool {
  let at: u32 = 0;
  while (at + 16 <= length) {
    if (i8x16.bitmask(i8x16.eq(v128.load(left + at), v128.load(right + at))) != 0xffff) return false;
    at += 16;
  }
  if (at == length) return true;
  const mask = <u32>i8x16.bitmask(i8x16.eq(v128.load(left + at), v128.load(right + at)));
  return (~mask & ((1 << (length - at)) - 1)) == 0;
}

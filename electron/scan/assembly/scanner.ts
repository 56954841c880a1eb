// Cuts lines of JSON into the values of chosen fields, sixteen bytes at a time. AssemblyScript: a typed dialect of
// TypeScript that becomes WebAssembly; scanner.ts beside this folder loads it, says what it is given and gives back.
//
// It checks the outer object of a line and what is chosen of it, not every byte of what is skipped. What it cannot read
// for certain it marks, and the caller reads that line with a whole JSON parser.

import { align, findByte, isSpace, PAD, skipSpace } from './bytes';
import { combinationsAreCrowded, forgetCombinations, internCombination, layCombinations } from './combinations';
import {
  addField,
  contextBase,
  contextCount,
  contextUnknown,
  CONTEXT_KEYS,
  CONTEXT_TABLE,
  CONTEXTS,
  DESCEND,
  DROP_UNKNOWN,
  findKey,
  forgetFields,
  KEY_BYTES,
  KEY_TEXT,
  layFields,
  RAW,
  sameKey,
  TEXT,
  UNKNOWN,
} from './known-fields';
import { escaped, findStringEnd, skipValue, unescape } from './values';
import { forgetWords, internWord, layWords, wordsAreCrowded } from './words';

export { combosOffset } from './combinations';
export { keepUnknown } from './known-fields';
export { wordLength, wordOffset } from './words';

// ---- Memory: regions one after the other, laid out by `init`.

let inputAt: u32 = 0;
let inputSize: u32 = 0;
let scratchAt: u32 = 0;
let scratchEnd: u32 = 0;
let scratchTop: u32 = 0;
let rowsAt: u32 = 0;
let rowCap: u32 = 0;
let textSlots: u32 = 0;
let rawSlots: u32 = 0;

/** Where the next row to be read begins, relative to the input, after `scan`. */
let nextAt: u32 = 0;

/** Lays the memory out and empties everything. */
export function init(
  input: u32,
  rows: u32,
  texts: u32,
  raws: u32,
  combined: u32,
  maxWords: u32,
  arena: u32,
  maxCombinations: u32,
): void {
  inputSize = input;
  rowCap = rows;
  textSlots = texts;
  rawSlots = raws;
  let at = align(<u32>__heap_base);
  inputAt = at;
  at = align(at + input + PAD);
  scratchAt = at;
  // What is unescaped is shorter than it was, but is padded; what is gathered comes beside it.
  scratchEnd = at + input + rows * 2 * PAD;
  at = layFields(align(scratchEnd + PAD));
  rowsAt = at;
  // Per row: start, length, flags, combination, a word a text slot, offset and length a raw slot.
  at = align(at + rows * 4 * (4 + texts + raws * 2));
  at = layWords(at, maxWords, arena);
  at = layCombinations(at, maxCombinations, combined);
  const pages = <i32>((at + 65535) >>> 16) - memory.size();
  if (pages > 0) memory.grow(pages);
  forgetFields();
  forget();
}

/** Empties both dictionaries; numbers that were given lose their meaning. */
export function forget(): void {
  forgetWords();
  forgetCombinations();
}

export function inputOffset(): u32 { return inputAt; }
export function rowsOffset(): u32 { return rowsAt; }
export function next(): u32 { return nextAt; }

/** The dictionaries are nearly full: time to `forget`. */
export function crowded(rows: u32): bool {
  return wordsAreCrowded(rows * textSlots, inputSize) || combinationsAreCrowded(rows);
}

/** Makes a field known: its name lies at the beginning of the input, `length` bytes of at most 47. */
export function addKey(context: u32, length: u32, action: u32, argument: u32): void {
  addField(context, inputAt, length, action, argument);
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
    store<u32>(column(4 + load<u32>(contextUnknown + context * 4)) + row * 4, intern(from, to - from));
  }
  if (unsure) {
    store<u32>(column(2) + row * 4, UNSURE);
    return;
  }
  store<u32>(column(2) + row * 4, OK);
  store<u32>(column(3) + row * 4, internCombination(column(4) + row * 4, rowCap * 4));
}

/** Reads an object that begins at `start`; gives where it ended, after its brace. Sets `unsure` when it is odd. */
function readObject(start: u32, end: u32, context: u32, depth: u32): u32 {
  const base = contextBase(context);
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
      if (action == TEXT) store<u32>(column(4 + argument) + row * 4, intern(value, at - value));
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
    const to = unescape(value + 1, after - 1, from, scratchEnd);
    if (to == 0 || load<u8>(from) != 0x7b) {
      unsure = true;
      return 0;
    }
    scratchTop = to + PAD;
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

/** The number of a text; `unsure` when there is no room for it. */
function intern(at: u32, length: u32): u32 {
  const number = internWord(at, length);
  if (number == 0) unsure = true;
  return number;
}

// Fields that are known, by context, and what becomes of each.

import { align } from './bytes';

let keysAt: u32 = 0;

export const SKIP: u32 = 0;
export const RAW: u32 = 1;
export const TEXT: u32 = 2;
export const DESCEND: u32 = 3;
export const UNKNOWN: u32 = 4;

/** What becomes of unknown fields of a context. */
export const DROP_UNKNOWN: u32 = 255;

/** An entry: key text and closing quote padded to 48 bytes, then length, action, argument, index of the entry expected next. */
export const KEY_BYTES: u32 = 64;
export const KEY_TEXT: u32 = 47;
export const CONTEXT_KEYS: u32 = 128;
export const CONTEXT_TABLE: u32 = 512;
/** A context: table of 512 entry numbers (u16), then entries. */
export const CONTEXT_BYTES: u32 = CONTEXT_TABLE * 2 + CONTEXT_KEYS * KEY_BYTES;
export const CONTEXTS: u32 = 8;

export const contextCount = memory.data(<i32>CONTEXTS * 4);
export const contextUnknown = memory.data(<i32>CONTEXTS * 4);

/** Takes their place from `at` on; gives where that ends. */
export function layFields(at: u32): u32 {
  keysAt = at;
  return align(at + CONTEXTS * CONTEXT_BYTES);
}

/** Makes all fields unknown. */
export function forgetFields(): void {
  for (let context: u32 = 0; context < CONTEXTS; context += 1) {
    memory.fill(keysAt + context * CONTEXT_BYTES, 0xff, CONTEXT_TABLE * 2);
    store<u32>(contextCount + context * 4, 0);
    store<u32>(contextUnknown + context * 4, DROP_UNKNOWN);
  }
}

/** Where the table of a context begins; its entries follow it. */
// @ts-ignore: decorator
@inline
export function contextBase(context: u32): u32 {
  return keysAt + context * CONTEXT_BYTES;
}

/** Makes a field known by its name, `length` bytes of at most 47. */
export function addField(context: u32, name: u32, length: u32, action: u32, argument: u32): void {
  const base = keysAt + context * CONTEXT_BYTES;
  const count = load<u32>(contextCount + context * 4);
  const entry = base + CONTEXT_TABLE * 2 + count * KEY_BYTES;
  memory.fill(entry, 0, KEY_BYTES);
  memory.copy(entry, name, length);
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


export function findKey(base: u32, entries: u32, at: u32, length: u32): u32 {
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
export function sameKey(at: u32, entry: u32, length: u32): bool {
  const first = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(entry)));
  if (length <= 16) return (~first & ((1 << length) - 1)) == 0;
  if (first != 0xffff) return false;
  const second = <u32>i8x16.bitmask(i8x16.eq(v128.load(at + 16), v128.load(entry + 16)));
  if (length <= 32) return (~second & <u32>((<u64>1 << (length - 16)) - 1)) == 0;
  if (second != 0xffff) return false;
  const third = <u32>i8x16.bitmask(i8x16.eq(v128.load(at + 32), v128.load(entry + 32)));
  return (~third & ((1 << (length - 32)) - 1)) == 0;
}

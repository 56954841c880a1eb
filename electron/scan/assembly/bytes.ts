// Bytes of the memory, looked at sixteen at a time.

/** Bytes that may be read beyond a region's end, because sixteen are looked at together. */
export const PAD: u32 = 64;


export function align(at: u32): u32 {
  return (at + 63) & ~63;
}

// @ts-ignore: decorator
@inline
export function isSpace(byte: u8): bool {
  return byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09;
}

// @ts-ignore: decorator
@inline
export function skipSpace(at: u32, end: u32): u32 {
  while (at < end && isSpace(load<u8>(at))) at += 1;
  return at;
}


export function findByte(from: u32, end: u32, byte: u8): u32 {
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


export function hashBytes(from: u32, length: u32): u32 {
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


export function sameBytes(left: u32, right: u32, length: u32): bool {
  let at: u32 = 0;
  while (at + 16 <= length) {
    if (i8x16.bitmask(i8x16.eq(v128.load(left + at), v128.load(right + at))) != 0xffff) return false;
    at += 16;
  }
  if (at == length) return true;
  const mask = <u32>i8x16.bitmask(i8x16.eq(v128.load(left + at), v128.load(right + at)));
  return (~mask & ((1 << (length - at)) - 1)) == 0;
}

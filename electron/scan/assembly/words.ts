// The dictionary of texts: an open-addressing table of numbers, entries of (offset, length, hash), and the texts.

import { align, hashBytes, PAD, sameBytes } from './bytes';

let wordTable: u32 = 0;
let wordMask: u32 = 0;
let wordEntries: u32 = 0;
let wordCap: u32 = 0;
let wordCount: u32 = 1;
let arenaAt: u32 = 0;
let arenaEnd: u32 = 0;
let arenaTop: u32 = 0;

/** Takes its place from `at` on; gives where that ends. `words` is a power of two. */
export function layWords(at: u32, words: u32, arena: u32): u32 {
  wordCap = words;
  wordMask = words * 2 - 1;
  wordTable = at;
  wordEntries = align(at + words * 2 * 4);
  arenaAt = align(wordEntries + words * 12);
  arenaEnd = arenaAt + arena;
  return align(arenaEnd + PAD);
}

/** Empties it; numbers that were given lose their meaning. */
export function forgetWords(): void {
  memory.fill(wordTable, 0, (wordMask + 1) * 4);
  wordCount = 1;
  arenaTop = arenaAt;
}

/** True when it may not hold so many more words of so many bytes together. */
export function wordsAreCrowded(more: u32, bytes: u32): bool {
  return wordCount + more > wordCap || arenaTop + bytes + PAD > arenaEnd;
}

export function wordOffset(word: u32): u32 { return load<u32>(wordEntries + word * 12); }
export function wordLength(word: u32): u32 { return load<u32>(wordEntries + word * 12, 4); }

/** The number of a text as it is spelled, from 1; 0 when there is no room for it. */
export function internWord(at: u32, length: u32): u32 {
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
  if (wordCount >= wordCap || arenaTop + length > arenaEnd) return 0;
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

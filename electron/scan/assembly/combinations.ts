// The dictionary of combinations: numbers for what some columns of a row say together.

import { align } from './bytes';

let comboTable: u32 = 0;
let comboMask: u32 = 0;
let comboEntries: u32 = 0;
let comboCap: u32 = 0;
let comboCount: u32 = 0;
let comboSlots: u32 = 0;

/** Takes its place from `at` on; gives where that ends. `most` is a power of two; `slots`: columns of a combination. */
export function layCombinations(at: u32, most: u32, slots: u32): u32 {
  comboCap = most;
  comboMask = most * 2 - 1;
  comboSlots = slots;
  comboTable = at;
  comboEntries = align(at + most * 2 * 4);
  return align(comboEntries + most * slots * 4);
}

/** Empties it; numbers that were given lose their meaning. */
export function forgetCombinations(): void {
  memory.fill(comboTable, 0, (comboMask + 1) * 4);
  comboCount = 0;
}

/** True when it may not hold so many more. */
export function combinationsAreCrowded(more: u32): bool {
  return comboCount + more > comboCap;
}

export function combosOffset(): u32 { return comboEntries; }

/** The number of what a row says, from 0. `first`: where the row is in the first column; `stride`: from column to column. */
export function internCombination(first: u32, stride: u32): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let slot: u32 = 0; slot < comboSlots; slot += 1) {
    hash = (hash ^ load<u32>(first + slot * stride)) * 0x9e3779b1;
    hash ^= hash >>> 15;
  }
  let at = hash & comboMask;
  for (;;) {
    const number = load<u32>(comboTable + at * 4);
    if (number == 0) break;
    if (isSame(number - 1, first, stride)) return number - 1;
    at = (at + 1) & comboMask;
  }
  const number = comboCount;
  comboCount += 1;
  for (let slot: u32 = 0; slot < comboSlots; slot += 1) {
    store<u32>(comboEntries + (number * comboSlots + slot) * 4, load<u32>(first + slot * stride));
  }
  store<u32>(comboTable + at * 4, number + 1);
  return number;
}

function isSame(number: u32, first: u32, stride: u32): bool {
  const entry = comboEntries + number * comboSlots * 4;
  for (let slot: u32 = 0; slot < comboSlots; slot += 1) {
    if (load<u32>(entry + slot * 4) != load<u32>(first + slot * stride)) return false;
  }
  return true;
}

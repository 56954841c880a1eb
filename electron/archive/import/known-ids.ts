/**
 * Which requests were met, by the hashes of their ids: a table without objects, because there are millions of them. Cut
 * into parts, so that growing copies only a small one.
 */
export interface KnownIds {
  /** Adds an id; gives the reference it was first added with, -1 when it is new. References are below 2^32. */
  add(high: number, low: number, reference: number): number;
  /** The reference of an id, -1 when it is not known. */
  find(high: number, low: number): number;
  readonly size: number;
}

const PARTS = 64;
const PART_SHIFT = 26;
const FIRST_SLOTS = 1024;
const FIELDS = 3;

interface Part {
  /** High, low and reference + 1 of each; 0 in the last is an empty place. */
  slots: Uint32Array;
  count: number;
}

export function createKnownIds(): KnownIds {
  const parts: Part[] = Array.from({ length: PARTS }, () => ({
    slots: new Uint32Array(FIRST_SLOTS * FIELDS),
    count: 0,
  }));
  let size = 0;

  /** Where an id is, or would be, in a part. */
  function place(slots: Uint32Array, high: number, low: number): number {
    const places = slots.length / FIELDS;
    let at = (low & (places - 1)) * FIELDS;
    while (slots[at + 2] !== 0 && !(slots[at + 1] === low && slots[at] === high)) {
      at += FIELDS;
      if (at === slots.length) at = 0;
    }
    return at;
  }

  function grow(part: Part): void {
    const larger = new Uint32Array(part.slots.length * 2);
    const { slots } = part;
    for (let at = 0; at < slots.length; at += FIELDS) {
      if (slots[at + 2] === 0) continue;
      const to = place(larger, slots[at] ?? 0, slots[at + 1] ?? 0);
      larger[to] = slots[at] ?? 0;
      larger[to + 1] = slots[at + 1] ?? 0;
      larger[to + 2] = slots[at + 2] ?? 0;
    }
    part.slots = larger;
  }

  return {
    add(high, low, reference) {
      const part = parts[high >>> PART_SHIFT] as Part;
      if (part.count * FIELDS * 4 > part.slots.length * 3) grow(part);
      const { slots } = part;
      const at = place(slots, high, low);
      const known = slots[at + 2] ?? 0;
      if (known !== 0) return known - 1;
      slots[at] = high;
      slots[at + 1] = low;
      slots[at + 2] = reference + 1;
      part.count += 1;
      size += 1;
      return -1;
    },
    find(high, low) {
      const { slots } = parts[high >>> PART_SHIFT] as Part;
      return (slots[place(slots, high, low) + 2] ?? 0) - 1;
    },
    get size() {
      return size;
    },
  };
}

/**
 * Which requests were met, by the hashes of their ids: a table without objects, because there are millions of them. Cut
 * into parts, so that growing copies only a small one. It holds forty of the sixty-four bits of a hash: in ten million
 * requests some ninety look like another, and whoever is told so has to compare the ids themselves.
 */
export interface KnownIds {
  /** Adds an id; gives the reference it was first added with, -1 when it is new. References are below 2^32. */
  add(high: number, low: number, reference: number): number;
  /** The reference of an id, -1 when it is not known. */
  find(high: number, low: number): number;
}

const PARTS = 256;
const PART_SHIFT = 24;
const FIRST_PLACES = 512;
/** How full a part may be, and how much larger it becomes. */
const FULL = 0.8;
const GROWTH = 1.4;
const FIELDS = 2;
const TWO_32 = 2 ** 32;

interface Part {
  /** Low half and reference + 1 of each; 0 in the second is an empty place. */
  slots: Uint32Array;
  places: number;
  count: number;
}

export function createKnownIds(): KnownIds {
  const parts: Part[] = Array.from({ length: PARTS }, () => ({
    slots: new Uint32Array(FIRST_PLACES * FIELDS),
    places: FIRST_PLACES,
    count: 0,
  }));

  /** Where an id is, or would be, in a part. */
  function place(slots: Uint32Array, places: number, low: number): number {
    let at = Math.floor((low * places) / TWO_32) * FIELDS;
    while (slots[at + 1] !== 0 && slots[at] !== low) {
      at += FIELDS;
      if (at === slots.length) at = 0;
    }
    return at;
  }

  function grow(part: Part): void {
    const places = Math.ceil(part.places * GROWTH);
    const larger = new Uint32Array(places * FIELDS);
    const { slots } = part;
    for (let at = 0; at < slots.length; at += FIELDS) {
      if (slots[at + 1] === 0) continue;
      const to = place(larger, places, slots[at] ?? 0);
      larger[to] = slots[at] ?? 0;
      larger[to + 1] = slots[at + 1] ?? 0;
    }
    part.slots = larger;
    part.places = places;
  }

  return {
    add(high, low, reference) {
      const part = parts[high >>> PART_SHIFT] as Part;
      if (part.count > part.places * FULL) grow(part);
      const { slots } = part;
      const at = place(slots, part.places, low);
      const known = slots[at + 1] ?? 0;
      if (known !== 0) return known - 1;
      slots[at] = low;
      slots[at + 1] = reference + 1;
      part.count += 1;
      return -1;
    },
    find(high, low) {
      const { slots, places } = parts[high >>> PART_SHIFT] as Part;
      return (slots[place(slots, places, low) + 1] ?? 0) - 1;
    },
  };
}

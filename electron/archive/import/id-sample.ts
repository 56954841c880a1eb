/** How many hashes of ids are kept of a segment: that all of them come again by chance where others do not is out of the question. */
const SAMPLE = 32;
const TWO_32 = 2 ** 32;
const HEX_LENGTH = 16;

/**
 * Some of the ids of a segment, by which it is found out that its requests came again when it can no longer be read: the
 * smallest of their hashes, 16 hex digits each.
 *
 * @param hashes two halves of the hash of each id
 */
export function sampleIds(hashes: Uint32Array): string {
  const rows = hashes.length / 2;
  // Hashes are spread evenly: about twice as many as are wanted lie below.
  const limit = rows <= SAMPLE * 2 ? TWO_32 : (TWO_32 / rows) * SAMPLE * 2;
  const found: string[] = [];
  for (let at = 0; at < hashes.length; at += 2)
    if ((hashes[at] ?? 0) < limit) found.push(hex(hashes[at] ?? 0) + hex(hashes[at + 1] ?? 0));
  return [...new Set(found)].toSorted().slice(0, SAMPLE).join('');
}

/** Whether all of a sample are known, by the two halves of each hash. */
export function isSampleKnown(sample: string, isKnown: (high: number, low: number) => boolean): boolean {
  if (sample === '') return false;
  for (let at = 0; at < sample.length; at += HEX_LENGTH) {
    const half = at + HEX_LENGTH / 2;
    const high = Number.parseInt(sample.slice(at, half), 16);
    const low = Number.parseInt(sample.slice(half, at + HEX_LENGTH), 16);
    if (!isKnown(high, low)) return false;
  }
  return true;
}

function hex(half: number): string {
  return half.toString(16).padStart(HEX_LENGTH / 2, '0');
}

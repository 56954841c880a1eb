import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

import * as v from 'valibot';

/**
 * The file of a segment: eight bytes of magic, the length and the checksum of a header, the header as JSON, and the
 * sections that it names, one after the other. Each section has a checksum of its own, so that a part can be read and
 * trusted without reading the whole.
 */

/** Layout of the files written by this version; newer ones are refused. */
export const LAYOUT = 2;

const MAGIC = 'GHSEG\r\n\0';
const FIXED = 16;
/** No header is that long: what says so is damaged. */
const MOST_HEADER = 16_000_000;

const SectionSchema = v.object({
  name: v.string(),
  /** From the end of the header, bytes. */
  at: v.number(),
  bytes: v.number(),
  /** Unpacked, bytes; the same as `bytes` where it is not packed. */
  unpacked: v.number(),
  packed: v.boolean(),
  crc: v.number(),
});
export type SectionEntry = v.InferOutput<typeof SectionSchema>;

/** What a section is before it is written. */
export interface SectionContent {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** `runs`: numbers, where the same byte comes again at once. `text`: what repeats from afar. `no`: nothing repeats. */
  readonly pack: 'runs' | 'text' | 'no';
}

const HeaderSchema = v.object({ layout: v.number(), facts: v.unknown(), sections: v.array(SectionSchema) });

/** Puts a file together. */
export function writeSections(facts: unknown, contents: readonly SectionContent[]): Buffer {
  let at = 0;
  const parts: Uint8Array[] = [];
  const sections: SectionEntry[] = contents.map(({ name, bytes, pack }) => {
    const shorter = pack === 'no' ? bytes : packed(bytes, pack);
    const kept = shorter.length < bytes.length ? shorter : bytes;
    const entry = {
      name,
      at,
      bytes: kept.length,
      unpacked: bytes.length,
      packed: kept !== bytes,
      crc: crc32(kept),
    };
    parts.push(kept);
    at += kept.length;
    return entry;
  });
  const header = Buffer.from(JSON.stringify({ layout: LAYOUT, facts, sections }));
  const fixed = Buffer.alloc(FIXED);
  fixed.write(MAGIC, 'latin1');
  fixed.writeUInt32LE(header.length, 8);
  fixed.writeUInt32LE(crc32(header), 12);
  return Buffer.concat([fixed, header, ...parts]);
}

function packed(bytes: Uint8Array, pack: 'runs' | 'text'): Uint8Array {
  if (bytes.length < 32) return bytes;
  if (pack === 'text') return deflateRawSync(bytes, { level: 6 });
  return deflateRawSync(bytes, { level: 1, strategy: constants.Z_RLE, memLevel: 9 });
}

/** A file that is no whole segment, with what is wrong in words. */
export class DamagedError extends Error {}

/** A file of a newer layout. */
export class NewerLayoutError extends Error {
  constructor(readonly layout: number) {
    super(`layout ${layout}`);
  }
}

/** The header of a file and where its sections are. */
export interface SectionTable {
  readonly facts: unknown;
  readonly sections: ReadonlyMap<string, SectionEntry>;
  /** Where the first section begins in the file. */
  readonly begin: number;
  /** How long the file must be. */
  readonly size: number;
}

/** How many bytes of the file's beginning {@link readTable} needs, told by its first sixteen. */
export function headerEnd(start: Buffer): number {
  if (start.length < FIXED) throw new DamagedError(start.length === 0 ? 'it is empty' : 'it is cut off');
  if (start.toString('latin1', 0, 8) !== MAGIC) throw new DamagedError('it does not begin as a segment does');
  const length = start.readUInt32LE(8);
  if (length > MOST_HEADER) throw new DamagedError('its header is damaged');
  return FIXED + length;
}

/** Reads the header; `start` is at least {@link headerEnd} long. Throws {@link DamagedError} or {@link NewerLayoutError}. */
export function readTable(start: Buffer): SectionTable {
  const begin = headerEnd(start);
  if (start.length < begin) throw new DamagedError('it is cut off');
  const header = start.subarray(FIXED, begin);
  if (crc32(header) !== start.readUInt32LE(12)) throw new DamagedError('the checksum of its header differs');
  const parsed = v.safeParse(HeaderSchema, JSON.parse(header.toString('utf8')));
  if (!parsed.success) throw new DamagedError('its header is not of this program');
  const { layout, facts, sections } = parsed.output;
  if (layout > LAYOUT) throw new NewerLayoutError(layout);
  const size = sections.reduce((end, { at, bytes }) => Math.max(end, begin + at + bytes), begin);
  return { facts, sections: new Map(sections.map((section) => [section.name, section])), begin, size };
}

/** Unpacks a section that was read from its place, after checking it. Throws {@link DamagedError}. */
export function openSection(
  { name, bytes, unpacked, packed: isPacked, crc }: SectionEntry,
  kept: Uint8Array,
): Uint8Array {
  if (kept.length !== bytes || crc32(kept) !== crc)
    throw new DamagedError(`the checksum of its part "${name}" differs`);
  if (!isPacked) return kept;
  const whole = inflateRawSync(kept, { maxOutputLength: Math.max(1, unpacked) });
  if (whole.length !== unpacked) throw new DamagedError(`its part "${name}" has not the length it must have`);
  return whole;
}

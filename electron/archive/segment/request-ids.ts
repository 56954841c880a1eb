/**
 * Request ids in few bytes. Ids are text, but of few shapes: `chatcmpl-` and 24 hexadecimal digits, a UUID, a number. A
 * shape is kept once, and of each id the digits as bytes; an id without digits is kept as the text it is.
 */

/** A run of hexadecimal digits shorter than this stays in the shape. */
const SHORTEST_RUN = 4;
const LONGEST = 1_000;
const TRIED = 8;
/** A gateway has a few shapes; where there are more, each segment knows its own, so that none carries those of all. */
const MOST_SHAPES = 256;
const HEX = hexTable();
const HALF_PAIR = /\p{Surrogate}/u;
/** An id of which nothing is packed: its bytes are its text. */
export const WHOLE_TEXT = '\u0001';
/** As JSON: text with halves of surrogate pairs, which no bytes of UTF-8 can say. */
export const JSON_TEXT = '\u0003';
/** In a shape: so many bytes of digits. Control characters do not come in ids; those that do are kept as text. */
const RUN_MARK = '\u0002';

/** One shape, made ready to be tried on bytes. */
interface Template {
  readonly shape: string;
  readonly number: number;
  readonly length: number;
  /** For each character of the id: its code where it is given, -1 for a digit. */
  readonly codes: Int16Array;
  readonly seed: number;
}

/** Ids being gathered: bytes one after the other, and for each the number of its shape. */
export interface IdWriter {
  /** Adds the id whose text is in `bytes`, if it has a shape that was met lately; false, with nothing added, if not. */
  addBytes(bytes: Uint8Array, from: number, until: number): boolean;
  addText(id: string): void;
  readonly count: number;
  readonly shapes: readonly string[];
  readonly shapeOf: Uint32Array;
  /** Where the bytes of each id begin; one more than there are ids. */
  readonly starts: Uint32Array;
  readonly bytes: Uint8Array;
  /** Two halves of a 64-bit hash of each id: the same id, the same hash, in every segment. */
  readonly hashes: Uint32Array;
  clear(): void;
}

/** Makes room for `capacity` ids. */
export function createIdWriter(capacity: number): IdWriter {
  const shapes: string[] = [];
  /** The first few are tried before an id is made a text: a gateway writes ids of two or three shapes. */
  const recent: Template[] = [];
  const templateOf = new Map<string, Template>();
  const numbers = new Map<string, number>();
  const shapeOf = new Uint32Array(capacity);
  const starts = new Uint32Array(capacity + 1);
  const hashes = new Uint32Array(capacity * 2);
  let bytes = new Uint8Array(capacity * 16);
  let count = 0;
  let last: Template | null = null;
  const encoder = new TextEncoder();

  function room(more: number): void {
    const needed = (starts[count] ?? 0) + more;
    if (needed <= bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, bytes.length * 2));
    larger.set(bytes);
    bytes = larger;
  }

  function tryTemplate(template: Template, source: Uint8Array, from: number): boolean {
    const { codes, length } = template;
    let at = starts[count] ?? 0;
    let high = -1;
    for (let index = 0; index < length; index += 1) {
      const code = source[from + index] ?? 0;
      const wanted = codes[index] ?? 0;
      if (wanted >= 0) {
        if (code !== wanted) return false;
      } else {
        const digit = HEX[code] ?? 16;
        if (digit === 16) return false;
        if (high < 0) high = digit;
        else {
          bytes[at] = high * 16 + digit;
          at += 1;
          high = -1;
        }
      }
    }
    finish(template.number, template.seed, at);
    return true;
  }

  function finish(shape: number, seed: number, end: number): void {
    hashInto(hashes, count, seed, bytes, starts[count] ?? 0, end);
    shapeOf[count] = shape;
    count += 1;
    starts[count] = end;
  }

  function numberOf(shape: string): number {
    const known = numbers.get(shape);
    if (known !== undefined) return known;
    const number = shapes.length;
    shapes.push(shape);
    numbers.set(shape, number);
    return number;
  }

  /** The template of an id; null where it has none. */
  function templateFor(id: string): Template | null {
    const shape = shapeOfId(id);
    if (shape === null) return null;
    const known = templateOf.get(shape);
    if (known !== undefined) return known;
    const template = makeTemplate(shape, numberOf(shape));
    if (recent.length < TRIED) recent.push(template);
    templateOf.set(shape, template);
    return template;
  }

  function addWhole(id: string): void {
    const shape = HALF_PAIR.test(id) ? JSON_TEXT : WHOLE_TEXT;
    const text = encoder.encode(shape === JSON_TEXT ? JSON.stringify(id) : id);
    room(text.length);
    bytes.set(text, starts[count] ?? 0);
    finish(numberOf(shape), seedOf(shape), (starts[count] ?? 0) + text.length);
  }

  function addText(id: string): void {
    const template = templateFor(id);
    room(id.length);
    if (template === null || !tryTemplate(template, Buffer.from(id, 'latin1'), 0)) addWhole(id);
    else last = template;
  }

  return {
    addBytes(source, from, until) {
      const length = until - from;
      if (length === 0) return false;
      room(length);
      if (last !== null && last.length === length && tryTemplate(last, source, from)) return true;
      for (const template of recent) {
        if (template.length !== length || !tryTemplate(template, source, from)) continue;
        last = template;
        return true;
      }
      return false;
    },
    addText,
    get count() {
      return count;
    },
    shapes,
    shapeOf,
    starts,
    get bytes() {
      return bytes;
    },
    hashes,
    clear() {
      count = 0;
      starts[0] = 0;
      if (shapes.length <= MOST_SHAPES) return;
      shapes.length = 0;
      recent.length = 0;
      templateOf.clear();
      numbers.clear();
      last = null;
    },
  };
}

/**
 * The shape of an id; null where it has no run of digits that is worth it, or characters that no shape takes. Ids with
 * a backslash have none: bytes are compared as JSON spells them, where it begins an escape.
 */
function shapeOfId(id: string): string | null {
  if (id.length > LONGEST || !/^[\x20-\x5b\x5d-\x7e]+$/.test(id)) return null;
  let packed = 0;
  const shape = id.replace(/[0-9a-f]{4,}/g, (run) => {
    const bytes = run.length >> 1;
    packed += bytes;
    return `${RUN_MARK}${String.fromCharCode(64 + bytes)}${run.slice(bytes * 2)}`;
  });
  return packed >= SHORTEST_RUN && packed * 4 >= id.length - packed * 2 ? shape : null;
}

function makeTemplate(shape: string, number: number): Template {
  const codes: number[] = [];
  for (let index = 0; index < shape.length; index += 1) {
    if (shape[index] !== RUN_MARK) {
      codes.push(shape.charCodeAt(index));
      continue;
    }
    const bytes = shape.charCodeAt(index + 1) - 64;
    for (let digit = 0; digit < bytes * 2; digit += 1) codes.push(-1);
    index += 1;
  }
  return { shape, number, length: codes.length, codes: Int16Array.from(codes), seed: seedOf(shape) };
}

/** An id again, from its shape and its bytes. */
export function idOf(shape: string, bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (shape === WHOLE_TEXT) return buffer.toString('utf8');
  if (shape === JSON_TEXT) return JSON.parse(buffer.toString('utf8')) as string;
  const hex = buffer.toString('hex');
  let at = 0;
  let id = '';
  for (let index = 0; index < shape.length; index += 1) {
    const character = shape[index] ?? '';
    if (character !== RUN_MARK) {
      id += character;
      continue;
    }
    const digits = (shape.charCodeAt(index + 1) - 64) * 2;
    id += hex.slice(at, at + digits);
    at += digits;
    index += 1;
  }
  return id;
}

/** Tells a UTF-16 unit of a stored id by its place, -1 beyond the end. */
export type IdUnit = (bytes: Uint8Array, from: number, until: number, at: number) => number;

const DIGITS = Uint8Array.from(Buffer.from('0123456789abcdef'));

/** Reads single units of ids of a shape, without making texts of them. */
export function idUnitOf(shape: string): IdUnit {
  if (shape === JSON_TEXT || shape === WHOLE_TEXT)
    return (bytes, from, until, at) => {
      // As long as all is ASCII, units are bytes.
      const end = shape === JSON_TEXT ? from : Math.min(until, from + at + 1);
      let plain = from;
      while (plain < end && (bytes[plain] ?? 0) < 128) plain += 1;
      if (plain < end || shape === JSON_TEXT) {
        const text = idOf(shape, bytes.subarray(from, until));
        return at < text.length ? text.charCodeAt(at) : -1;
      }
      return from + at < until ? (bytes[from + at] ?? 0) : -1;
    };
  const { codes } = makeTemplate(shape, 0);
  /** For each unit that is a digit, how many digits come before it. */
  const digits = new Uint16Array(codes.length);
  let count = 0;
  for (const [at, code] of codes.entries()) {
    digits[at] = count;
    if (code < 0) count += 1;
  }
  return (bytes, from, _until, at) => {
    if (at >= codes.length) return -1;
    const code = codes[at] ?? 0;
    if (code >= 0) return code;
    const digit = digits[at] ?? 0;
    const byte = bytes[from + (digit >> 1)] ?? 0;
    return DIGITS[(digit & 1) === 0 ? byte >> 4 : byte & 15] ?? 0;
  };
}

/** False where no id of this shape can hold a text, in lower case: it has a character that none of them has. */
export function shapeCanHold(shape: string, text: string): boolean {
  if (shape === WHOLE_TEXT || shape === JSON_TEXT) return true;
  const given = shape.toLowerCase();
  for (const character of text) if (!/[0-9a-f]/.test(character) && !given.includes(character)) return false;
  return true;
}

/** A number for a shape, to begin the hashes of its ids with. */
export function seedOf(shape: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < shape.length; index += 1)
    hash = Math.imul(hash ^ shape.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Writes the hash of the id in `bytes` at `index * 2` and after. Two mixes with different factors, 64 bits in all. */
export function hashInto(
  hashes: Uint32Array,
  index: number,
  seed: number,
  bytes: Uint8Array,
  from: number,
  until: number,
): void {
  let high = seed ^ 0x9e3779b9;
  let low = Math.imul(seed, 0x85ebca6b);
  let at = from;
  for (; at + 4 <= until; at += 4) {
    const word =
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24);
    high = Math.imul(high ^ word, 0xcc9e2d51);
    high ^= high >>> 15;
    low = Math.imul(low ^ word, 0x1b873593);
    low ^= low >>> 13;
  }
  for (; at < until; at += 1) {
    high = Math.imul(high ^ (bytes[at] ?? 0), 0x01000193);
    low = Math.imul(low ^ (bytes[at] ?? 0), 0x85ebca6b);
    low ^= low >>> 13;
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b);
  low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35);
  hashes[index * 2] = (high ^ (high >>> 13)) >>> 0;
  hashes[index * 2 + 1] = (low ^ (low >>> 16)) >>> 0;
}

function hexTable(): Uint8Array {
  const table = new Uint8Array(256).fill(16);
  for (let digit = 0; digit < 10; digit += 1) table[48 + digit] = digit;
  for (let digit = 10; digit < 16; digit += 1) table[87 + digit] = digit;
  return table;
}

/** The two halves of an id's hash. */
export function hashesOfId(id: string): readonly [number, number] {
  const writer = createIdWriter(1);
  writer.addText(id);
  return [writer.hashes[0] ?? 0, writer.hashes[1] ?? 0];
}

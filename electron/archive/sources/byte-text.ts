/** A JSON text that is being written, as bytes; it grows as it has to. */
export interface ByteText {
  length(): number;
  byte(code: number): void;
  bytes(bytes: Uint8Array): void;
  /** One byte of a text in UTF-8, as it is spelled between quotes. */
  escaped(code: number): void;
  /** Leaves only the beginning. */
  cut(length: number): void;
  /** Takes one byte out. */
  remove(at: number): void;
  text(from: number): string;
  /** What is written; valid until the next write. */
  whole(): Uint8Array;
}

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const SPACE = 0x20;
/** How JSON spells the control characters. */
const CONTROLS = Array.from({ length: SPACE }, (_, code) =>
  Buffer.from(JSON.stringify(String.fromCharCode(code)).slice(1, -1)),
);

/** Starts an empty text. */
export function createByteText(): ByteText {
  let buffer = Buffer.allocUnsafeSlow(4_096);
  let length = 0;

  function reserve(more: number): void {
    if (length + more <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow((length + more) * 2);
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  }

  return {
    length: () => length,
    byte(code) {
      reserve(1);
      buffer[length++] = code;
    },
    bytes(bytes) {
      reserve(bytes.length);
      buffer.set(bytes, length);
      length += bytes.length;
    },
    escaped(code) {
      reserve(6);
      const control = CONTROLS[code];
      if (control !== undefined) {
        buffer.set(control, length);
        length += control.length;
        return;
      }
      if (code === QUOTE || code === BACKSLASH) buffer[length++] = BACKSLASH;
      buffer[length++] = code;
    },
    cut(to) {
      length = to;
    },
    remove(at) {
      buffer.copyWithin(at, at + 1, length);
      length -= 1;
    },
    text: (from) => buffer.toString('utf8', from, length),
    whole: () => buffer.subarray(0, length),
  };
}

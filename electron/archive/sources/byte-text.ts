/** A JSON text that is being written, as bytes; it grows as it has to. */
export interface ByteText {
  length(): number;
  byte(code: number): void;
  bytes(bytes: Uint8Array, from: number, to: number): void;
  /** One byte of a text in UTF-8, as it is spelled between quotes. */
  escaped(code: number): void;
  /** Leaves only the beginning. */
  cut(length: number): void;
  /** Takes one byte out. */
  remove(at: number): void;
  /** True when what is written from there on is a number as JSON spells it. */
  isNumber(from: number): boolean;
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

/** Copying fewer bytes one by one is faster. */
const SHORT_BYTES = 48;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LONGEST_NUMBER = 40;
const IN_NUMBERS = Uint8Array.from({ length: 256 }, (_, code) =>
  /[-+.eE\d]/.test(String.fromCharCode(code)) ? 1 : 0,
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
    bytes(bytes, from, to) {
      reserve(to - from);
      if (to - from > SHORT_BYTES) {
        buffer.set(bytes.subarray(from, to), length);
        length += to - from;
      } else {
        for (let at = from; at < to; at += 1) buffer[length++] = bytes[at] ?? 0;
      }
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
    isNumber(from) {
      if (length - from > LONGEST_NUMBER) return false;
      for (let at = from; at < length; at += 1) if (IN_NUMBERS[buffer[at] ?? 0] === 0) return false;
      return NUMBER.test(buffer.toString('latin1', from, length));
    },
    whole: () => buffer.subarray(0, length),
  };
}

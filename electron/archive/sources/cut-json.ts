import { CUT } from './cutter.ts';
import type { Cutter } from './cutter.ts';
import type { LineSink } from './line-sink.ts';

/**
 * Where the records of a JSON text are: `list` in a list, `answer` in the list of rows of a gateway's answer
 * (`{"data": [...], "total": ...}`), `objects` one after the other. Each may come several times in a file.
 */
export type JsonLayout = 'list' | 'answer' | 'objects';

/** Under these names answers hold their rows: LiteLLM and the ledger of Doubleword, and its requests. */
const ROWS = new Set(['data', 'entries']);

const BROKEN = 'It is no JSON: a text or a bracket in it is not closed.';
const OUTSIDE = 'It stands outside of the list.';
const UNENDED = 'The file ends before its list does: rows may be missing.';

const NEW_LINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

/** Bytes that mean something inside of a text, and outside. */
const STOPS_TEXT = tableOf([QUOTE, BACKSLASH, NEW_LINE]);
const STOPS = tableOf([QUOTE, NEW_LINE, RETURN, LIST, LIST_END, OBJECT, OBJECT_END]);

const DEEPEST = 512;
const LONGEST_NAME = 16;
const LONGEST_LEAD = 64;

/**
 * Cuts JSON into records of one line each: line breaks between the parts of a record become spaces. Memory is
 * bounded whatever the text. After a record that is broken it goes on at the next line that begins as the
 * lines of records do; where a file has no such lines, nothing after the broken record can be told apart.
 */
export function cutJson(layout: JsonLayout, sink: LineSink): Cutter {
  const rowDepth = layout === 'objects' ? 0 : layout === 'list' ? 1 : 2;
  const open = new Uint8Array(DEEPEST);
  let depth = 0;
  let inRow = false;
  let inRows = rowDepth === 0;
  let inText = false;
  let escaped = false;
  /** The row is a number or a word, or something that is no JSON. */
  let isBare = false;
  let isBroken = false;
  /** Text outside of the rows, which is given up at the end of its line. */
  let isStray = false;
  /** The last text at the top of an answer: the name of what follows. */
  let name = '';
  /** What the line of a row begins with, and how much of it this line began with; -1 when it does not. */
  let lead: readonly number[] = [];
  let line: number[] | null = [];
  let matched = -1;

  function isSpace(code: number): boolean {
    return code === SPACE || code === NEW_LINE || code === RETURN || code === TAB;
  }

  function startRow(code: number): void {
    if (line !== null && code === OBJECT) lead = [...line, code];
    inRow = true;
    isBare = code !== OBJECT && code !== LIST;
    if (isBare) inText = code === QUOTE;
    else open[depth++] = code;
  }

  function endRow(): void {
    inRow = false;
    sink.end();
  }

  function breakRow(): void {
    isBroken = true;
    inText = false;
    escaped = false;
    matched = -1;
  }

  /** One bracket; false when it does not fit. */
  function bracket(code: number): boolean {
    if (code === OBJECT || code === LIST) {
      if (depth === DEEPEST) return false;
      open[depth++] = code;
      return true;
    }
    if (depth === 0 || open[depth - 1] !== (code === OBJECT_END ? OBJECT : LIST)) return false;
    depth -= 1;
    return true;
  }

  /** Inside a row that is an object or a list; the place after the last byte that was looked at. */
  function row(bytes: Uint8Array, from: number): number {
    const end = bytes.length;
    let at = from;
    if (escaped) {
      escaped = false;
      if (bytes[at] !== NEW_LINE) at += 1;
    }
    while (at < end) {
      const stops = inText ? STOPS_TEXT : STOPS;
      while (at < end && stops[bytes[at] ?? 0] === 0) at += 1;
      if (at >= end) break;
      const code = bytes[at] ?? 0;
      if (inText) {
        if (code === NEW_LINE) {
          breakRow();
          break;
        }
        if (code === QUOTE) inText = false;
        else if (at + 1 === end) escaped = true;
        else if (bytes[at + 1] !== NEW_LINE) at += 1;
      } else if (code === QUOTE) {
        inText = true;
      } else if (code === NEW_LINE || code === RETURN) {
        bytes[at] = SPACE;
      } else {
        if (!bracket(code)) {
          breakRow();
          break;
        }
        if (depth === rowDepth) {
          sink.add(bytes, from, at + 1);
          endRow();
          return at + 1;
        }
      }
      at += 1;
    }
    sink.add(bytes, from, Math.min(at, end));
    return at;
  }

  /** Inside a row that is a number, a text or no JSON at all. */
  function bare(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const code = bytes[at] ?? 0;
      if (inText && code !== NEW_LINE) {
        if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) inText = false;
      } else if (inText) {
        breakRow();
        sink.add(bytes, from, at);
        return at;
      } else if (code === QUOTE) {
        inText = true;
      } else if (code === COMMA || code === LIST_END || isSpace(code)) {
        sink.add(bytes, from, at);
        endRow();
        return at;
      }
    }
    sink.add(bytes, from, bytes.length);
    return bytes.length;
  }

  /** Behind the place where a row broke, up to the next line that begins like one of a row. */
  function broken(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const code = bytes[at] ?? 0;
      if (code === NEW_LINE) {
        matched = 0;
      } else if (matched >= 0) {
        matched = code === lead[matched] ? matched + 1 : -1;
        if (matched > 0 && matched === lead.length) {
          sink.add(bytes, from, at);
          sink.refuse(BROKEN);
          isBroken = false;
          depth = rowDepth;
          open[depth++] = OBJECT;
          sink.add(bytes, at, at + 1);
          return at + 1;
        }
      }
    }
    sink.add(bytes, from, bytes.length);
    return bytes.length;
  }

  function stray(bytes: Uint8Array, from: number): number {
    const end = bytes.indexOf(NEW_LINE, from);
    sink.add(bytes, from, end < 0 ? bytes.length : end);
    if (end < 0) return bytes.length;
    isStray = false;
    sink.refuse(OUTSIDE);
    return end;
  }

  /** Between rows. */
  function between(code: number): void {
    if (code === NEW_LINE) {
      line = [];
    } else if (isSpace(code)) {
      line = line === null || line.length === LONGEST_LEAD ? null : [...line, code];
    } else if (code === LIST_END && rowDepth > 0) {
      depth -= 1;
      inRows = false;
      name = '';
      line = null;
    } else if (code !== COMMA) {
      startRow(code);
      line = null;
    } else {
      line = null;
    }
  }

  /** Around the rows: the beginning of a list, or the other fields of an answer. False when it does not belong there. */
  function around(code: number): boolean {
    if (inText) {
      if (escaped) escaped = false;
      else if (code === BACKSLASH) escaped = true;
      else if (code === QUOTE) inText = false;
      else if (depth === 1 && name.length < LONGEST_NAME) name += String.fromCharCode(code);
      return true;
    }
    if (isSpace(code) || (code === COMMA && depth === 0)) return true;
    if (depth === 0 && code !== (layout === 'list' ? LIST : OBJECT)) return false;
    if (code === QUOTE) {
      inText = true;
      if (depth === 1) name = '';
    } else if (code === LIST || code === OBJECT || code === OBJECT_END || code === LIST_END) {
      const fits = bracket(code);
      inRows = code === LIST && depth === rowDepth && (layout === 'list' || ROWS.has(name));
      if (inRows) line = null;
      return fits;
    } else if (code === COMMA && depth === 1) {
      name = '';
    }
    return true;
  }

  return {
    push(bytes) {
      for (let at = 0; at < bytes.length;) {
        if (isBroken) at = broken(bytes, at);
        else if (isStray) at = stray(bytes, at);
        else if (inRow) at = isBare ? bare(bytes, at) : row(bytes, at);
        else {
          const code = bytes[at] ?? 0;
          if (inRows) between(code);
          else isStray = !around(code);
          if (inRow) sink.add(bytes, at, at + 1);
          if (!isStray) at += 1;
        }
      }
    },
    finish() {
      if (isBroken) sink.refuse(`${BROKEN} Nothing after it could be told apart.`);
      else if (isStray) sink.refuse(OUTSIDE);
      else if (inRow && isBare && !inText) endRow();
      else if (inRow) sink.refuse(CUT);
      else if (depth > 0) sink.note(UNENDED);
    },
  };
}

function tableOf(codes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const code of codes) table[code] = 1;
  return table;
}

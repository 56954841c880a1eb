import { holdsBodies, TAKEN_OUT } from '../../gateways/log/call-bodies.ts';
import { createByteText } from './byte-text.ts';
import type { Cutter } from './cutter.ts';
import { MAX_RECORD_BYTES } from './line-sink.ts';
import type { LineSink } from './line-sink.ts';

const NEW_LINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Columns that hold numbers; the others are texts, whatever they look like. */
const NUMBERS = new Set(
  `spend prompt_tokens completion_tokens total_tokens request_duration_ms status_code duration_ms
  reasoning_tokens batch_request_count`.split(/\s+/),
);

/** A CR in a text of JSON: `\\r`. */
const RETURN_BYTES = 2;

const UNCLOSED = 'A quote in this row is not closed.';
const NOTHING = new Uint8Array(0);

type State = 'start' | 'plain' | 'quoted' | 'quote' | 'skip';

/**
 * Makes one JSON line of each row of a CSV table (RFC 4180): the names are the columns', empty cells are left
 * out, numbers keep their spelling. Quotes, doubled quotes and line breaks in quotes are taken as spreadsheets
 * and Papa Parse take them.
 *
 * A row whose quote is not closed is refused alone: reading goes on at the line after the one it begins on. So
 * is a row with another number of cells than the header, as a cut file or a comma without quotes leaves it.
 *
 * @param columns the header's names; the first row is skipped.
 */
export function cutCsv(columns: readonly string[], delimiter: string, sink: LineSink): Cutter {
  const separator = delimiter.charCodeAt(0);
  const names = columns.map((name) => Buffer.from(`${JSON.stringify(name)}:"`));
  const areNumbers = columns.map((name) => NUMBERS.has(name));
  const stops = Uint8Array.from({ length: 256 }, (_, code) =>
    code < SPACE || code === QUOTE || code === BACKSLASH || code === separator ? 1 : 0,
  );
  const bodiesAt = columns.findIndex(holdsBodies);
  const line = createByteText();
  let state: State = 'start';
  let cells = 0;
  let isHeader = true;
  /** Where the open cell's name and value begin in the line. */
  let nameAt = 0;
  let valueAt = 0;
  /** What the row is made of, as far as it came in earlier pieces; kept to go back to, and to be shown. */
  let earlier: Uint8Array = NOTHING;
  let hasQuotes = false;
  /** The byte before was a CR that belongs to a cell, unless the line ends now. */
  let afterReturn = false;

  function openCell(): void {
    nameAt = line.length();
    const name = names[cells];
    if (isHeader || name === undefined) return;
    line.byte(nameAt === 1 ? SPACE : 0x2c);
    line.bytes(name, 0, name.length);
    valueAt = line.length();
  }

  function closeCell(): void {
    if (!isHeader && cells < names.length) {
      if (line.length() === valueAt) {
        line.cut(nameAt);
      } else if (areNumbers[cells] === true && line.isNumber(valueAt)) {
        line.remove(valueAt - 1);
      } else {
        line.byte(QUOTE);
      }
    }
    cells += 1;
  }

  function startRow(): void {
    state = 'start';
    cells = 0;
    hasQuotes = false;
    afterReturn = false;
    earlier = NOTHING;
    line.cut(0);
    line.byte(0x7b);
    openCell();
  }

  /** The row is whole. `raw` is what it was made of in this piece. */
  function endRow(raw: Uint8Array): void {
    if (afterReturn && !isHeader && cells < names.length) line.cut(line.length() - RETURN_BYTES);
    const isBlank = cells === 0 && !hasQuotes && line.length() === valueAt;
    closeCell();
    if (isHeader) {
      isHeader = [...earlier, ...raw].every((byte) => byte === RETURN || byte === SPACE);
    } else if (isBlank) {
      sink.end();
    } else if (cells !== names.length) {
      const reason = `It has ${cells} cells where the header has ${names.length}.`;
      refuse(raw, reason, Math.max(0, names.length - cells));
    } else {
      line.byte(0x7d);
      sink.add(line.whole(), 0, line.length());
      sink.end();
    }
    startRow();
  }

  /** Of a refused row what stands before the bodies of calls. */
  function shown(text: string, missing = 0): string {
    return bodiesAt < 0 ? text : firstCells(text, delimiter, bodiesAt - missing);
  }

  /** @param missing how many cells the row lacks: each may have stood before the bodies */
  function refuse(raw: Uint8Array, reason: string, missing = 0): void {
    sink.add(earlier, 0, earlier.length);
    sink.add(raw, 0, raw.length);
    sink.refuse(reason, (text) => shown(text, missing));
  }

  /** Refuses the row with what is left of its line. */
  function skipLine(row: Uint8Array): void {
    sink.add(row, 0, row.length);
    startRow();
    state = 'skip';
  }

  /** Refuses the line that the row begins on; what is left of the row is read again. */
  function giveUp(raw: Uint8Array): void {
    const row = earlier.length === 0 ? Uint8Array.from(raw) : Buffer.concat([earlier, raw]);
    const end = row.indexOf(NEW_LINE);
    if (end < 0) return skipLine(row);
    earlier = NOTHING;
    refuse(row.subarray(0, end), UNCLOSED);
    startRow();
    push(row.subarray(end + 1));
  }

  /** What a cell goes on with: as much as needs no other spelling in JSON, or one byte. The place behind it. */
  function put(bytes: Uint8Array, at: number): number {
    let end = at;
    while (end < bytes.length && stops[bytes[end] ?? 0] === 0) end += 1;
    const isKept = !isHeader && cells < names.length;
    if (end > at) {
      if (isKept) line.bytes(bytes, at, end);
      return end;
    }
    if (isKept) line.escaped(bytes[at] ?? 0);
    return at + 1;
  }

  function push(bytes: Uint8Array): void {
    let rowAt = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const code = bytes[at] ?? 0;
      if (state === 'skip') {
        const end = bytes.indexOf(NEW_LINE, at);
        sink.add(bytes, at, end < 0 ? bytes.length : end);
        if (end < 0) return;
        sink.refuse(UNCLOSED, (text) => shown(text));
        state = 'start';
        at = end;
        rowAt = at + 1;
      } else if (state === 'quoted') {
        if (code === QUOTE) state = 'quote';
        else at = put(bytes, at) - 1;
      } else if (code === separator) {
        closeCell();
        openCell();
        state = 'start';
        afterReturn = false;
      } else if (code === NEW_LINE) {
        endRow(bytes.subarray(rowAt, at));
        rowAt = at + 1;
      } else if (code === QUOTE && state !== 'plain') {
        if (state === 'quote') put(bytes, at);
        state = 'quoted';
        hasQuotes = true;
      } else if (state !== 'quote') {
        at = put(bytes, at) - 1;
        state = 'plain';
        afterReturn = code === RETURN;
      } else if (code !== SPACE && code !== RETURN) {
        // Only spaces, and the CR of the line's end, may stand behind a quote.
        giveUp(bytes.subarray(rowAt, at));
        rowAt = at;
        at -= 1;
      }
    }
    keep(bytes.subarray(rowAt));
  }

  /** Keeps what the open row is made of for the next piece. */
  function keep(raw: Uint8Array): void {
    if (state === 'skip') return;
    earlier = Buffer.concat([earlier, raw]);
    if (earlier.length <= MAX_RECORD_BYTES) return;
    if (hasQuotes) giveUp(NOTHING);
    else skipLine(earlier);
  }

  function isInQuotes(): boolean {
    return state === 'quoted';
  }

  startRow();
  return {
    push,
    finish() {
      while (isInQuotes()) giveUp(NOTHING);
      if (state === 'skip') sink.refuse(UNCLOSED, (text) => shown(text));
      else if (earlier.length > 0) endRow(NOTHING);
    },
  };
}

/** The first cells of a row, and that there were more; only those before one whose quotes are not as they should be. */
function firstCells(row: string, delimiter: string, count: number): string {
  let cellAt = 0;
  for (let cells = 0; cells < count; cells += 1) {
    const end = endOfCell(row, delimiter, cellAt);
    if (end === row.length) return row;
    if (row[end] !== delimiter) break;
    cellAt = end + 1;
  }
  return row.slice(0, cellAt) + TAKEN_OUT;
}

/** -1 where a quote is not closed. */
function endOfCell(row: string, delimiter: string, at: number): number {
  const quoted = / *"(?:[^"]|"")*" */y;
  quoted.lastIndex = at;
  const cell = quoted.exec(row);
  if (cell !== null) return at + cell[0].length;
  if (row.slice(at).trimStart().startsWith('"')) return -1;
  const end = row.indexOf(delimiter, at);
  return end < 0 ? row.length : end;
}

import type { RefusedRow } from '../../../shared/audit/logged-request.ts';

/** A piece of a log: whole JSON lines. */
export interface LogChunk {
  /**
   * One line a record, `\n` after each; the buffer below it is its own. A record that was refused here, and an
   * empty line of the source, is an empty line, so that lines count as records do.
   */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The record of the first line, from 1: a line of a file of lines, a row of a list or a table. */
  readonly firstRecord: number;
  /** Bytes of the source, as it lies on disk, that were read when this was whole. */
  readonly consumed: number;
  /** What could not even be cut into records. */
  readonly refused: readonly RefusedRow[];
  /** Of a folder: the place of each line, the file below the folder with the line or row in it. */
  readonly places?: readonly string[];
}

/** What a record becomes before it is a line: another text, the same (null), or refused. */
export type LineChange = (line: string) => { readonly text: string } | { readonly reason: string } | null;

/** Takes the bytes of records and makes chunks of lines of them. */
export interface LineSink {
  /** Adds bytes to the open record. They are copied. */
  add(bytes: Uint8Array, from: number, to: number): void;
  /** The number of the open record, from 1. */
  nextRecord(): number;
  /** True when the open record has no bytes. */
  isEmpty(): boolean;
  /** Ends the open record. One that is too long is refused. */
  end(): void;
  /**
   * Gives the open record up.
   *
   * @param shown what may be shown of its text, where the cutter knows better than the text itself what is in it
   */
  refuse(reason: string, shown?: (text: string) => string): void;
  /** Notes what is no record at all, such as a list that does not end. */
  note(reason: string): void;
  /** The chunk, once it is large enough, or whatever there is; null when it is not, or nothing is there. */
  take(consumed: number, enough: number): LogChunk | null;
}

/** Records beyond this are refused, bytes: no row of a log is that long, and memory stays bounded. */
export const MAX_RECORD_BYTES = 10_000_000;
export const TOO_LONG = 'It is longer than 10 MB.';

/** Beside the reason why a row was refused that is too long to be kept whole. */
export const KEPT_IN_PART = 'Only its first 64 kB are kept.';

/** A chunk with the record that makes it whole; the first one grows to it. */
const USUAL_BYTES = 5_242_880;
const FIRST_BYTES = 65_536;
const RAW_BYTES = 65_536;
const NEW_LINE = 0x0a;
const RETURN = 0x0d;

/**
 * @param placeOf where a record is, for people.
 * @param change what becomes of each record that is not empty; null where lines are taken as they are.
 */
export function openLineSink(placeOf: (record: number) => string, change: LineChange | null): LineSink {
  let buffer = new Uint8Array(FIRST_BYTES);
  /** Bytes of whole lines, and with the open record's. */
  let closed = 0;
  let length = 0;
  let tooLong = false;
  let record = 1;
  let firstRecord = 1;
  let refused: RefusedRow[] = [];

  function reserve(more: number): void {
    if (length + more <= buffer.length) return;
    const grown = buffer.length < USUAL_BYTES ? Math.min(buffer.length * 4, USUAL_BYTES) : buffer.length * 2;
    const larger = new Uint8Array(Math.max(length + more, grown));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  }

  function openText(limit = length - closed): string {
    return Buffer.from(buffer.buffer, closed, Math.min(limit, length - closed)).toString('utf8');
  }

  function close(): void {
    reserve(1);
    buffer[length] = NEW_LINE;
    length += 1;
    closed = length;
    record += 1;
    tooLong = false;
  }

  function refuse(reason: string, shown = (text: string) => text): void {
    const isCut = tooLong || length - closed > RAW_BYTES;
    const said = isCut ? `${reason} ${KEPT_IN_PART}` : reason;
    refused.push({ where: placeOf(record), reason: said, raw: shown(openText(RAW_BYTES)) });
    length = closed;
    close();
  }

  return {
    add(bytes, from, to) {
      if (tooLong || from >= to) return;
      tooLong = length - closed + to - from > MAX_RECORD_BYTES;
      const kept = tooLong ? Math.min(to, from + Math.max(0, RAW_BYTES - (length - closed))) : to;
      reserve(kept - from + 1);
      buffer.set(bytes.subarray(from, kept), length);
      length += kept - from;
      if (tooLong) length = Math.min(length, closed + RAW_BYTES);
    },
    nextRecord: () => record,
    isEmpty: () => length === closed && !tooLong,
    end() {
      if (tooLong) return refuse(TOO_LONG);
      if (length > closed && buffer[length - 1] === RETURN) length -= 1;
      if (change !== null && length > closed) {
        const changed = change(openText());
        if (changed !== null && 'reason' in changed) return refuse(changed.reason);
        if (changed !== null) {
          const bytes = Buffer.from(changed.text);
          length = closed;
          reserve(bytes.length + 1);
          buffer.set(bytes, length);
          length += bytes.length;
        }
      }
      close();
    },
    refuse: (reason, shown) => refuse(tooLong ? TOO_LONG : reason, shown),
    note(reason) {
      refused.push({ where: placeOf(record), reason, raw: '', noRow: true });
    },
    take(consumed, enough) {
      if (closed < enough || (closed === 0 && refused.length === 0)) return null;
      const open = buffer.subarray(closed, length);
      const next = new Uint8Array(Math.max(Math.min(buffer.length, USUAL_BYTES), open.length * 2));
      next.set(open);
      const chunk = { bytes: buffer.subarray(0, closed), firstRecord, consumed, refused };
      buffer = next;
      length = open.length;
      closed = 0;
      firstRecord = record;
      refused = [];
      return chunk;
    },
  };
}

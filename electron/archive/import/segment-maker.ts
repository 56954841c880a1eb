import type { LogRow } from '../../gateways/adapter.ts';
import { parseJson } from '../../gateways/http/lossless.ts';
import { LINE_BLANK, LINE_READ } from '../../scan/scanner.ts';
import type { ScannedLines, Scanner } from '../../scan/scanner.ts';
import { refusal } from '../refusal.ts';
import { keptRow } from '../refused-file.ts';
import { KEPT_IN_PART } from '../sources/line-sink.ts';
import type { SegmentBuilder } from '../segment/segment-builder.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import { readSourceSync } from '../sources/read-error.ts';
import { makeSegment } from './made-here.ts';
import type { Made, Piece, RefusedLine } from './made-segment.ts';

/** Adds rows that were scanned, where the gateway has a quick way to read them. */
export interface QuickRows {
  readonly scanner: Scanner;
  /** False, with nothing added, where the row has to be read whole. */
  add(lines: ScannedLines, line: number, position: number): boolean;
}

/** What a maker works with. */
export interface MakerTools {
  readonly node: string;
  /** Where segment files are written. */
  readonly folder: string;
  readonly source: SegmentSource;
  readonly builder: SegmentBuilder;
  readonly quick: QuickRows;
  readonly readRow: (row: unknown) => LogRow;
  /** A name for a segment's file that nobody else uses. */
  readonly nextName: () => string;
  readonly made: (made: Made) => void;
}

/** Turns lines into segment files. One thread; it waits for nothing but the disk. */
export interface SegmentMaker {
  /** Reads the lines that begin in these bytes of a file. */
  readRange(file: number, from: number, until: number): void;
  /** Reads lines that are numbered from `first`. */
  readLines(bytes: Uint8Array, first: number): void;
  /** Writes what is gathered. */
  flush(): void;
  /** Resolves when all that was written is on the disk; rejects when that failed. */
  synced(): Promise<void>;
}

/** The longest line that is read, bytes: no row of a log is that long, and memory stays bounded. */
export const LONGEST_LINE = 10_000_000;
/** What a scanner for a maker must take at once. */
export const INPUT_BYTES = LONGEST_LINE + 1_024;
/** Read at once: what is copied from the disk's cache is scanned while it is still in the processor's own. */
const READ_BYTES = 256 * 1024;
/** Read at once of a last line that goes on beyond its range. */
const BEYOND_BYTES = 65_536;
const RAW_LENGTH = 65_536;
const LINE_FEED = 10;
const TOO_LONG = `The line is longer than 10 MB. ${KEPT_IN_PART}`;
/** A file of nothing but refused lines is not held in memory: what is gathered is passed on at this many characters. */
const MOST_REFUSED = 4_000_000;
const NOT_JSON = 'The line is not JSON; it may have been cut.';

export function createSegmentMaker(tools: MakerTools): SegmentMaker {
  const { builder, quick } = tools;
  const { input, memory } = quick.scanner;
  let pieces: Piece[] = [];
  let piece: OpenPiece | null = null;
  /** Of the refused lines that are held, characters. */
  let refusedLength = 0;
  const syncing: Promise<void>[] = [];

  /** Scans whole lines that lie in the input; `base` is where the input's first byte is in the source. */
  function take(from: number, until: number, base: number): void {
    let at = from;
    while (at < until) {
      const { lines, next } = quick.scanner.scan(at, until);
      for (let line = 0; line < lines.count; line += 1) {
        const start = lines.start[line] ?? 0;
        const flag = lines.flags[line];
        if (flag !== LINE_BLANK) {
          if (builder.full || refusedLength > MOST_REFUSED) cut(base + start);
          const position = piece?.counts === true ? piece.from + piece.lines : base + start;
          if (flag !== LINE_READ || !quick.add(lines, line, position))
            takeWhole(start, lines.length[line] ?? 0, position);
          if (piece !== null) piece.rows += 1;
        }
        if (piece !== null) piece.lines += 1;
      }
      at = next;
    }
  }

  /** Reads a line with a whole parser: what the scanner is not sure of, and what may have to be refused. */
  function takeWhole(start: number, length: number, position: number): void {
    const text = Buffer.from(memory.buffer, input.byteOffset + start, length).toString('utf8');
    const parsed = parse(text);
    const row: LogRow = parsed === undefined ? { ok: false, reason: NOT_JSON } : tools.readRow(parsed);
    const reason = row.ok ? refusal(row.request) : row.reason;
    if (reason !== null) refuse(reason, text);
    else if (row.ok) builder.add(row.request, position);
  }

  function refuse(reason: string, text: string): void {
    const kept = keptRow({ reason, raw: text });
    refusedLength += kept.raw.length;
    piece?.refused.push({ line: piece.lines, ...kept });
  }

  /** Ends the segment before the line at `position`, in the middle of a piece. */
  function cut(position: number): void {
    const open = piece;
    if (open === null) return;
    const middle = open.counts ? open.from + open.lines : position;
    closePiece(middle);
    flush();
    piece = openPiece(middle, open.counts);
  }

  function closePiece(until: number): void {
    if (piece === null) return;
    const { from, lines, rows, refused } = piece;
    if (until > from) pieces.push({ from, until, lines, rows, refused });
    piece = null;
  }

  function flush(): void {
    refusedLength = 0;
    if (pieces.length === 0 && builder.count === 0) return;
    const done = pieces;
    pieces = [];
    if (builder.count === 0) {
      tools.made({ pieces: done, segment: null, hashes: new Uint32Array(0) });
      return;
    }
    const name = tools.nextName();
    const { made, synced } = makeSegment(tools, name, done);
    // The disk goes on by itself while the next lines are read; what it fails with is told when it is waited for.
    synced.catch(() => undefined);
    syncing.push(synced);
    builder.clear();
    tools.made(made);
  }

  return {
    readRange(file, from, until) {
      piece = openPiece(from, false);
      let position = from;
      let held = 0;
      if (from > 0 && !beginsLine(file, from)) {
        // The line that is under way here belongs to who reads what comes before.
        position = nextLine(file, from, input);
        if (position >= until) {
          closePiece(until);
          return;
        }
      }
      let ended = false;
      while (!ended) {
        const room = input.length - held;
        // The last line may go on beyond the range: what comes after is read little by little.
        const wanted = Math.min(
          room,
          Math.max(position + held < until ? Math.min(READ_BYTES, until - position - held) : BEYOND_BYTES, 1),
        );
        const got = readSourceSync(file, input, held, wanted, position + held);
        held += got;
        let end = got === 0 ? held : lastLineEnd(input, held);
        // Lines that begin at or after the end of the range are another's.
        if (position + end > until) end = endOfLineAt(input, held, until - 1 - position) || end;
        if (got === 0 || position + end >= until) ended = true;
        if (end > 0) {
          take(0, end, position);
          input.copyWithin(0, end, held);
          held -= end;
          position += end;
        } else if (held >= input.length) {
          refuse(TOO_LONG, Buffer.from(input.subarray(0, RAW_LENGTH)).toString('utf8'));
          piece.lines += 1;
          piece.rows += 1;
          position = nextLine(file, position + held, input);
          held = 0;
          if (position >= until) ended = true;
        }
      }
      closePiece(until);
    },

    readLines(bytes, first) {
      piece = openPiece(first, true);
      for (let from = 0; from < bytes.length;) {
        // Every line fits: those that are longer were refused when they were cut.
        const most = Math.min(bytes.length, from + input.length);
        const end = most === bytes.length ? most : bytes.lastIndexOf(LINE_FEED, most - 1) + 1;
        input.set(bytes.subarray(from, end));
        take(0, end - from, 0);
        from = end;
      }
      // Not from `first`: a segment may have been full in the middle.
      closePiece(piece.from + piece.lines);
    },

    flush,

    async synced() {
      const all = syncing.splice(0);
      await Promise.all(all);
    },
  };
}

/** A piece that is being read; it counts lines where it has no bytes. */
interface OpenPiece {
  from: number;
  readonly counts: boolean;
  lines: number;
  rows: number;
  readonly refused: RefusedLine[];
}

function openPiece(from: number, counts: boolean): OpenPiece {
  return { from, counts, lines: 0, rows: 0, refused: [] };
}

/** As an answer of the gateway is read, so that a row says the same from a file. Undefined when the text is no JSON. */
function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function beginsLine(file: number, at: number): boolean {
  const before = Buffer.alloc(1);
  return readSourceSync(file, before, 0, 1, at - 1) === 1 && before[0] === LINE_FEED;
}

/** Where the line after the one at `from` begins; the file's end when none does. `buffer` is written over. */
function nextLine(file: number, from: number, buffer: Uint8Array): number {
  for (let at = from; ;) {
    const got = readSourceSync(file, buffer, 0, Math.min(buffer.length, 262_144), at);
    if (got === 0) return at;
    const found = buffer.subarray(0, got).indexOf(LINE_FEED);
    if (found >= 0) return at + found + 1;
    at += got;
  }
}

/** Where the last whole line of the first `held` bytes ends. */
function lastLineEnd(bytes: Uint8Array, held: number): number {
  return bytes.lastIndexOf(LINE_FEED, held - 1) + 1;
}

/** Where the line ends that the byte at `at` is in; 0 when that is not held. */
function endOfLineAt(bytes: Uint8Array, held: number, at: number): number {
  const found = bytes.indexOf(LINE_FEED, Math.max(0, at));
  return found >= 0 && found < held ? found + 1 : 0;
}

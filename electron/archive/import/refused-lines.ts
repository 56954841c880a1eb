import type { RefusedRow } from '../../../shared/audit/logged-request.ts';
import type { RefusedFile } from '../refused-file.ts';
import type { Piece } from './made-segment.ts';
import type { Range } from './ranges.ts';

/**
 * Puts the refused lines of pieces into the side file with their places. Pieces come in any order; a line's number is
 * known when all before it have come, and what comes early waits.
 */
export interface RefusedLines {
  add(pieces: readonly Piece[]): Promise<void>;
  /** Throws when pieces still wait for one that never came: their refused lines would be lost. */
  end(): void;
}

/**
 * @param placeOf where a record is, for people; records are counted from 1
 * @param counted pieces are numbered by their records, so that each knows its place
 */
export function openRefusedLines(
  file: RefusedFile,
  placeOf: (record: number) => string,
  counted: boolean,
): RefusedLines {
  const waiting = new Map<number, Piece>();
  let at = 0;
  let lines = 0;

  function rowsOf({ refused }: Piece, first: number): readonly RefusedRow[] {
    return refused.map(({ line, reason, raw }) => ({ where: placeOf(first + line), reason, raw }));
  }

  return {
    end() {
      if ([...waiting.values()].some(({ refused }) => refused.length > 0))
        throw new RangeError('Parts of a file do not join up.');
    },
    async add(pieces) {
      if (counted) {
        for (const piece of pieces) await file.add(rowsOf(piece, piece.from));
        return;
      }
      for (const piece of pieces) waiting.set(piece.from, piece);
      for (let next = waiting.get(at); next !== undefined; next = waiting.get(at)) {
        waiting.delete(at);
        await file.add(rowsOf(next, lines + 1));
        at = next.until;
        lines += next.lines;
      }
    },
  };
}

/** Up to where everything from `from` on lies in ranges that were read; `from` where nothing does. */
export function doneUntil(from: number, done: readonly Range[]): number {
  let at = from;
  for (const range of done.toSorted((a, b) => a.from - b.from))
    if (range.from <= at && range.until > at) at = range.until;
  return at;
}

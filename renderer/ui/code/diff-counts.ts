import { Chunk } from '@codemirror/merge';
import { Text } from '@codemirror/state';

/** How two texts differ, in lines. */
export interface DiffCounts {
  /** Places that differ: runs of changed lines. */
  readonly edits: number;
  readonly added: number;
  readonly removed: number;
}

/** Bounds the work of a detailed diff: very different texts fall back to coarser marks instead of freezing. */
export const DIFF_CONFIG = { scanLimit: 2_000, timeout: 400 } as const;

/** Counts runs and lines of a diff. Equal texts give zeros. */
export function countDiff(left: string, right: string): DiffCounts {
  const before = toText(left);
  const after = toText(right);
  let added = 0;
  let removed = 0;
  const chunks = Chunk.build(before, after, DIFF_CONFIG);
  for (const chunk of chunks) {
    removed += countLines(before, chunk.fromA, chunk.toA);
    added += countLines(after, chunk.fromB, chunk.toB);
  }
  return { edits: chunks.length, added, removed };
}

function countLines(text: Text, from: number, to: number): number {
  if (from >= to) return 0;
  const last = Math.min(to - 1, text.length);
  return text.lineAt(last).number - text.lineAt(from).number + 1;
}

function toText(text: string): Text {
  return Text.of(text.split(/\r\n?|\n/));
}

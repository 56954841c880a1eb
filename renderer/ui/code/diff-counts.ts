import { Chunk } from '@codemirror/merge';
import { Text } from '@codemirror/state';
import { diffArrays } from 'diff';

/** How two texts differ, in lines. */
export interface DiffCounts {
  /** Places that differ: runs of changed lines. */
  readonly edits: number;
  readonly added: number;
  readonly removed: number;
}

/** Bounds the work of a detailed diff: very different texts fall back to coarser marks instead of freezing. */
export const DIFF_CONFIG = { scanLimit: 2_000, timeout: 400 } as const;

/**
 * Counts runs and lines of a diff. Equal texts give zeros. Runs are those of the view, so that going from one to the
 * next counts alike; lines are compared as lines, because a run of the view may be empty where only empty lines differ.
 */
export function countDiff(left: string, right: string): DiffCounts {
  const before = toLines(left);
  const after = toLines(right);
  const edits = Chunk.build(Text.of(before), Text.of(after), DIFF_CONFIG).length;
  const parts = diffArrays(before, after, { timeout: DIFF_CONFIG.timeout });
  // Too different to be told apart in time: then everything was taken out and put in.
  if (parts === undefined) return { edits, added: after.length, removed: before.length };
  const count = (which: 'added' | 'removed'): number =>
    parts.reduce((sum, part) => (part[which] ? sum + part.count : sum), 0);
  return { edits, added: count('added'), removed: count('removed') };
}

function toLines(text: string): string[] {
  return text.split(/\r\n?|\n/);
}

import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

const ADDED = { backgroundColor: 'var(--good-soft)' };
const REMOVED = { backgroundColor: 'var(--bad-soft)' };
const ADDED_TEXT = { background: 'color-mix(in oklch, var(--good) 28%, transparent)', borderRadius: '2px' };
const REMOVED_TEXT = { background: 'color-mix(in oklch, var(--bad) 26%, transparent)', borderRadius: '2px' };

/** A minus a line, cut to the height of the removed lines: the view draws those as one block. */
const MINUSES = `"${'−\\a '.repeat(400)}"`;

/**
 * Colours of a diff, and a plus or minus at each changed line, so that nothing hangs on colour alone.
 */
export const diffTheme: Extension = EditorView.theme({
  '.cm-changeGutter': { width: '18px', paddingLeft: '0', textAlign: 'center', fontWeight: '600' },
  '&.cm-merge-a .cm-changedLine': REMOVED,
  '&.cm-merge-b .cm-changedLine': ADDED,
  '.cm-deletedChunk': { ...REMOVED, paddingLeft: '0' },
  '.cm-deletedChunk .cm-deletedLine': { padding: '0 12px 0 8px' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': REMOVED_TEXT,
  '&.cm-merge-b .cm-changedText': ADDED_TEXT,
  '&.cm-merge-b .cm-deletedText': REMOVED_TEXT,
  // Colours of syntax do not stand out enough on the darker ground of what changed within a line.
  '&.cm-merge-a .cm-changedText *, &.cm-merge-b .cm-changedText *, .cm-deletedChunk .cm-deletedText, .cm-deletedChunk .cm-deletedText *':
    { color: 'var(--ink)' },
  '&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter': { ...REMOVED, color: 'var(--bad)' },
  '&.cm-merge-b .cm-changedLineGutter': { ...ADDED, color: 'var(--good)' },
  '&.cm-merge-a .cm-changedLineGutter::before': { content: '"−"' },
  '.cm-deletedLineGutter': { overflow: 'hidden' },
  '.cm-deletedLineGutter::before': { content: MINUSES, whiteSpace: 'pre' },
  '&.cm-merge-b .cm-changedLineGutter::before': { content: '"+"' },
  '.cm-collapsedLines': {
    background: 'var(--sunken)',
    color: 'var(--ink-soft)',
    fontFamily: 'var(--font-sans)',
    fontSize: 'var(--text-small)',
    padding: '2px 12px',
  },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '"⋯"', color: 'var(--ink-faint)' },
});

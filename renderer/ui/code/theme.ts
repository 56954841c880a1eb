import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** One style for light and dark: every colour is a token, and the tokens change with the theme. */
const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent-ink)' },
  { tag: [tags.string, tags.special(tags.string), tags.content], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--caution)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--ink-faint)', fontStyle: 'italic' },
  { tag: [tags.labelName, tags.typeName, tags.meta, tags.keyword], color: 'var(--series-6)' },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: 'var(--ink-soft)' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

const surface = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'transparent', fontSize: 'var(--text-small)' },
  '&.cm-focused': { outline: 'none' },
  // Above the gutters, which have a background.
  '&.cm-focused::after': {
    content: '""',
    inset: '0',
    outline: '2px solid var(--focus)',
    outlineOffset: '-2px',
    pointerEvents: 'none',
    position: 'absolute',
    zIndex: '300',
  },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in oklch, var(--ink) 5%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in oklch, var(--focus) 28%, transparent)',
  },
  // What is scrolled to the side goes on under them.
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-faint)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 12px', minWidth: '36px' },
  '.cm-foldGutter .cm-gutterElement': { width: '14px', textAlign: 'center', cursor: 'pointer' },
  '.cm-foldPlaceholder': {
    background: 'var(--sunken)',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius-small)',
    color: 'var(--ink-soft)',
    padding: '0 6px',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', color: 'inherit' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-soft)', color: 'inherit' },
  '.cm-searchMatch': { backgroundColor: 'var(--caution-soft)', outline: '1px solid var(--caution)' },
  '.cm-searchMatch.cm-searchMatch-selected': { backgroundColor: 'var(--accent-soft)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-soft)' },
});

const panels = EditorView.theme({
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--ink)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '8px 32px 8px 12px', fontFamily: 'var(--font-sans)' },
  '.cm-panel.cm-search label': { fontSize: 'var(--text-small)', color: 'var(--ink-soft)' },
  '.cm-textfield': {
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-small)',
    color: 'var(--ink)',
    padding: '2px 8px',
    fontSize: 'var(--text-small)',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-small)',
    color: 'var(--ink)',
    fontSize: 'var(--text-small)',
    padding: '2px 8px',
  },
  '.cm-button:active': { backgroundImage: 'none' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--ink-soft)', fontSize: '16px', right: '8px' },
  '.cm-textfield:focus-visible, .cm-button:focus-visible, [name=close]:focus-visible': {
    outline: '2px solid var(--focus)',
    outlineOffset: '1px',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    border: '0',
    borderRadius: 'var(--radius-small)',
    boxShadow: 'var(--shadow-2)',
    color: 'var(--ink)',
    fontFamily: 'var(--font-sans)',
    fontSize: 'var(--text-small)',
    maxWidth: '420px',
  },
  '.cm-schema-hover': { padding: '8px 12px' },
});

/** What can be typed next. */
const completion = EditorView.theme({
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-mono)',
    maxHeight: 'none',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--accent-soft)',
    color: 'var(--accent-ink)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 'var(--weight-strong)' },
  '.cm-completionDetail': { color: 'var(--ink-faint)', fontStyle: 'normal' },
  '.cm-tooltip.cm-completionInfo': { padding: '6px 10px' },
  '.cm-placeholder': { color: 'var(--ink-faint)' },
});

/** Marks of findings: a shape each, since colour alone says nothing to many; no `data:` pictures (CSP). */
const marks = EditorView.theme({
  '.cm-gutter-lint': { width: '18px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0' },
  '.cm-lint-marker': { width: '18px', height: '20px', textAlign: 'center', content: 'normal' },
  '.cm-lint-marker-error, .cm-lint-marker-warning, .cm-lint-marker-info': { content: 'normal' },
  '.cm-lint-marker-error::before': { content: '"◆"', color: 'var(--bad)' },
  '.cm-lint-marker-warning::before': { content: '"▲"', color: 'var(--caution)' },
  '.cm-lint-marker-info::before': { content: '"○"', color: 'var(--ink-faint)' },
  '.cm-lintRange': { textDecorationSkipInk: 'none' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad)' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--caution)' },
  '.cm-lintRange-info': { backgroundImage: 'none', textDecoration: 'underline dotted var(--ink-faint)' },
  '.cm-diagnostic': { padding: '6px 10px', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--caution)' },
  '.cm-diagnostic-info': { borderLeft: '3px solid var(--ink-faint)' },
});

/** How code looks everywhere in the window. */
export const codeTheme: Extension = [surface, panels, completion, marks, syntaxHighlighting(highlight)];

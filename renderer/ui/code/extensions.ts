import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit } from '@codemirror/language';
import { lintGutter, nextDiagnostic, previousDiagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import type { KeyBinding } from '@codemirror/view';

import { codeTheme } from './theme.ts';

/** What every view of YAML has: its colours, line numbers, selection, search, an accessible name. */
export function viewingExtensions(label: string): Extension {
  return [yaml(), plainExtensions(label)];
}

/** The same without the colours of a language. */
function plainExtensions(label: string): Extension {
  return [
    lineNumbers(),
    drawSelection(),
    indentUnit.of('  '),
    search({ top: true }),
    highlightSelectionMatches(),
    // The tab index makes it reachable by keyboard when it is read-only, too.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    codeTheme,
  ];
}

/** Keys and state of an editor that can be typed in. Tab indents; Escape, then Tab, leaves. */
function typingExtensions(more: readonly KeyBinding[]): Extension {
  return [
    history(),
    closeBrackets(),
    keymap.of([...more, ...closeBracketsKeymap, ...historyKeymap, indentWithTab]),
    EditorView.contentAttributes.of({
      'aria-description': 'Tab indents. To leave the editor press Escape, then Tab.',
    }),
  ];
}

/** All of an editor that is no YAML, but for its language. */
export function sharedEditing(options: {
  readonly label: string;
  readonly onText: (text: string) => void;
}): Extension {
  return [
    lintGutter(),
    plainExtensions(options.label),
    bracketMatching(),
    typingExtensions([]),
    keymap.of([...searchKeymap, ...defaultKeymap]),
    tellText(options.onText),
  ];
}

function tellText(onText: (text: string) => void): Extension {
  return EditorView.updateListener.of((update) => {
    if (update.docChanged) onText(update.state.doc.toString());
  });
}

/** All of the YAML editor. `readOnly` keeps the caret and the keys for reading, and takes away typing. */
export function editingExtensions(options: {
  readonly label: string;
  readonly readOnly: boolean;
  readonly onSave: () => void;
  readonly onText: (text: string) => void;
}): Extension {
  return [
    lintGutter(),
    viewingExtensions(options.label),
    codeFolding(),
    foldGutter({ openText: '▾', closedText: '▸' }),
    bracketMatching(),
    highlightActiveLine(),
    options.readOnly
      ? EditorState.readOnly.of(true)
      : typingExtensions([
          {
            key: 'Mod-s',
            run: () => {
              options.onSave();
              return true;
            },
          },
        ]),
    keymap.of([
      { key: 'F8', run: nextDiagnostic },
      { key: 'Shift-F8', run: previousDiagnostic },
      ...searchKeymap,
      ...foldKeymap,
      ...defaultKeymap,
    ]),
    tellText(options.onText),
  ];
}

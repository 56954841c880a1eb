import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { SQLite, sql } from '@codemirror/lang-sql';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useEffectEvent, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';

import type { QuerySchema } from '../../../../shared/contract/answers.ts';
import type { Problem } from '../../../../shared/result.ts';
import { sharedEditing } from '../../../ui/code/extensions.ts';
import { shadowRootOf } from '../../../ui/code/shadow-root.ts';
import { sqlPlace } from './sql-place.ts';

/** What a parent may ask of the editor. */
export interface SqlEditorHandle {
  focus(): void;
  /** Puts a word where the caret is, with a space before it where one is needed. */
  insert(word: string): void;
}

export interface SqlEditorProps {
  /** A value that differs from what is being edited replaces it, as one step that undo can take back. */
  readonly text: string;
  readonly schema: QuerySchema | null;
  /** Of the statement that stands here; marked at its place. */
  readonly problem: Problem | null;
  readonly onChange: (text: string) => void;
  /** Ctrl+Enter or Cmd+Enter. */
  readonly onRun: () => void;
  readonly ref?: Ref<SqlEditorHandle>;
}

/**
 * So many completions are shown at once; the arrow keys bring the others. A list that scrolled would be out of reach
 * for the keyboard, which stays in the text.
 */
const OFFERED = 10;

/** An editor for one statement, which completes tables and columns. Its height is that of its parent. */
export function SqlEditor({ text, schema, problem, onChange, onRun, ref }: SqlEditorProps): ReactNode {
  const host = useRef<HTMLDivElement | null>(null);
  const view = useRef<EditorView | null>(null);
  const language = useRef(new Compartment());
  const change = useEffectEvent((changed: string) => {
    if (changed !== text) onChange(changed);
  });
  const run = useEffectEvent(() => onRun());
  useEffect(() => {
    if (host.current === null) return undefined;
    const root = shadowRootOf(host.current);
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        extensions: [
          // Before Enter with Ctrl does what it does elsewhere.
          Prec.highest(
            keymap.of([
              {
                key: 'Mod-Enter',
                run: () => {
                  run();
                  return true;
                },
              },
            ]),
          ),
          language.current.of(languageOf(null)),
          autocompletion({ icons: false, maxRenderedOptions: OFFERED }),
          keymap.of(completionKeymap),
          placeholder('SELECT …'),
          sharedEditing({ label: 'SQL statement', onText: (changed) => change(changed) }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(languageOf(schema)) });
  }, [schema]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const place = problem === null ? null : sqlPlace(editor.state.doc.toString(), problem);
    const marks =
      problem === null || place === null
        ? []
        : [
            {
              ...place,
              severity: 'error' as const,
              message: [problem.message, problem.next].filter((words) => words !== undefined).join('\n'),
            },
          ];
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [problem]);
  useImperativeHandle(ref, () => ({
    focus: () => view.current?.focus(),
    insert: (word) => {
      if (view.current !== null) insert(view.current, word);
    },
  }));
  return <div ref={host} className="code-host" data-code-editor="" />;
}

function languageOf(schema: QuerySchema | null) {
  const tables = Object.fromEntries(
    (schema?.tables ?? []).map(({ name, meaning, columns }) => [
      name,
      {
        self: { label: name, type: 'type', detail: meaning },
        children: columns.map((column) => ({
          label: column.name,
          type: 'property',
          detail: column.type,
          info: column.meaning,
        })),
      },
    ]),
  );
  return sql({ dialect: SQLite, schema: tables, defaultTable: 'requests', upperCaseKeywords: true });
}

function insert(editor: EditorView, word: string): void {
  const { from, to } = editor.state.selection.main;
  const before = editor.state.sliceDoc(Math.max(0, from - 1), from);
  const text = /[\w,)*"']/.test(before) ? ` ${word}` : word;
  editor.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length },
    userEvent: 'input',
    scrollIntoView: true,
  });
  editor.focus();
}

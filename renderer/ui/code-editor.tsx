import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef } from 'react';
import type { ReactNode, Ref } from 'react';

import type { Finding } from '../../shared/config/finding.ts';
import { toDiagnostics } from './code/diagnostics.ts';
import { editingExtensions } from './code/extensions.ts';
import { useShadowHost } from './code/shadow-host.ts';

/** What a parent may ask of an editor that is mounted. */
export interface CodeEditorHandle {
  focus(): void;
  /** Puts the caret at an offset (UTF-16 units), shows it in the middle and focuses the editor. */
  goTo(offset: number): void;
}

export interface CodeEditorProps {
  /** Accessible name, such as `policy.yaml`. */
  readonly label: string;
  /** The text. A value that differs from what is being edited replaces it, as one step that undo can take back. */
  readonly text: string;
  /** Another document: the history of undo begins anew when this changes. */
  readonly documentId: string;
  readonly findings?: readonly Finding[];
  readonly readOnly?: boolean;
  readonly onChange?: (text: string) => void;
  /** Ctrl+S or Cmd+S inside the editor. */
  readonly onSave?: () => void;
  readonly ref?: Ref<CodeEditorHandle>;
}

const NO_FINDINGS: readonly Finding[] = [];

/** A YAML editor. Its height is that of its parent. */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  const { label, text, documentId, findings = NO_FINDINGS, readOnly = false, ref } = props;
  const latest = useRef(props);
  latest.current = props;
  const { host, view } = useShadowHost(
    (root) =>
      new EditorView({
        root,
        parent: root,
        state: EditorState.create({
          doc: latest.current.text,
          extensions: editingExtensions({
            label,
            readOnly,
            onSave: () => latest.current.onSave?.(),
            onText: (changed) => latest.current.onChange?.(changed),
          }),
        }),
      }),
    [documentId, label, readOnly],
  );
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text, view]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const diagnostics = toDiagnostics(findings, editor.state.doc.length);
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [findings, documentId, label, readOnly, view]);
  useImperativeHandle(
    ref,
    () => ({
      focus: () => view.current?.focus(),
      goTo: (offset) => {
        const editor = view.current;
        if (editor === null) return;
        const place = Math.min(Math.max(0, offset), editor.state.doc.length);
        editor.dispatch({
          selection: { anchor: place },
          effects: EditorView.scrollIntoView(place, { y: 'center' }),
        });
        editor.focus();
      },
    }),
    [view],
  );
  return <div ref={host} className="code-host" data-code-editor="" />;
}

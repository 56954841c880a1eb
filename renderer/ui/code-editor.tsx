import { setDiagnostics } from '@codemirror/lint';
import { EditorState, Transaction, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react';
import type { ReactNode, Ref } from 'react';

import type { Finding } from '../../shared/config/finding.ts';
import { toDiagnostics } from './code/diagnostics.ts';
import { editingExtensions } from './code/extensions.ts';
import { shadowRootOf } from './code/shadow-root.ts';

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
  /** What completes and explains the text; one and the same as long as the document is. */
  readonly assist?: Extension;
  readonly ref?: Ref<CodeEditorHandle>;
}

const NO_FINDINGS: readonly Finding[] = [];
const NO_ASSIST: Extension = [];

/** A YAML editor. Its height is that of its parent. */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  const { documentId, label, readOnly = false } = props;
  return <MountedEditor key={`${documentId} ${label} ${readOnly}`} {...props} />;
}

/** One document in one editor, from mount to unmount. */
function MountedEditor(props: CodeEditorProps): ReactNode {
  const { label, text, findings = NO_FINDINGS, readOnly = false, assist = NO_ASSIST, ref } = props;
  const host = useRef<HTMLDivElement | null>(null);
  const view = useRef<EditorView | null>(null);
  const save = useEffectEvent(() => props.onSave?.());
  const change = useEffectEvent((changed: string) => {
    if (changed !== text) props.onChange?.(changed);
  });
  useEffect(() => {
    if (host.current === null) return undefined;
    const root = shadowRootOf(host.current);
    const extensions = editingExtensions({
      label,
      readOnly,
      onSave: () => save(),
      onText: (changed) => change(changed),
    });
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({ extensions: [assist, extensions] }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, [label, readOnly, assist]);
  useEffect(() => {
    if (view.current !== null) showText(view.current, text);
  }, [text]);
  useEffect(() => {
    if (view.current !== null) showFindings(view.current, findings);
  }, [findings]);
  useImperativeHandle(ref, () => ({
    focus: () => view.current?.focus(),
    goTo: (offset) => {
      if (view.current !== null) goTo(view.current, offset);
    },
  }));
  return <div ref={host} className="code-host" data-code-editor="" />;
}

function showText(editor: EditorView, text: string): void {
  const { doc } = editor.state;
  if (doc.toString() === text) return;
  editor.dispatch({
    changes: { from: 0, to: doc.length, insert: text },
    // The text an editor opens with is where undo ends; a later replacement can be taken back.
    annotations: Transaction.addToHistory.of(doc.length > 0),
  });
}

function showFindings(editor: EditorView, findings: readonly Finding[]): void {
  const diagnostics = toDiagnostics(findings, editor.state.doc.length);
  editor.dispatch(setDiagnostics(editor.state, diagnostics));
}

function goTo(editor: EditorView, offset: number): void {
  const place = Math.min(Math.max(0, offset), editor.state.doc.length);
  editor.dispatch({
    selection: { anchor: place },
    effects: EditorView.scrollIntoView(place, { y: 'center' }),
  });
  editor.focus();
}

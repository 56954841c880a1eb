import { EditorView } from '@codemirror/view';
import { render } from '@testing-library/react';
import { undo } from '@codemirror/commands';
import { describe, expect, it, vi } from 'vitest';

import { CodeEditor } from '../../../renderer/ui/code-editor.tsx';
import '../render.tsx';

function editorIn(container: Element): EditorView {
  const content = container.querySelector('[data-code-editor]')?.shadowRoot?.querySelector('.cm-editor');
  const view = content instanceof HTMLElement ? EditorView.findFromDOM(content) : null;
  if (view === null) throw new Error('There is no editor.');
  return view;
}

describe('the YAML editor', () => {
  it('stands in a shadow root, so that the page needs no style element', () => {
    const { container } = render(<CodeEditor label="policy.yaml" text="a: 1" documentId="1" />);
    expect(editorIn(container).state.doc.toString()).toBe('a: 1');
    expect(document.head.querySelectorAll('style')).toHaveLength(0);
  });

  it('is named, and says how to leave it by keyboard', () => {
    const { container } = render(<CodeEditor label="policy.yaml" text="" documentId="1" />);
    const { contentDOM } = editorIn(container);
    expect(contentDOM.getAttribute('aria-label')).toBe('policy.yaml');
    expect(contentDOM.getAttribute('aria-description')).toContain('Escape, then Tab');
  });

  it('tells what was typed, and not what it was given', () => {
    const onChange = vi.fn<(text: string) => void>();
    const { container, rerender } = render(
      <CodeEditor label="f" text="a: 1" documentId="1" onChange={onChange} />,
    );
    rerender(<CodeEditor label="f" text="a: 2" documentId="1" onChange={onChange} />);
    expect(onChange).not.toHaveBeenCalled();
    editorIn(container).dispatch({ changes: { from: 4, insert: '0' } });
    expect(onChange).toHaveBeenCalledExactlyOnceWith('a: 20');
  });

  it('undoes to the text it opened with and no further', () => {
    const { container } = render(<CodeEditor label="f" text="a: 1" documentId="1" />);
    const view = editorIn(container);
    view.dispatch({ changes: { from: 4, insert: '0' }, userEvent: 'input.type' });
    undo(view);
    undo(view);
    expect(view.state.doc.toString()).toBe('a: 1');
  });

  it('begins anew with another document', () => {
    const { container, rerender } = render(<CodeEditor label="f" text="a: 1" documentId="1" />);
    const first = editorIn(container);
    rerender(<CodeEditor label="f" text="b: 1" documentId="2" />);
    const second = editorIn(container);
    expect(second).not.toBe(first);
    undo(second);
    expect(second.state.doc.toString()).toBe('b: 1');
  });

  it('cannot be typed in when it is for reading', () => {
    const { container } = render(<CodeEditor label="f" text="a: 1" documentId="1" readOnly />);
    const view = editorIn(container);
    expect(view.state.readOnly).toBe(true);
    expect(view.contentDOM.getAttribute('aria-readonly')).toBe('true');
  });
});

import { getChunks, MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { searchKeymap } from '@codemirror/search';

import { DIFF_CONFIG } from './diff-counts.ts';
import { diffTheme } from './diff-theme.ts';
import { viewingExtensions } from './extensions.ts';

export const DIFF_LAYOUTS = ['unified', 'split'] as const;
export type DiffLayout = (typeof DIFF_LAYOUTS)[number];

/** One side of a diff: what it is, and its text. */
export interface DiffSide {
  readonly title: string;
  readonly text: string;
}

/** A mounted diff. */
export interface DiffEditor {
  readonly destroy: () => void;
  /**
   * Moves to the next (1) or previous (-1) place that differs, past the end to the first. Answers its
   * number from 1, or null when nothing differs.
   */
  readonly move: (direction: 1 | -1) => number | null;
}

/** Mounts a read-only diff into a shadow root, in one column or two. */
export function mountDiff(options: {
  readonly root: ShadowRoot;
  readonly left: DiffSide;
  readonly right: DiffSide;
  readonly layout: DiffLayout;
  readonly collapse: boolean;
}): DiffEditor {
  return options.layout === 'unified' ? mountUnified(options) : mountSplit(options);
}

type MountOptions = Parameters<typeof mountDiff>[0];

const COLLAPSE = { margin: 3, minSize: 4 } as const;

function mountUnified({ root, left, right, collapse }: MountOptions): DiffEditor {
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: right.text,
      extensions: [
        readingExtensions(`${right.title}, with what differs from ${left.title}`),
        unifiedMergeView({
          original: left.text,
          mergeControls: false,
          diffConfig: DIFF_CONFIG,
          ...(collapse ? { collapseUnchanged: COLLAPSE } : {}),
        }),
      ],
    }),
  });
  return { move: walker(view), destroy: () => view.destroy() };
}

function mountSplit({ root, left, right, collapse }: MountOptions): DiffEditor {
  const merge = new MergeView({
    root,
    parent: root,
    a: { doc: left.text, extensions: readingExtensions(left.title) },
    b: { doc: right.text, extensions: readingExtensions(right.title) },
    diffConfig: DIFF_CONFIG,
    ...(collapse ? { collapseUnchanged: COLLAPSE } : {}),
  });
  merge.dom.style.height = '100%';
  const rightFrame = merge.b.dom.parentElement;
  if (rightFrame !== null) rightFrame.style.borderLeft = '1px solid var(--line)';
  return {
    move: walker(merge.b),
    destroy: () => {
      merge.destroy();
      merge.dom.remove();
    },
  };
}

function readingExtensions(label: string): Extension {
  return [EditorState.readOnly.of(true), viewingExtensions(label), keymap.of(searchKeymap), diffTheme];
}

/** Walks the places that differ in a ring; the first step forward leads to the first, backward to the last. */
function walker(view: EditorView): (direction: 1 | -1) => number | null {
  let current: number | null = null;
  return (direction) => {
    const chunks = getChunks(view.state)?.chunks ?? [];
    current = nextInRing(current, direction, chunks.length);
    const chunk = current === null ? undefined : chunks[current];
    if (current === null || chunk === undefined) return null;
    const place = Math.min(chunk.fromB, view.state.doc.length);
    view.dispatch({
      selection: { anchor: place },
      effects: EditorView.scrollIntoView(place, { y: 'center' }),
    });
    return current + 1;
  };
}

/** The index after or before `current` among `count`, round and round; null when there is none. */
export function nextInRing(current: number | null, direction: 1 | -1, count: number): number | null {
  if (count === 0) return null;
  if (current === null) return direction === 1 ? 0 : count - 1;
  return (current + direction + count) % count;
}

import { getChunks, goToNextChunk, goToPreviousChunk, MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { searchKeymap } from '@codemirror/search';

import { DIFF_CONFIG } from './diff-counts.ts';
import { diffTheme } from './diff-theme.ts';
import { viewingExtensions } from './extensions.ts';
import type { Destroyable } from './shadow-host.ts';

export const DIFF_LAYOUTS = ['unified', 'split'] as const;
export type DiffLayout = (typeof DIFF_LAYOUTS)[number];

/** One side of a diff: what it is, and its text. */
export interface DiffSide {
  readonly title: string;
  readonly text: string;
}

/** A mounted diff. */
export interface DiffEditor extends Destroyable {
  /**
   * Moves to the next (1) or previous (-1) place that differs, past the end to the first. Resolves to its
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
  return { move: (direction) => moveIn(view, direction), destroy: () => view.destroy() };
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
    move: (direction) => moveIn(merge.b, direction),
    destroy: () => {
      merge.destroy();
      merge.dom.remove();
    },
  };
}

function readingExtensions(label: string): Extension {
  return [EditorState.readOnly.of(true), viewingExtensions(label), keymap.of(searchKeymap), diffTheme];
}

function moveIn(view: EditorView, direction: 1 | -1): number | null {
  const chunks = getChunks(view.state)?.chunks ?? [];
  if (chunks.length === 0) return null;
  const go = direction === 1 ? goToNextChunk : goToPreviousChunk;
  go(view);
  const { head } = view.state.selection.main;
  view.dispatch({ effects: EditorView.scrollIntoView(head, { y: 'center' }) });
  const index = chunks.findLastIndex((chunk) => chunk.fromB <= head);
  return Math.max(0, index) + 1;
}

import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import './diff-view.css';
import { Button } from './button.tsx';
import { countDiff } from './code/diff-counts.ts';
import type { DiffCounts } from './code/diff-counts.ts';
import { DIFF_LAYOUTS, mountDiff } from './code/diff-editor.ts';
import type { DiffEditor, DiffLayout, DiffSide } from './code/diff-editor.ts';
import { shadowRootOf } from './code/shadow-root.ts';
import { useRemembered } from './remembered.ts';
import { Segmented } from './segmented.tsx';
import { useKeys } from './use-keys.ts';

export interface DiffViewProps {
  /** The side that is "before": what only it has is marked minus. */
  readonly left: DiffSide;
  /** The side that is "after": what only it has is marked plus. */
  readonly right: DiffSide;
}

const LAYOUTS = [
  { value: 'unified', label: 'One column' },
  { value: 'split', label: 'Side by side' },
] as const satisfies readonly { readonly value: DiffLayout; readonly label: string }[];

/**
 * Two texts and what differs, in one column or side by side (remembered). Alt+Down and Alt+Up go from change
 * to change. Its height is that of its parent.
 */
export function DiffView({ left, right }: DiffViewProps): ReactNode {
  const [layout, setLayout] = useRemembered('diff.layout', DIFF_LAYOUTS, 'unified');
  const [collapse, setCollapse] = useState(true);
  const [at, setAt] = useState<number | null>(null);
  const frame = useRef<HTMLElement | null>(null);
  const host = useRef<HTMLDivElement | null>(null);
  const view = useRef<DiffEditor | null>(null);
  const counts = useMemo(() => countDiff(left.text, right.text), [left.text, right.text]);
  const same = counts.edits === 0;
  const move = (direction: 1 | -1): void => {
    setAt(view.current?.move(direction) ?? null);
  };
  useEffect(() => {
    if (host.current === null) return undefined;
    const root = shadowRootOf(host.current);
    const mounted = mountDiff({
      root,
      left: { title: left.title, text: left.text },
      right: { title: right.title, text: right.text },
      layout,
      collapse,
    });
    view.current = mounted;
    return () => {
      mounted.destroy();
      view.current = null;
    };
  }, [left.title, left.text, right.title, right.text, layout, collapse]);
  useKeys(frame, (event) => {
    if (!event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    move(event.key === 'ArrowDown' ? 1 : -1);
  });
  return (
    <section ref={frame} className="diff" aria-label={`${left.title} against ${right.title}`}>
      <header className="diff__bar">
        <div className="diff__sides">
          <SideTitle sign="−" tone="removed" title={left.title} />
          <SideTitle sign="+" tone="added" title={right.title} />
        </div>
        <span className="diff__counts" aria-live="polite">
          {at === null || same ? describeCounts(counts) : `Change ${at} of ${counts.edits}`}
        </span>
        <div className="diff__tools">
          <Button tone="quiet" disabled={same} title="Alt+Up" onClick={() => move(-1)}>
            Previous
          </Button>
          <Button tone="quiet" disabled={same} title="Alt+Down" onClick={() => move(1)}>
            Next
          </Button>
          <Button
            tone="quiet"
            disabled={same}
            aria-pressed={!collapse}
            onClick={() => {
              setCollapse(!collapse);
            }}
          >
            All lines
          </Button>
          <Segmented label="Layout" value={layout} options={LAYOUTS} onChange={setLayout} />
        </div>
      </header>
      <div ref={host} className="code-host diff__body" />
    </section>
  );
}

function SideTitle(props: {
  readonly sign: string;
  readonly tone: 'removed' | 'added';
  readonly title: string;
}): ReactNode {
  return (
    <span className="diff__side">
      <span className={`diff__sign diff__sign--${props.tone}`} aria-hidden>
        {props.sign}
      </span>
      <span className="truncate" title={props.title}>
        {props.title}
      </span>
    </span>
  );
}

/** `3 edits · +4 −2 lines`, or that nothing differs. */
export function describeCounts({ edits, added, removed }: DiffCounts): string {
  if (edits === 0) return 'No difference';
  const lines = added + removed === 1 ? 'line' : 'lines';
  return `${edits} ${edits === 1 ? 'edit' : 'edits'} · +${added} −${removed} ${lines}`;
}

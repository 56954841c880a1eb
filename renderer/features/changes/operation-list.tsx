import { useVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { memo, useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';

import type { Action, OperationStatus } from '../../../shared/plan/plan.ts';
import { targetRow } from '../../ui/data-table.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Tag } from '../../ui/tag.tsx';
import { formatCount } from '../../ui/format.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { fieldNames, nameResource, OPERATION_STATUS, stepWords } from './change-words.ts';
import { ActionSign, Counts } from './counts.tsx';
import type { NodeOperations } from './operation-groups.ts';
import { layLines, ROW_HEIGHT, type PlacedStep } from './operation-lines.ts';

/** Fewer operations than this are simply rendered; more are rendered as they scroll into sight. */
const VIRTUAL_FROM = 80;
/** Rows rendered beyond those in sight. */
const OVERSCAN = 8;

export interface OperationListProps {
  readonly groups: readonly NodeOperations[];
  /** Id of the operation that is looked at. */
  readonly selected: string | null;
  /** Show how each ended. */
  readonly pushed: boolean;
  readonly onSelect: (id: string) => void;
}

/**
 * The operations of a plan by node and step. One row is in the tab order; up and down arrows, Home, End and
 * the page keys lead to the others.
 */
export function OperationList({ groups, selected, pushed, onSelect }: OperationListProps): ReactNode {
  const frame = useRef<HTMLDivElement | null>(null);
  const moved = useRef(false);
  const { nodes, heights, rows } = useMemo(() => layLines(groups), [groups]);
  const at = rows.findIndex(({ row }) => row.operation.id === selected);
  const reached = rows[at === -1 ? 0 : at];
  const kept = reached?.line ?? null;
  const virtual = rows.length >= VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: heights.length,
    enabled: virtual,
    getScrollElement: () => frame.current,
    estimateSize: (line) => heights[line] ?? ROW_HEIGHT,
    overscan: OVERSCAN,
    // The row in the tab order stays, however far it is scrolled away: it may have the focus.
    rangeExtractor: useCallback((range: Range) => withLine(defaultRangeExtractor(range), kept), [kept]),
  });
  const shown = virtual ? virtualizer.getVirtualIndexes() : null;

  useKeys(frame, (event) => {
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const target = targetRow(event.key, at, rows.length, page);
    const next = target === null ? undefined : rows[target];
    if (next === undefined) return;
    event.preventDefault();
    if (next.row.operation.id === selected) return;
    moved.current = true;
    if (virtual) virtualizer.scrollToIndex(next.line);
    onSelect(next.row.operation.id);
  });
  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    frame.current?.querySelector<HTMLElement>('[data-operation][aria-current]')?.focus();
  }, [selected]);

  return (
    <div ref={frame} className="operations__list">
      {nodes.map(({ group: { node, summary }, steps }) => (
        <section key={node} aria-label={node}>
          <header className="operations__node">
            <h3>{node}</h3>
            <Counts summary={summary} />
          </header>
          {steps.map((placed) => (
            <Step
              key={placed.step.number}
              placed={placed}
              shown={shown}
              selected={selected}
              reached={reached?.row.operation.id ?? null}
              pushed={pushed}
              onSelect={onSelect}
            />
          ))}
        </section>
      ))}
    </div>
  );
}

/** Lines in order, with one more among them. */
function withLine(lines: number[], line: number | null): number[] {
  return line === null || lines.includes(line) ? lines : [...lines, line].sort((a, b) => a - b);
}

interface StepProps extends Omit<OperationListProps, 'groups'> {
  readonly placed: PlacedStep;
  /** Lines of the list that are rendered; null: all of them. */
  readonly shown: readonly number[] | null;
  /** Id of the operation in the tab order. */
  readonly reached: string | null;
}

function Step({ placed, shown, selected, reached, pushed, onSelect }: StepProps): ReactNode {
  const { step, from } = placed;
  const count = step.rows.length;
  const places =
    shown === null
      ? step.rows.map((_, place) => place)
      : shown.map((line) => line - from).filter((place) => place >= 0 && place < count);
  return (
    <>
      <h4 className="operations__step">
        <span className="operations__number">Step {step.number}</span> {stepWords(step.kinds, step.deletes)}
        <span className="operations__count">{formatCount(count)}</span>
      </h4>
      <ul
        className={shown === null ? undefined : 'operations__rows'}
        style={shown === null ? undefined : { height: count * ROW_HEIGHT }}
      >
        {places.map((place) => {
          const row = step.rows[place];
          if (row === undefined) return null;
          const { operation, result, consequences } = row;
          return (
            <li
              key={operation.id}
              className="operations__item"
              {...(shown !== null && {
                'aria-setsize': count,
                'aria-posinset': place + 1,
                style: { height: ROW_HEIGHT, top: place * ROW_HEIGHT },
              })}
            >
              <OperationButton
                id={operation.id}
                action={operation.action}
                name={nameResource(operation)}
                fields={fieldNames(operation.fields)}
                status={pushed ? result.status : null}
                consequences={consequences.join('\n')}
                selected={operation.id === selected}
                reached={operation.id === reached}
                onSelect={onSelect}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}

interface OperationButtonProps {
  readonly id: string;
  readonly action: Action;
  readonly name: string;
  readonly fields: string;
  /** Null before a push. */
  readonly status: OperationStatus | null;
  /** One a line; empty when it has none. */
  readonly consequences: string;
  readonly selected: boolean;
  /** In the tab order. */
  readonly reached: boolean;
  readonly onSelect: (id: string) => void;
}

/** One operation. It is rendered anew only when something of it changed: a push reports many times a second. */
const OperationButton = memo(function OperationButton(props: OperationButtonProps): ReactNode {
  const { id, action, name, fields, consequences, selected, reached, onSelect } = props;
  const status = props.status === null ? null : OPERATION_STATUS[props.status];
  return (
    <button
      type="button"
      className="pick-row"
      data-operation={id}
      aria-current={selected ? 'true' : undefined}
      tabIndex={reached ? 0 : -1}
      onClick={() => onSelect(id)}
    >
      <ActionSign action={action} />
      <span className="pick-row__words">
        <span className="strong truncate">{name}</span>
        <span className="muted truncate">{fields}</span>
      </span>
      {consequences !== '' && (
        <span className="operations__mark" title={consequences}>
          <Icon name="warning" />
          <span className="visually-hidden">has consequences</span>
        </span>
      )}
      {status !== null && <Tag tone={status.tone}>{status.word}</Tag>}
    </button>
  );
});

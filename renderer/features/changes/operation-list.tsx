import { useRef } from 'react';
import type { ReactNode } from 'react';

import { Tag } from '../../ui/tag.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { nameResource, OPERATION_STATUS } from './change-words.ts';
import { ActionSign, Counts } from './counts.tsx';
import type { NodeOperations, OperationRow } from './operation-groups.ts';

export interface OperationListProps {
  readonly groups: readonly NodeOperations[];
  /** Id of the operation that is looked at. */
  readonly selected: string | null;
  /** Show how each ended. */
  readonly pushed: boolean;
  readonly onSelect: (id: string) => void;
}

/** The operations of a plan, node by node. Up and down arrows go from one to the next. */
export function OperationList({ groups, selected, pushed, onSelect }: OperationListProps): ReactNode {
  const frame = useRef<HTMLDivElement | null>(null);
  useKeys(frame, (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...(frame.current?.querySelectorAll<HTMLButtonElement>('[data-operation]') ?? [])];
    const at = buttons.findIndex((button) => button.dataset['operation'] === selected);
    const next = buttons[at + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    onSelect(next.dataset['operation'] ?? '');
  });
  return (
    <div ref={frame}>
      {groups.map(({ node, rows, summary }) => (
        <section key={node} aria-label={node}>
          <header className="operations__node">
            <h3>{node}</h3>
            <Counts summary={summary} />
          </header>
          <ul>
            {rows.map((row) => (
              <li key={row.operation.id}>
                <OperationButton
                  row={row}
                  selected={row.operation.id === selected}
                  pushed={pushed}
                  onSelect={onSelect}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function OperationButton(props: {
  readonly row: OperationRow;
  readonly selected: boolean;
  readonly pushed: boolean;
  readonly onSelect: (id: string) => void;
}): ReactNode {
  const { row, selected, pushed, onSelect } = props;
  const { operation, result } = row;
  const status = OPERATION_STATUS[result.status];
  return (
    <button
      type="button"
      className="pick-row"
      data-operation={operation.id}
      aria-current={selected ? 'true' : undefined}
      onClick={() => onSelect(operation.id)}
    >
      <ActionSign action={operation.action} />
      <span className="pick-row__words">
        <span className="strong truncate">{nameResource(operation)}</span>
        <span className="muted truncate">{fieldNames(operation.fields)}</span>
      </span>
      {pushed && <Tag tone={status.tone}>{status.word}</Tag>}
    </button>
  );
}

/** The top names of what changes: `budget, models`. */
function fieldNames(fields: readonly { readonly path: string }[]): string {
  return [...new Set(fields.map(({ path }) => path.split('.')[0] ?? path))].join(', ');
}

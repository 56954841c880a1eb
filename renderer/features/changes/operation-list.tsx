import { useRef } from 'react';
import type { ReactNode } from 'react';

import { Icon } from '../../ui/icon.tsx';
import { Tag } from '../../ui/tag.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { fieldNames, nameResource, OPERATION_STATUS, stepWords } from './change-words.ts';
import { ActionSign, Counts } from './counts.tsx';
import type { NodeOperations, OperationRow, OperationStep } from './operation-groups.ts';

export interface OperationListProps {
  readonly groups: readonly NodeOperations[];
  /** Id of the operation that is looked at. */
  readonly selected: string | null;
  /** Show how each ended. */
  readonly pushed: boolean;
  readonly onSelect: (id: string) => void;
}

/** The operations of a plan by node and step. Up and down arrows go from one to the next. */
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
      {groups.map(({ node, steps, summary }) => (
        <section key={node} aria-label={node}>
          <header className="operations__node">
            <h3>{node}</h3>
            <Counts summary={summary} />
          </header>
          {steps.map((step) => (
            <Step key={step.number} step={step} selected={selected} pushed={pushed} onSelect={onSelect} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Step(props: Omit<OperationListProps, 'groups'> & { readonly step: OperationStep }): ReactNode {
  const { step, selected, pushed, onSelect } = props;
  return (
    <>
      <h4 className="operations__step">
        <span className="operations__number">{step.number}</span> {stepWords(step.kinds, step.deletes)}
      </h4>
      <ul>
        {step.rows.map((row) => (
          <li key={row.operation.id} className="operations__item">
            <OperationButton
              row={row}
              selected={row.operation.id === selected}
              pushed={pushed}
              onSelect={onSelect}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function OperationButton(props: {
  readonly row: OperationRow;
  readonly selected: boolean;
  readonly pushed: boolean;
  readonly onSelect: (id: string) => void;
}): ReactNode {
  const { row, selected, pushed, onSelect } = props;
  const { operation, result, consequences } = row;
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
      {consequences.length > 0 && (
        <span className="operations__mark" title={consequences.join('\n')}>
          <Icon name="warning" />
          <span className="visually-hidden">has consequences</span>
        </span>
      )}
      {pushed && <Tag tone={status.tone}>{status.word}</Tag>}
    </button>
  );
}

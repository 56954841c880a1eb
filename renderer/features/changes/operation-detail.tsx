import type { ReactNode } from 'react';

import type { OperationResult } from '../../../shared/plan/plan.ts';
import { withNames, type ReferenceNames } from '../../../shared/plan/reference-names.ts';
import { DiffView } from '../../ui/diff-view.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useRemembered } from '../../ui/remembered.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Tag } from '../../ui/tag.tsx';
import { ACTIONS, describeOperation, nameResource, OPERATION_STATUS } from './change-words.ts';
import { ActionSign } from './counts.tsx';
import { FieldChanges } from './field-changes.tsx';
import type { OperationRow } from './operation-groups.ts';
import { operationTexts } from './operation-text.ts';

const FORMS = ['fields', 'text'] as const;
const FORM_OPTIONS = [
  { value: 'fields', label: 'Fields' },
  { value: 'text', label: 'Text' },
] as const;

/** One operation: what it will do, field by field or as text, and how it ended. */
export function OperationDetail({
  row,
  names,
}: {
  readonly row: OperationRow;
  /** Of what it names by ids on its node. */
  readonly names: ReferenceNames | undefined;
}): ReactNode {
  const { operation, result, consequences } = row;
  const [form, setForm] = useRemembered('changes.form', FORMS, 'fields');
  const texts = operationTexts(operation);
  const name = nameResource(operation);
  return (
    <section className="card operation" aria-label={`${ACTIONS[operation.action].verb} ${name}`}>
      <header className="operation__head">
        <ActionSign action={operation.action} />
        <h2 className="truncate">{name}</h2>
        <span className="muted">on {operation.node}</span>
        <div className="operation__tools">
          <Segmented label="Show as" value={form} options={FORM_OPTIONS} onChange={setForm} />
        </div>
      </header>
      <div className="operation__about">
        <p>{describeOperation(operation)}</p>
        {result.status === 'waiting' ? (
          <p className="soft">After it is pushed, only another plan can take it back.</p>
        ) : (
          <Outcome result={result} />
        )}
        {consequences.length > 0 && (
          <ul className="operation__consequences" aria-label="What it brings with it">
            {consequences.map((message) => (
              <li key={message}>
                <Icon name="warning" />
                <span>{message}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {form === 'fields' ? (
        <div className="operation__fields">
          <FieldChanges fields={withNames(operation.kind, operation.fields, names ?? {})} />
        </div>
      ) : (
        <div className="operation__text">
          <DiffView
            left={{ title: `${operation.node} as it was read`, text: texts.before }}
            right={{ title: 'After this', text: texts.after }}
          />
        </div>
      )}
    </section>
  );
}

function Outcome({ result }: { readonly result: OperationResult }): ReactNode {
  const status = OPERATION_STATUS[result.status];
  return (
    <div className="operation__outcome">
      <p>
        <Tag tone={status.tone}>{status.word}</Tag> <span className="soft">{status.meaning}</span>
        {result.attempts !== undefined && result.attempts > 1 && (
          <span className="muted"> Sent {result.attempts} times.</span>
        )}
      </p>
      {result.note !== undefined && <p>{result.note}</p>}
      {result.problem !== undefined && <ProblemNote problem={result.problem} inline />}
      {result.differs !== undefined && result.differs.length > 0 && (
        <>
          <p className="strong">What was read again differs from what was wanted:</p>
          <FieldChanges fields={result.differs} sides={['wanted', 'read again']} plain />
        </>
      )}
    </div>
  );
}

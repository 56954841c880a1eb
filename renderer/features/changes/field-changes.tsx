import type { ReactNode } from 'react';

import type { FieldChange } from '../../../shared/plan/plan.ts';
import { NOT_SET, viewField, viewSides } from './field-words.ts';

export interface FieldChangesProps {
  readonly fields: readonly FieldChange[];
  /** What the two sides are, in a word each. */
  readonly sides?: readonly [string, string];
  /** Neither side is a change: their names are shown, without the marks of lost and gained. */
  readonly plain?: boolean;
}

const BEFORE_AFTER = ['before', 'after'] as const;

/** Fields and how they change: before and after, or what a list gains and loses. */
export function FieldChanges({ fields, sides = BEFORE_AFTER, plain = false }: FieldChangesProps): ReactNode {
  const [before, after] = sides;
  return (
    <dl className="fields">
      {fields.map((field) => {
        const view = plain ? viewSides(field) : viewField(field);
        return (
          <div key={field.path} className="fields__row">
            <dt className="mono">{view.path}</dt>
            {view.form === 'list' ? (
              <dd className="fields__list">
                {view.removed.map((entry) => (
                  <Entry key={`- ${entry}`} kind="removed" text={entry} />
                ))}
                {view.added.map((entry) => (
                  <Entry key={`+ ${entry}`} kind="added" text={entry} />
                ))}
                {view.kept > 0 && <span className="muted">{view.kept} unchanged</span>}
              </dd>
            ) : plain ? (
              <dd className="fields__pair">
                <span className="muted">{before}</span> {view.before}
                <span className="muted">{after}</span> {view.after}
              </dd>
            ) : (
              <dd className="fields__pair">
                <span className="visually-hidden">{before}: </span>
                <Side mark="del" text={view.before} />
                <span className="muted" aria-hidden>
                  →
                </span>
                <span className="visually-hidden">{after}: </span>
                <Side mark="ins" text={view.after} />
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}

/** One side of a value. That there is nothing is said plainly, not marked as something lost or gained. */
function Side({ mark: Mark, text }: { readonly mark: 'del' | 'ins'; readonly text: string }): ReactNode {
  return text === NOT_SET ? <span className="muted">{text}</span> : <Mark>{text}</Mark>;
}

function Entry({ kind, text }: { readonly kind: 'added' | 'removed'; readonly text: string }): ReactNode {
  const sign = kind === 'added' ? '+' : '−';
  const Mark = kind === 'added' ? 'ins' : 'del';
  return (
    <Mark>
      <span aria-hidden>{sign} </span>
      <span className="visually-hidden">{kind}: </span>
      {text}
    </Mark>
  );
}

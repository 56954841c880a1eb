import type { ReactNode } from 'react';

import type { Action, ChangeSummary } from '../../../shared/plan/plan.ts';
import { formatCount } from '../../ui/format.ts';
import { ACTION_ORDER, ACTIONS } from './change-words.ts';

/** How many are created, updated and deleted: `+1 ~5 −1`. What there is none of is left out. */
export function Counts(props: {
  readonly summary: ChangeSummary;
  /** Each on a ground of its colour: where the counts are what one looks for first. */
  readonly chips?: boolean;
}): ReactNode {
  const { summary, chips = false } = props;
  const shown = ACTION_ORDER.filter((action) => summary[action] > 0);
  if (shown.length === 0) return <span className="muted">nothing</span>;
  return (
    <span className={`counts${chips ? ' counts--chips' : ''}`}>
      {shown.map((action) => (
        <span key={action} className={`counts__one action--${action}`}>
          <span aria-hidden>
            {ACTIONS[action].sign}
            {formatCount(summary[action])}
          </span>
          <span className="visually-hidden">
            {`${summary[action]} to ${ACTIONS[action].verb}${action === shown.at(-1) ? '' : ', '}`}
          </span>
        </span>
      ))}
    </span>
  );
}

/** The sign of one action, with its verb for those who hear it. */
export function ActionSign({ action }: { readonly action: Action }): ReactNode {
  return (
    <span className={`action-sign action--${action}`}>
      <span aria-hidden>{ACTIONS[action].sign}</span>
      <span className="visually-hidden">{ACTIONS[action].verb} </span>
    </span>
  );
}

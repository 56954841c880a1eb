import { useState } from 'react';
import type { ReactNode } from 'react';

import type { ComparisonView } from '../../../shared/contract/answers.ts';
import type { Action, ResourceChange } from '../../../shared/plan/plan.ts';
import { withNames, type ReferenceNames } from '../../../shared/plan/reference-names.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ACTION_ORDER, nameResource } from './change-words.ts';
import { ActionSign } from './counts.tsx';
import { FieldChanges } from './field-changes.tsx';

/** As many differences as are worth reading without a click. */
const OPEN_AT_ONCE = 12;

/** What differs by meaning: one line a resource, each opens to its fields. */
export function MeaningList({ view }: { readonly view: ComparisonView }): ReactNode {
  const [only, setOnly] = useState<Action | 'all'>('all');
  const [open, setOpen] = useState<ReadonlySet<string>>(() => firstOpen(view.changes));
  const shown = view.changes.filter(({ action }) => only === 'all' || action === only);
  const allOpen = shown.every((change) => open.has(keyOf(change)));
  if (view.changes.length === 0) {
    return (
      <Card>
        <EmptyState icon="check" title="No difference in meaning">
          Order, ids and what changes by itself, such as spend, are never a difference.
        </EmptyState>
      </Card>
    );
  }
  const toggle = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  return (
    <section className="card meaning" aria-label="Differences">
      <header className="meaning__bar">
        <Segmented
          label="Which"
          value={only}
          options={[
            { value: 'all', label: 'All', count: view.changes.length },
            ...ACTION_ORDER.map((action) => ({
              value: action,
              label: { create: '+ only right', update: '~ differ', delete: '− only left' }[action],
              count: view.summary[action],
            })),
          ]}
          onChange={setOnly}
        />
        <Button
          tone="quiet"
          disabled={shown.length === 0}
          onClick={() => setOpen(allOpen ? new Set() : new Set(shown.map(keyOf)))}
        >
          {allOpen ? 'Close all' : 'Open all'}
        </Button>
      </header>
      <ul className="meaning__list">
        {shown.map((change) => (
          <MeaningRow
            key={keyOf(change)}
            change={change}
            names={view.names}
            open={open.has(keyOf(change))}
            onToggle={() => toggle(keyOf(change))}
          />
        ))}
      </ul>
    </section>
  );
}

function MeaningRow(props: {
  readonly change: ResourceChange;
  readonly names: ReferenceNames;
  readonly open: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  const { change, names, open, onToggle } = props;
  return (
    <li className="meaning__item">
      <button type="button" className="pick-row" aria-expanded={open} onClick={onToggle}>
        <span className={`meaning__arrow${open ? ' meaning__arrow--open' : ''}`}>
          <Icon name="next" />
        </span>
        <ActionSign action={change.action} />
        <span className="strong truncate">{nameResource(change)}</span>
        <span className="muted meaning__count">{plural(change.fields.length, 'field')}</span>
      </button>
      {open && (
        <div className="meaning__fields">
          <FieldChanges fields={withNames(change.kind, change.fields, names)} sides={['left', 'right']} />
        </div>
      )}
    </li>
  );
}

/** A handful is shown whole at once; a long list begins as one line each, to be looked through. */
function firstOpen(changes: readonly ResourceChange[]): ReadonlySet<string> {
  return new Set(changes.length <= OPEN_AT_ONCE ? changes.map(keyOf) : []);
}

function keyOf({ action, kind, name }: ResourceChange): string {
  return `${action} ${kind} ${name}`;
}

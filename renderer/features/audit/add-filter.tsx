import { useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { AUDIT_FIELDS, type FieldName } from '../../../shared/audit/fields.ts';
import type { Condition, RequestFilter } from '../../../shared/audit/filter.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { ConditionForm } from './condition-form.tsx';
import { nextPlace } from './filter-keys.ts';

/** What can be filtered by; the time is chosen as a span. */
const OFFERED = AUDIT_FIELDS.filter(({ type }) => type !== 'time');

export interface AddFilterProps {
  /** What is asked for now: values are counted in it. Null while that is not known. */
  readonly filter: RequestFilter | null;
  /** `label`: the value as a person reads it. */
  readonly onAdd: (condition: Condition, label: string | null) => void;
}

/** Offers every field, the comparisons that fit it, and the values it has. */
export function AddFilter({ filter, onAdd }: AddFilterProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title="Add a filter"
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button icon="plus">Filter</Button>}
    >
      <FieldsAndValues
        filter={filter}
        onAdd={(condition, label) => {
          setOpen(false);
          onAdd(condition, label);
        }}
      />
    </Popover>
  );
}

/** Two lists beside each other; the arrow keys go through them, Tab as well. */
function FieldsAndValues({ filter, onAdd }: AddFilterProps): ReactNode {
  const lists = useRef<HTMLDivElement>(null);
  const [field, setField] = useState<FieldName>('teamId');
  useKeys(lists, (event) => {
    if (lists.current !== null) moveByKey(lists.current, event);
  });
  return (
    <div ref={lists} className="add-filter">
      <ul className="add-filter__fields" aria-label="What to filter by">
        {OFFERED.map(({ name, title }) => (
          <li key={name}>
            <button
              type="button"
              className="add-filter__field"
              aria-pressed={name === field}
              tabIndex={name === field ? 0 : -1}
              onClick={() => setField(name)}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
      <ConditionForm key={field} field={field} filter={filter} onAdd={onAdd} />
    </div>
  );
}

/** Moves the focus as {@link nextPlace} says; a field that is reached is chosen. */
function moveByKey(lists: HTMLElement, event: KeyboardEvent): void {
  const all = (selector: string) => [...lists.querySelectorAll<HTMLElement>(selector)];
  const fields = all('.add-filter__field');
  const values = all('.add-filter__values input, .add-filter__value');
  const { target } = event;
  const index = fields.findIndex((field) => field === target);
  const at =
    index === -1
      ? ({ column: 'values', index: values.findIndex((value) => value === target) } as const)
      : ({ column: 'fields', index } as const);
  if (at.index === -1) return;
  const chosen = fields.findIndex((field) => field.getAttribute('aria-pressed') === 'true');
  const next = nextPlace(event.key, at, { fields: fields.length, values: values.length }, chosen);
  if (next === null) return;
  event.preventDefault();
  const element = (next.column === 'fields' ? fields : values)[next.index];
  element?.focus();
  if (next.column === 'fields') element?.click();
}

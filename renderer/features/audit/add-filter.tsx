import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Popover } from '../../ui/popover.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { DIMENSIONS, OUTCOMES, searchValues, valuesOf, type FilterValue } from './filter-values.ts';
import { nextPlace } from './filter-keys.ts';
import { FIELD_NAMES, FILTER_FIELDS, type FilterField } from './filters.ts';

/** Values listed at once; the search finds the others. */
const LISTED = 100;

export interface AddFilterProps {
  readonly month: string;
  readonly onPick: (field: FilterField, value: FilterValue) => void;
}

/** Offers what can be filtered by, and the values that the month has. */
export function AddFilter({ month, onPick }: AddFilterProps): ReactNode {
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
        month={month}
        onPick={(field, value) => {
          setOpen(false);
          onPick(field, value);
        }}
      />
    </Popover>
  );
}

/** Two lists beside each other; the arrow keys go through them, Tab as well. */
function FieldsAndValues({ month, onPick }: AddFilterProps): ReactNode {
  const lists = useRef<HTMLDivElement>(null);
  const [field, setField] = useState<FilterField>('teamId');
  useKeys(lists, (event) => {
    if (lists.current !== null) moveByKey(lists.current, event);
  });
  return (
    <div ref={lists} className="add-filter">
      <ul className="add-filter__fields" aria-label="What to filter by">
        {FILTER_FIELDS.map((name) => (
          <li key={name}>
            <button
              type="button"
              className="add-filter__field"
              aria-pressed={name === field}
              tabIndex={name === field ? 0 : -1}
              onClick={() => setField(name)}
            >
              {FIELD_NAMES[name]}
            </button>
          </li>
        ))}
      </ul>
      <ValuePicker key={field} month={month} field={field} onPick={(value) => onPick(field, value)} />
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

interface ValuePickerProps {
  readonly month: string;
  readonly field: FilterField;
  readonly onPick: (value: FilterValue) => void;
}

function ValuePicker({ month, field, onPick }: ValuePickerProps): ReactNode {
  const [values, setValues] = useState<readonly FilterValue[] | Problem | null>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    let here = true;
    const load = async (): Promise<void> => {
      const loaded = await loadValues(month, field);
      if (here) setValues(loaded);
    };
    void load();
    return () => {
      here = false;
    };
  }, [month, field]);
  if (values === null) return <Skeleton lines={5} />;
  if ('code' in values) return <ProblemNote problem={values} inline />;
  const found = searchValues(values, text);
  return (
    <div className="add-filter__values">
      <input
        type="search"
        className="input"
        aria-label={`Find a ${FIELD_NAMES[field]}`}
        placeholder={`Find a ${FIELD_NAMES[field]}`}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul aria-label={`Values of ${FIELD_NAMES[field]}`}>
        {found.slice(0, LISTED).map((value) => (
          <li key={value.value}>
            <button
              type="button"
              className="add-filter__value"
              onClick={() => onPick(value)}
              title={value.value}
            >
              <span className="truncate">{value.label}</span>
              <span className="muted">{value.requests === null ? '' : formatCount(value.requests)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="muted">Nothing in this month has that.</p>}
      {found.length > LISTED && (
        <p className="muted">{formatCount(found.length - LISTED)} more: type to find them.</p>
      )}
    </div>
  );
}

async function loadValues(month: string, field: FilterField): Promise<readonly FilterValue[] | Problem> {
  const dimension = DIMENSIONS[field];
  if (dimension === null) return OUTCOMES;
  const result = await call('costs.report', { month, by: [dimension] });
  return result.ok ? valuesOf(field, result.value.report.rows) : result.problem;
}

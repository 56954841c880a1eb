import { useState } from 'react';
import type { ReactNode } from 'react';

import type { RequestFilter } from '../../../shared/audit/filter.ts';
import type { AuditFilter } from '../../app/state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { AddFilter } from './add-filter.tsx';
import {
  chipsOf,
  cleared,
  isNarrowed,
  nameKey,
  withCondition,
  withoutCondition,
  withText,
} from './filters.ts';
import { RangePicker } from './range-picker.tsx';
import { WINDOW_MONTH } from './time-range.ts';

/** How long a person must pause before the table is searched, milliseconds. */
const SEARCH_PAUSE_MS = 250;

export interface FilterBarProps {
  /** The month of the window, `YYYY-MM`. */
  readonly month: string;
  readonly filter: AuditFilter;
  /** The same as it was asked; null before the first question. */
  readonly asked: RequestFilter | null;
  /** The names of teams and keys in sight, by {@link nameKey}. */
  readonly names: ReadonlyMap<string, string>;
  readonly onChange: (filter: AuditFilter) => void;
}

/** The span and the filters in force, each with a way to take it off, and a way to add one. */
export function FilterBar(props: FilterBarProps): ReactNode {
  const { month, filter, asked, names, onChange } = props;
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map());
  const chips = chipsOf(filter.where ?? [], new Map([...names, ...picked]));
  return (
    <div className="filters" role="group" aria-label="Filters">
      <SearchField
        key={filter.text === undefined ? 'none' : 'some'}
        label="Find in ids, teams, keys, users, models and error messages"
        placeholder="Id, team, key, user, model, error"
        pause={SEARCH_PAUSE_MS}
        value={filter.text ?? ''}
        onChange={(text) => onChange(withText(filter, text))}
      />
      <RangePicker
        month={month}
        range={filter.range ?? WINDOW_MONTH}
        asked={asked}
        onChange={(range) => onChange({ ...filter, range })}
      />
      {chips.map(({ condition, words, value, title }) => (
        <span key={title} className="chip" title={title}>
          <span className="soft">{words}</span>
          {value !== '' && <span className="strong truncate">{value}</span>}
          <button
            type="button"
            className="chip__remove"
            aria-label={`Remove the filter ${title}`}
            onClick={() => onChange(withoutCondition(filter, condition))}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      <AddFilter
        filter={asked}
        onAdd={(condition, label) => {
          if (label !== null) {
            setPicked((old) => new Map(old).set(nameKey(condition.field, String(condition.value)), label));
          }
          onChange(withCondition(filter, condition));
        }}
      />
      {isNarrowed(filter) && (
        <Button tone="quiet" onClick={() => onChange(cleared(filter))}>
          Clear all
        </Button>
      )}
    </div>
  );
}

import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { AddFilter } from './add-filter.tsx';
import { chipsOf, nameKey, withFilter, withoutFilter, type AuditFilter } from './filters.ts';

/** How long a person must pause before the table is searched, milliseconds. */
const SEARCH_DELAY_MS = 250;

export interface FilterBarProps {
  readonly month: string;
  readonly filter: AuditFilter;
  /** Rows in sight: they know the names of teams and keys. */
  readonly rows: readonly AuditRow[];
  readonly onChange: (filter: AuditFilter) => void;
}

/** The filters in force, each with a way to take it off, and a way to add one. */
export function FilterBar({ month, filter, rows, onChange }: FilterBarProps): ReactNode {
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map());
  const chips = chipsOf(filter, new Map([...namesIn(rows), ...picked]));
  return (
    <div className="filters" role="group" aria-label="Filters">
      <TextFilter
        key={filter.text === undefined ? 'none' : 'some'}
        value={filter.text ?? ''}
        onChange={(text) =>
          onChange(text === '' ? withoutFilter(filter, 'text') : withFilter(filter, 'text', text))
        }
      />
      {chips.map(({ field, name, value, title }) => (
        <span key={field} className="chip" title={title}>
          <span className="soft">{name} is</span>
          <span className="strong truncate">{value}</span>
          <button
            type="button"
            className="chip__remove"
            aria-label={`Remove the filter ${name} is ${value}`}
            onClick={() => onChange(withoutFilter(filter, field))}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      <AddFilter
        month={month}
        onPick={(field, { value, label }) => {
          setPicked((old) => new Map(old).set(nameKey(field, value), label));
          onChange(withFilter(filter, field, value));
        }}
      />
      {Object.keys(filter).length > 1 && (
        <Button tone="quiet" onClick={() => onChange({})}>
          Clear all
        </Button>
      )}
    </div>
  );
}

/** Finds text in ids, teams, keys, users and models; asks when the person pauses. */
function TextFilter(props: { readonly value: string; readonly onChange: (text: string) => void }): ReactNode {
  const { value, onChange } = props;
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(text.trim()), SEARCH_DELAY_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text, value, onChange]);
  return (
    <label className="filters__text">
      <Icon name="search" />
      <span className="visually-hidden">Find in ids, teams, keys, users and models</span>
      <input
        type="search"
        className="input"
        placeholder="Id, team, key, user, model"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}

function namesIn(rows: readonly AuditRow[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { teamId, teamAlias, key, keyAlias } of rows) {
    if (teamAlias !== null) names.set(nameKey('teamId', teamId), teamAlias);
    if (keyAlias !== null) names.set(nameKey('key', key), keyAlias);
  }
  return names;
}

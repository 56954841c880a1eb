import { useEffect, useState, type ReactNode } from 'react';

import { fieldOf, type FieldName } from '../../../shared/audit/fields.ts';
import type { RequestFilter } from '../../../shared/audit/filter.ts';
import type { FieldValueCount, FieldValues } from '../../../shared/contract/answers.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import { formatCount } from '../../ui/format.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { showValue } from './filters.ts';

/** Values listed at once; typing finds the others. */
const LISTED = 100;
/** How long a person must pause before values are looked for, milliseconds. */
const PAUSE_MS = 150;
const NO_NAMES: ReadonlyMap<string, string> = new Map();

export interface ValueListProps {
  readonly field: FieldName;
  /** What is asked for now; values are counted in it, but for what it says of this field. */
  readonly filter: RequestFilter | null;
  readonly onPick: (value: string, label: string) => void;
}

/** The values a field has, those of most requests first; any other can be typed. */
export function ValueList({ field, filter, onPick }: ValueListProps): ReactNode {
  const { title } = fieldOf(field);
  const [text, setText] = useState('');
  const found = useValues(field, filter, text.trim());
  const typed = text.trim();
  return (
    <>
      <input
        type="search"
        className="input"
        aria-label={`Find: ${title}`}
        placeholder={`${title} begins with`}
        maxLength={200}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || typed === '') return;
          event.preventDefault();
          onPick(typed, typed);
        }}
      />
      {found === null ? (
        <Skeleton lines={5} />
      ) : 'code' in found ? (
        <ProblemNote problem={found} inline />
      ) : (
        <Found title={title} field={field} found={found} typed={typed} onPick={onPick} />
      )}
    </>
  );
}

function Found(props: {
  readonly title: string;
  readonly field: FieldName;
  readonly found: FieldValues;
  readonly typed: string;
  readonly onPick: ValueListProps['onPick'];
}): ReactNode {
  const { title, field, found, typed, onPick } = props;
  const more = found.total - found.values.length;
  return (
    <>
      <ul aria-label={`Values of ${title}`}>
        {found.values.map((one) => {
          const label = labelOf(field, one);
          return (
            <li key={one.value}>
              <button
                type="button"
                className="add-filter__value"
                title={one.value}
                onClick={() => onPick(one.value, label)}
              >
                <span className="truncate">{label}</span>
                <span className="muted">{formatCount(one.requests)}</span>
              </button>
            </li>
          );
        })}
        {typed !== '' && !found.values.some(({ value }) => value === typed) && (
          <li>
            <button type="button" className="add-filter__value" onClick={() => onPick(typed, typed)}>
              <span className="truncate">“{typed}” as it is typed</span>
            </button>
          </li>
        )}
      </ul>
      {found.values.length === 0 && typed === '' && <p className="muted">No request here has that.</p>}
      {more > 0 && <p className="muted">{formatCount(more)} more: type to find them.</p>}
    </>
  );
}

/** A team or key by its name; the id as it is where there is none. */
function labelOf(field: FieldName, { value, name }: FieldValueCount): string {
  if (name !== null && name !== '') return name;
  return showValue({ field, op: 'is', value }, NO_NAMES);
}

/** The values that begin with a text; null while they are on their way. */
function useValues(
  field: FieldName,
  filter: RequestFilter | null,
  prefix: string,
): FieldValues | Problem | null {
  const [found, setFound] = useState<FieldValues | Problem | null>(null);
  useEffect(() => {
    let here = true;
    const look = async (): Promise<void> => {
      const result = await call('audit.values', {
        field,
        ...(filter !== null && { filter: without(filter, field) }),
        ...(prefix !== '' && { prefix }),
        limit: LISTED,
      });
      if (here) setFound(result.ok ? result.value : result.problem);
    };
    const timer = setTimeout(() => void look(), prefix === '' ? 0 : PAUSE_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [field, filter, prefix]);
  return found;
}

/** What the filter asks for besides the field: a second value of it is an alternative to the first. */
function without({ node, where, ...rest }: RequestFilter, field: FieldName): RequestFilter {
  return {
    ...rest,
    ...(node !== undefined && field !== 'node' && { node }),
    where: where.filter((condition) => condition.field !== field),
  };
}

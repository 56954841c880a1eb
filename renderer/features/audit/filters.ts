import type { RequestFilter } from '../../../shared/audit/logged-request.ts';
import { shortenId } from '../../ui/format.ts';
import { formatDay } from '../../ui/format-time.ts';

/** What the table is narrowed to; the month is the window's. */
export type AuditFilter = Omit<RequestFilter, 'month'>;

/** The filters that are chosen from a list, in the order they are offered. */
export const FILTER_FIELDS = ['teamId', 'model', 'user', 'key', 'outcome', 'day', 'node'] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

/** How each filter is called. */
export const FIELD_NAMES: Readonly<Record<FilterField, string>> = {
  teamId: 'team',
  model: 'model',
  user: 'user',
  key: 'key',
  outcome: 'outcome',
  day: 'day',
  node: 'node',
};

/** A filter in force, as it is shown. */
export interface FilterChip {
  readonly field: FilterField;
  readonly name: string;
  readonly value: string;
  /** The whole value, where `value` is shortened. */
  readonly title: string;
}

/** Adds or replaces one filter. */
export function withFilter(filter: AuditFilter, field: FilterField | 'text', value: string): AuditFilter {
  return { ...filter, [field]: value };
}

/** Takes one filter away. */
export function withoutFilter(filter: AuditFilter, field: FilterField | 'text'): AuditFilter {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => key !== field));
}

/** The filters in force, always in the same order. `names` gives a team's or key's name for its id. */
export function chipsOf(filter: AuditFilter, names: ReadonlyMap<string, string>): readonly FilterChip[] {
  return FILTER_FIELDS.flatMap((field): readonly FilterChip[] => {
    const value = filter[field];
    if (value === undefined) return [];
    return [{ field, name: FIELD_NAMES[field], value: showValue(field, value, names), title: value }];
  });
}

/** A value of a filter as a person reads it. */
function showValue(field: FilterField, value: string, names: ReadonlyMap<string, string>): string {
  if (value === '') return `no ${FIELD_NAMES[field]}`;
  if (field === 'day') return formatDay(value);
  const name = names.get(nameKey(field, value));
  if (name !== undefined) return name;
  return field === 'key' || field === 'teamId' ? shortenId(value) : value;
}

/** Under which the name of a value is looked up. */
export function nameKey(field: FilterField, value: string): string {
  return `${field} ${value}`;
}

import type { CostDimension, CostRow } from '../../../shared/cost/cost-report.ts';
import { shortenId } from '../../ui/format.ts';
import { formatDay } from '../../ui/format-time.ts';
import { FIELD_NAMES, type FilterField } from './filters.ts';

/** A value that can be filtered by, with how many requests of the month have it. */
export interface FilterValue {
  readonly value: string;
  readonly label: string;
  readonly requests: number | null;
}

/** What a cost report must be split by to list the values of a filter; null where the values are fixed. */
export const DIMENSIONS: Readonly<Record<FilterField, CostDimension | null>> = {
  teamId: 'team',
  model: 'model',
  user: 'user',
  key: 'key',
  outcome: null,
  day: 'day',
  node: 'node',
};

/** Both outcomes; how many of each is not known without asking. */
export const OUTCOMES: readonly FilterValue[] = [
  { value: 'ok', label: 'ok', requests: null },
  { value: 'failed', label: 'failed', requests: null },
];

/** The values in a cost report of one dimension: days in order, everything else with most requests first. */
export function valuesOf(field: FilterField, rows: readonly CostRow[]): readonly FilterValue[] {
  const values = rows.map((row): FilterValue => ({ ...identify(field, row), requests: row.requests }));
  return field === 'day'
    ? values.toSorted((a, b) => a.value.localeCompare(b.value))
    : values.toSorted((a, b) => (b.requests ?? 0) - (a.requests ?? 0) || a.label.localeCompare(b.label));
}

function identify(field: FilterField, row: CostRow): Pick<FilterValue, 'value' | 'label'> {
  const none = `no ${FIELD_NAMES[field]}`;
  switch (field) {
    case 'teamId':
      return named(row.teamId ?? '', row.teamAlias ?? null, none);
    case 'key':
      return named(row.key ?? '', row.keyAlias ?? null, none);
    case 'day':
      return { value: row.day ?? '', label: formatDay(row.day ?? '') };
    case 'model':
      return named(row.model ?? '', row.model ?? null, none);
    case 'user':
      return named(row.user ?? '', row.user ?? null, none);
    case 'node':
      return named(row.node ?? '', row.node ?? null, none);
    case 'outcome':
      return { value: '', label: none };
  }
}

function named(value: string, name: string | null, none: string): Pick<FilterValue, 'value' | 'label'> {
  if (value === '') return { value, label: none };
  return { value, label: name === null || name === '' ? shortenId(value) : name };
}

/** Values whose label or id contains the text, without regard to case. */
export function searchValues(values: readonly FilterValue[], text: string): readonly FilterValue[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return values;
  return values.filter(
    ({ label, value }) => label.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted),
  );
}

import { identify } from '../../../shared/cost/series.ts';
import type { CostDimension, CostRow } from '../../../shared/cost/cost-report.ts';
import { shortenId } from '../../ui/format.ts';
import { formatDay } from '../../ui/format-time.ts';

/** What costs can be split by, in the words of the screen. */
export const SPLITS: readonly { readonly value: CostDimension; readonly label: string }[] = [
  { value: 'team', label: 'Team' },
  { value: 'model', label: 'Model' },
  { value: 'user', label: 'User' },
  { value: 'key', label: 'Key' },
  { value: 'day', label: 'Day' },
  { value: 'node', label: 'Node' },
];

const NOTHING: Readonly<Record<CostDimension, string>> = {
  team: 'no team',
  model: 'no model',
  user: 'no user',
  key: 'no key',
  day: 'no day',
  node: 'no node',
};

/** The name of a row or series for people: never empty, long hashes cut in the middle. */
export function nameOf(dimension: CostDimension, id: string, label: string): string {
  if (id === '') return NOTHING[dimension];
  if (dimension === 'day') return formatDay(id);
  return label === id ? shortenId(id, 28) : label;
}

/** The name of a row of a report. */
export function rowName(row: CostRow, dimension: CostDimension): string {
  const { id, label } = identify(row, dimension);
  return nameOf(dimension, id, label);
}

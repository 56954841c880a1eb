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

/** Id -> what tells it apart, for those whose name another one bears too, as teams of two gateways may. */
export function namesakes(
  dimension: CostDimension,
  entries: readonly { readonly id: string | null; readonly label: string }[],
): ReadonlyMap<string, string> {
  const byName = new Map<string, Set<string>>();
  for (const { id, label } of entries) {
    if (id === null) continue;
    const name = nameOf(dimension, id, label);
    byName.set(name, (byName.get(name) ?? new Set()).add(id));
  }
  const shared = [...byName.values()].filter((ids) => ids.size > 1);
  return new Map(shared.flatMap((ids) => [...ids].map((id) => [id, shortenId(id, 13)] as const)));
}

/** The name of a row of a report. */
export function rowName(row: CostRow, dimension: CostDimension): string {
  const { id, label } = identify(row, dimension);
  return nameOf(dimension, id, label);
}

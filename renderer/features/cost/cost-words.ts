import { identify } from '../../../shared/cost/series.ts';
import type { CostDimension, CostReport, CostRow } from '../../../shared/cost/cost-report.ts';
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

/** Id -> the nodes that have requests of it, from a report by a dimension and node; null while there is none. */
export function nodesOfRows(
  report: CostReport | null,
  dimension: CostDimension,
  month: string,
): ReadonlyMap<string, readonly string[]> | null {
  if (report === null || report.month !== month || report.by[0] !== dimension) return null;
  const nodes = new Map<string, readonly string[]>();
  for (const row of report.rows) {
    const { id } = identify(row, dimension);
    nodes.set(id, [...(nodes.get(id) ?? []), row.node ?? '']);
  }
  return nodes;
}

/**
 * Id -> what tells it apart, for those whose name another one bears too, as teams of two gateways may: the node, or the id
 * where nodes do not tell them apart or are not known.
 */
export function namesakes(
  dimension: CostDimension,
  entries: readonly { readonly id: string | null; readonly label: string }[],
  nodes: ReadonlyMap<string, readonly string[]> | null,
): ReadonlyMap<string, string> {
  const byName = new Map<string, Set<string>>();
  for (const { id, label } of entries) {
    if (id === null) continue;
    const name = nameOf(dimension, id, label);
    byName.set(name, (byName.get(name) ?? new Set()).add(id));
  }
  const shared = [...byName.values()].filter((ids) => ids.size > 1);
  return new Map(
    shared.flatMap((ids) => {
      const theirs = [...ids].map((id) => nodes?.get(id) ?? []);
      const isTold =
        theirs.every((of) => of.length > 0) && new Set(theirs.flat()).size === theirs.flat().length;
      return [...ids].map(
        (id, place) => [id, isTold ? listNodes(theirs[place] ?? []) : shortenId(id, 13)] as const,
      );
    }),
  );
}

/** The name of a row of a report. */
export function rowName(row: CostRow, dimension: CostDimension): string {
  const { id, label } = identify(row, dimension);
  return nameOf(dimension, id, label);
}

/** `prod-eu`, `prod-eu, prod-us`, `prod-eu and 2 more`. */
function listNodes(nodes: readonly string[]): string {
  return nodes.length <= 2 ? nodes.join(', ') : `${nodes[0] ?? ''} and ${nodes.length - 1} more`;
}

import type { ReactNode } from 'react';

import { BROWSE_COLUMNS, type BrowseColumn, type CellForm } from '../../../../shared/fleet/browse-columns.ts';
import type { BrowseRow } from '../../../../shared/fleet/browse.ts';
import { shownName } from '../../../../shared/fleet/shown-name.ts';
import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import type { Column } from '../../../ui/data-table.tsx';
import { CellView } from './cell-view.tsx';

const WIDTHS: Readonly<Record<CellForm, number>> = {
  text: 132,
  id: 168,
  count: 88,
  usd: 88,
  price: 108,
  period: 84,
  time: 108,
  owner: 128,
};
const FIGURES: ReadonlySet<CellForm> = new Set<CellForm>(['count', 'usd', 'price']);
/** What is let go first where there is no room: the least that tells one row from another. */
const LEFT_OUT: readonly string[] = [
  'tokensPerMinute',
  'requestsPerMinute',
  'checked',
  'seconds',
  'period',
  'outputPrice',
  'inputPrice',
  'expires',
  'type',
  'user',
  'keys',
  'members',
  'teams',
  'owner',
  'role',
  'url',
  'target',
  'models',
  'says',
  'state',
  'credit',
  'spent',
  'budget',
  'team',
];
/** What one of a kind is about: it stays, however little room there is. */
const KEPT: Readonly<Partial<Record<ResourceKind, string>>> = { grant: 'user' };
/** Words that take what room is left over; the name does where a kind has none of them. */
const GROWING = new Set(['models', 'says', 'value', 'target', 'values', 'events']);

/** Columns in which none of the rows has anything, comma-separated: a gateway need not have all that a kind can have. */
export function emptyColumns(kind: ResourceKind, rows: readonly BrowseRow[]): string {
  return BROWSE_COLUMNS[kind]
    .map(({ id }) => id)
    .filter((id) => rows.every(({ cells }) => (cells[id] ?? null) === null))
    .join(',');
}

/**
 * The columns of a kind, as the table takes them.
 * @param empty of {@link emptyColumns}: where there is no room, these go before all others.
 */
export function holdsColumns(kind: ResourceKind, empty: string): readonly Column<BrowseRow>[] {
  const columns = BROWSE_COLUMNS[kind];
  const without = new Set(empty.split(','));
  const growing = columns.some(({ id }) => GROWING.has(id));
  return columns.map((column) =>
    toColumn(kind, column, {
      grow: column.id === 'name' ? !growing : GROWING.has(column.id),
      isEmpty: without.has(column.id),
    }),
  );
}

function toColumn(
  kind: ResourceKind,
  { id, title, form }: BrowseColumn,
  { grow, isEmpty }: { readonly grow: boolean; readonly isEmpty: boolean },
): Column<BrowseRow> {
  const place = KEPT[kind] === id ? -1 : LEFT_OUT.indexOf(id);
  return {
    id,
    header: title,
    width: id === 'name' ? (kind === 'setting' ? 300 : 200) : id === 'state' ? 104 : WIDTHS[form],
    ...(FIGURES.has(form) && { align: 'end' as const }),
    grow,
    ...(place !== -1 && { leaveOut: isEmpty ? place - LEFT_OUT.length : place }),
    // Sorted by the core, which has all rows; the value only says that it can be.
    sortBy: ({ cells }) => cells[id] ?? '',
    cell: ({ cells, name }) =>
      id === 'name' ? (
        <NameCell name={shownName(name)} dotted={kind === 'setting'} />
      ) : (
        <CellView cell={cells[id] ?? null} form={form} />
      ),
  };
}

/** A name. Of a dotted one it is the end that tells it from its neighbours: the groups before it are cut first. */
function NameCell({ name, dotted }: { readonly name: string; readonly dotted: boolean }): ReactNode {
  const end = dotted ? name.lastIndexOf('.') + 1 : 0;
  if (end === 0) {
    return (
      <span className="strong" title={name}>
        {name}
      </span>
    );
  }
  return (
    <span className="holds__name" title={name}>
      <span className="holds__group muted truncate">{name.slice(0, end)}</span>
      <span className="strong truncate">{name.slice(end)}</span>
    </span>
  );
}

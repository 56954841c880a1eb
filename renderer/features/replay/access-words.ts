import type { AccessCell, AccessMatrix, AccessRow } from '../../../shared/replay/access-matrix.ts';
import { formatCount, plural } from '../../ui/format.ts';

/** What becomes of a team's access to a model. `unknown`: there is no such team at the node. */
export type AccessChange = 'may' | 'may-not' | 'loses' | 'gains' | 'unknown';

/** A mark for each, so that none is told by colour alone. */
export const ACCESS_MARKS: Readonly<Record<AccessChange, string>> = {
  may: '✓',
  'may-not': '·',
  loses: '−',
  gains: '+',
  unknown: '?',
};

export const ACCESS_WORDS: Readonly<Record<AccessChange, string>> = {
  may: 'may call it',
  'may-not': 'may not call it',
  loses: 'may call it today, and no longer then',
  gains: 'may not call it today, and may then',
  unknown: 'no team of the node: the key or user decides',
};

export function changeOf({ before, after }: AccessCell): AccessChange {
  if (before === null && after === null) return 'unknown';
  if ((before ?? false) === (after ?? false)) return after === true ? 'may' : 'may-not';
  return after === true ? 'gains' : 'loses';
}

/** Beside the mark of a cell that is otherwise for a part of the month. */
export const TURN_MARK = '*';
export const TURN_WORDS = 'otherwise for a part of the month, as an exception begins or ends';

/** Whether a list or one of the month's requests changes. */
export function isChanged(cell: AccessCell): boolean {
  const change = changeOf(cell);
  return change === 'loses' || change === 'gains' || cell.changesWithin || cell.denied > 0 || cell.gained > 0;
}

/** All of a cell in words, for who does not see it. */
export function cellWords(row: AccessRow, model: string, cell: AccessCell): string {
  const parts = [
    `${teamName(row)}, ${model}: ${ACCESS_WORDS[changeOf(cell)]}`,
    ...(cell.changesWithin ? [TURN_WORDS] : []),
    cell.requests === 0 ? 'no requests' : plural(cell.requests, 'request'),
    ...(cell.denied > 0 ? [`${formatCount(cell.denied)} denied`] : []),
    ...(cell.gained > 0 ? [`${formatCount(cell.gained)} let through`] : []),
  ];
  return parts.join('; ');
}

export function teamName({ id, name }: AccessRow): string {
  if (name === '') return 'no team';
  return id === '' ? `${name} (new)` : name;
}

/** What of a matrix is shown. */
export const ACCESS_FILTERS = [
  { value: 'changed', label: 'Changes' },
  { value: 'used', label: 'In use' },
  { value: 'all', label: 'All' },
] as const;
export type AccessFilter = (typeof ACCESS_FILTERS)[number]['value'];

/** The part of a matrix that answers a filter and a text: rows and columns with at least one such cell. */
export function narrowMatrix(matrix: AccessMatrix, filter: AccessFilter, text: string): AccessMatrix {
  const wanted = text.trim().toLowerCase();
  const has = (name: string): boolean => name.toLowerCase().includes(wanted);
  const counts = (row: AccessRow, cell: AccessCell, model: string): boolean =>
    (has(teamName(row)) || has(model)) &&
    (filter === 'all' || (filter === 'used' ? cell.requests > 0 || isChanged(cell) : isChanged(cell)));
  const columns = new Set<number>();
  const rows = matrix.rows.filter((row) => {
    let any = false;
    for (const [column, cell] of row.cells.entries()) {
      if (!counts(row, cell, matrix.models[column] ?? '')) continue;
      columns.add(column);
      any = true;
    }
    return any;
  });
  return {
    models: matrix.models.filter((_, column) => columns.has(column)),
    rows: rows.map((row) => ({ ...row, cells: row.cells.filter((_, column) => columns.has(column)) })),
  };
}

import type { GatewayKind } from '../../../shared/fleet/node.ts';
import type { AccessCell, AccessMatrix, AccessRow } from '../../../shared/replay/access-matrix.ts';
import { formatCount, plural } from '../../ui/format.ts';

/** What becomes of a caller's access to a model. `unknown`: the node has no such caller. */
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
  unknown: 'not known: the node has no such caller',
};

/** The same in the legend, where there is little room. */
export const LEGEND_WORDS: Readonly<Record<AccessChange, string>> = {
  may: 'may call it',
  'may-not': 'may not',
  loses: 'no longer',
  gains: 'newly',
  unknown: 'not known: whoever calls decides',
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

/** What the rows of a matrix are called: a team at LiteLLM; at Doubleword a group, or whoever pays. */
export interface RowWords {
  /** Of one row, for the head of the column. */
  readonly title: string;
  readonly search: string;
  readonly find: string;
  /** Where nothing changes. */
  readonly nothing: string;
  /** Where nothing answers a filter. */
  readonly none: string;
  readonly one: string;
  readonly many: string;
  /** What a cell says, and what its number counts. */
  readonly legend: string;
  /** Rows are of several kinds, so that each says of which it is. */
  readonly hasSeveral: boolean;
}

export const ROW_WORDS: Readonly<Record<GatewayKind, RowWords>> = {
  litellm: {
    title: 'Team',
    search: 'Team or model',
    find: 'Find a team or a model',
    nothing: 'No team loses or gains anything.',
    none: 'No team or model answers this.',
    one: 'team',
    many: 'teams',
    legend:
      'By lists and blocks of the team; a key or user may have a narrower list. A number is the month’s requests',
    hasSeveral: false,
  },
  doubleword: {
    title: 'Group or payer',
    search: 'Group, payer or model',
    find: 'Find a group, a payer or a model',
    nothing: 'No group or payer loses or gains anything.',
    none: 'No group, payer or model answers this.',
    one: 'group or payer',
    many: 'groups and payers',
    legend:
      'A group by its own models and everyone’s, a payer by all of their groups. A number is the month’s requests, counted with who paid and with the group that is the payer’s only one',
    hasSeveral: true,
  },
};

/** All of a cell in words, for who does not see it. */
export function cellWords(row: AccessRow, model: string, cell: AccessCell): string {
  const parts = [
    `${rowName(row)}, ${model}: ${changeWords(row, cell)}`,
    ...(cell.changesWithin ? [TURN_WORDS] : []),
    cell.requests === 0 ? 'no requests' : plural(cell.requests, 'request'),
    ...(cell.denied > 0 ? [`${formatCount(cell.denied)} denied`] : []),
    ...(cell.gained > 0 ? [`${formatCount(cell.gained)} let through`] : []),
  ];
  return parts.join('; ');
}

function changeWords({ kind, id }: AccessRow, cell: AccessCell): string {
  const change = changeOf(cell);
  if (change !== 'unknown') return ACCESS_WORDS[change];
  if (kind === 'team') return 'no team of the node: the key or user decides';
  return id === '' ? 'depends on who called, which the log does not say' : ACCESS_WORDS.unknown;
}

/** What a row is called. */
export function rowName({ kind, id, name }: AccessRow): string {
  if (kind !== 'team') return id === '' ? 'no payer' : name;
  if (name === '') return 'no team';
  return id === '' ? `${name} (new)` : name;
}

/** What kind of caller a row is, where a gateway has several. */
export function rowKind(gateway: GatewayKind, { kind, id }: AccessRow): string | null {
  if (!ROW_WORDS[gateway].hasSeveral || (kind !== 'team' && id === '')) return null;
  return kind === 'team' ? 'group' : kind;
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
    (has(rowName(row)) || has(model)) &&
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
    gateway: matrix.gateway,
    otherModels: matrix.otherModels,
    models: matrix.models.filter((_, column) => columns.has(column)),
    rows: rows.map((row) => ({ ...row, cells: row.cells.filter((_, column) => columns.has(column)) })),
  };
}

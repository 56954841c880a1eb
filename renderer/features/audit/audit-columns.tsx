import type { ReactNode } from 'react';

import {
  AUDIT_FIELDS,
  fieldOf,
  valueOf,
  type AuditField,
  type FieldName,
} from '../../../shared/audit/fields.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import type { Column } from '../../ui/data-table-columns.ts';
import { formatCount } from '../../ui/format.ts';
import { formatInstant, formatUtc } from '../../ui/format-time.ts';
import { MiddleText } from '../../ui/middle-text.tsx';
import { Tag } from '../../ui/tag.tsx';
import { flagWord, KIND_NAMES } from './filters.ts';
import { costOf, formatSecond, keyOf, outcomeOf, teamOf } from './row-words.ts';

/** The columns that the table has until a person chooses. */
export const DEFAULT_COLUMNS: readonly FieldName[] = [
  'startMs',
  'teamAlias',
  'keyAlias',
  'model',
  'ok',
  'promptTokens',
  'completionTokens',
  'spendNano',
  'durationMs',
  'node',
];

/** All that can be a column. */
export const COLUMN_FIELDS: readonly AuditField[] = AUDIT_FIELDS.filter(({ column }) => column);

/** Where the heading of a column is not the name of its field: names stand for what they name. */
const HEADERS: Readonly<Partial<Record<FieldName, string>>> = {
  teamId: 'Team id',
  teamAlias: 'Team',
  key: 'Key hash',
  keyAlias: 'Key',
};

/** Pixels, where a field needs other than its type suggests. */
const WIDTHS: Readonly<Partial<Record<FieldName, number>>> = {
  startMs: 138,
  id: 180,
  node: 76,
  teamAlias: 112,
  keyAlias: 124,
  model: 140,
  servedModel: 164,
  ok: 80,
  promptTokens: 72,
  completionTokens: 66,
  spendNano: 104,
  durationMs: 92,
  firstTokenMs: 104,
  errorMessage: 260,
};

const GROWING: ReadonlySet<FieldName> = new Set(['teamAlias', 'keyAlias', 'model', 'errorMessage']);

/** In a narrow window these go first, 1 before 2. */
const LEFT_OUT: Readonly<Partial<Record<FieldName, number>>> = {
  node: 1,
  durationMs: 2,
  completionTokens: 3,
  keyAlias: 4,
  promptTokens: 5,
};

const CELLS: Readonly<Partial<Record<FieldName, (row: AuditRow) => ReactNode>>> = {
  startMs: (row) => <Start at={row.startMs} />,
  teamAlias: (row) => <Name words={teamOf(row)} known={row.teamId !== ''} />,
  keyAlias: (row) => <Name words={keyOf(row)} known={row.key !== ''} mono />,
  model: (row) => <Model row={row} />,
  ok: (row) => (row.ok ? <Tag plain>ok</Tag> : <Tag tone="bad">{outcomeOf(row)}</Tag>),
  kind: (row) => KIND_NAMES[row.kind],
  spendNano: (row) => costOf(row),
  promptTokens: (row) => <Tokens row={row} count={row.promptTokens} />,
  completionTokens: (row) => <Tokens row={row} count={row.completionTokens} />,
  cachedTokens: (row) => <Tokens row={row} count={row.cachedTokens} />,
  durationMs: (row) => <Took ms={row.durationMs} />,
  firstTokenMs: (row) => <Took ms={row.firstTokenMs} />,
  errorMessage: (row) => <span title={row.errorMessage ?? ''}>{row.errorMessage ?? ''}</span>,
};

/** Names of ids and machine words, in the mono font. */
const MONO: ReadonlySet<FieldName> = new Set([
  'id',
  'teamId',
  'key',
  'callType',
  'session',
  'address',
  'deployment',
]);

/**
 * The columns of the table, each under the name of its field.
 *
 * @param zone what the times are in
 */
export function auditColumns(names: readonly FieldName[], zone: string): readonly Column<AuditRow>[] {
  return names.map((name) => {
    const { type } = fieldOf(name);
    const figures = type === 'number' || type === 'money';
    const leaveOut = LEFT_OUT[name];
    return {
      id: name,
      header: name === 'startMs' ? `${headerOf(name)} (${zone})` : headerOf(name),
      width: WIDTHS[name] ?? (figures ? 80 : 120),
      align: figures ? 'end' : 'start',
      grow: GROWING.has(name),
      ...(leaveOut !== undefined && { leaveOut }),
      // The order is made where the rows are; the table only has to know that it can be asked for.
      sortBy: () => 0,
      cell: CELLS[name] ?? ((row) => <Plain row={row} name={name} />),
    };
  });
}

/** The heading of a field's column. */
export function headerOf(name: FieldName): string {
  return HEADERS[name] ?? fieldOf(name).title;
}

function Start({ at }: { readonly at: number }): ReactNode {
  const date = new Date(at);
  return (
    <time
      className="mono soft"
      dateTime={date.toISOString()}
      title={`${formatInstant(date)} · ${formatUtc(date)}`}
    >
      {formatSecond(date)}
    </time>
  );
}

/** The model that was asked for; an admin route or another call is named as what it is. */
function Model({ row }: { readonly row: AuditRow }): ReactNode {
  if (row.kind === 'model')
    return <Name words={row.model === '' ? 'no model' : row.model} known={row.model !== ''} />;
  return (
    <span className="audit__call">
      <Tag plain>{row.kind === 'management' ? 'admin' : 'other'}</Tag>
      <span className="mono truncate">{row.callType}</span>
    </span>
  );
}

/** What a team, key or model is called, or that there is none. */
function Name(props: {
  readonly words: string;
  readonly known: boolean;
  readonly mono?: boolean;
}): ReactNode {
  const { words, known, mono = false } = props;
  if (!known) return <span className="muted">{words}</span>;
  return mono ? (
    <span className="mono">
      <MiddleText text={words} />
    </span>
  ) : (
    <MiddleText text={words} />
  );
}

function Tokens({ row, count }: { readonly row: AuditRow; readonly count: number | null }): ReactNode {
  return row.kind === 'model' && count !== null ? formatCount(count) : <span className="muted">–</span>;
}

/** The same unit in every row, so that a column can be read down. */
function Took({ ms }: { readonly ms: number | null }): ReactNode {
  return <span className="soft">{ms === null ? '–' : `${formatCount(ms)} ms`}</span>;
}

function Plain({ row, name }: { readonly row: AuditRow; readonly name: FieldName }): ReactNode {
  const value = valueOf(row, name);
  if (value === null || value === '') return <span className="muted">–</span>;
  if (typeof value === 'boolean') return flagWord(name, value);
  if (typeof value === 'number') return formatCount(value);
  const text = typeof value === 'string' ? value : value.join(', ');
  if (MONO.has(name)) return <Name words={text} known mono />;
  return <span title={text}>{text}</span>;
}

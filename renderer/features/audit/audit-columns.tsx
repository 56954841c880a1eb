import type { ReactNode } from 'react';

import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import type { Column } from '../../ui/data-table.tsx';
import { formatCount } from '../../ui/format.ts';
import { formatInstant, formatUtc } from '../../ui/format-time.ts';
import { Tag } from '../../ui/tag.tsx';
import { costOf, formatSecond, keyOf, outcomeOf, teamOf, tookOf } from './row-words.ts';

/** The columns of the table. `zone` is what the times are in. Those that can be sorted by are named as `audit.page` names them. */
export function auditColumns(zone: string): readonly Column<AuditRow>[] {
  return [
    {
      id: 'startMs',
      header: `Time (${zone})`,
      width: 138,
      sortBy: (row) => row.startMs,
      cell: (row) => <Start at={row.startMs} />,
    },
    { id: 'team', header: 'Team', width: 112, grow: true, cell: (row) => <Team row={row} /> },
    { id: 'key', header: 'Key', width: 90, grow: true, leaveOut: 4, cell: (row) => <Key row={row} /> },
    { id: 'model', header: 'Model', width: 164, grow: true, cell: (row) => <Model row={row} /> },
    { id: 'outcome', header: 'Outcome', width: 84, cell: (row) => <Outcome row={row} /> },
    {
      id: 'promptTokens',
      header: 'In',
      width: 80,
      align: 'end',
      sortBy: (row) => row.promptTokens,
      cell: (row) => <Tokens row={row} count={row.promptTokens} />,
    },
    {
      id: 'completionTokens',
      header: 'Out',
      width: 66,
      leaveOut: 3,
      align: 'end',
      sortBy: (row) => row.completionTokens,
      cell: (row) => <Tokens row={row} count={row.completionTokens} />,
    },
    {
      id: 'spendNano',
      header: 'Cost',
      width: 104,
      align: 'end',
      sortBy: (row) => row.spendNano ?? 0,
      cell: costOf,
    },
    {
      id: 'durationMs',
      header: 'Took',
      width: 92,
      leaveOut: 2,
      align: 'end',
      sortBy: (row) => row.durationMs ?? 0,
      cell: (row) => <span className="soft">{tookOf(row)}</span>,
    },
    {
      id: 'node',
      header: 'Node',
      width: 76,
      leaveOut: 1,
      cell: (row) => <span className="soft">{row.node}</span>,
    },
  ];
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

function Team({ row }: { readonly row: AuditRow }): ReactNode {
  return <span className={row.teamId === '' ? 'muted' : ''}>{teamOf(row)}</span>;
}

function Key({ row }: { readonly row: AuditRow }): ReactNode {
  return <span className={row.key === '' ? 'muted' : 'mono'}>{keyOf(row)}</span>;
}

/** The model that was asked for; an admin route or another call is named as what it is. */
function Model({ row }: { readonly row: AuditRow }): ReactNode {
  if (row.kind === 'model') return row.model === '' ? <span className="muted">no model</span> : row.model;
  return (
    <span className="audit__call">
      <Tag plain>{row.kind === 'management' ? 'admin' : 'other'}</Tag>
      <span className="mono truncate">{row.callType}</span>
    </span>
  );
}

function Outcome({ row }: { readonly row: AuditRow }): ReactNode {
  return row.ok ? <Tag plain>ok</Tag> : <Tag tone="bad">{outcomeOf(row)}</Tag>;
}

function Tokens({ row, count }: { readonly row: AuditRow; readonly count: number }): ReactNode {
  return row.kind === 'model' ? formatCount(count) : <span className="muted">–</span>;
}

import { useMemo, type ReactNode } from 'react';

import type { ReplayCount, ReplayRow } from '../../../shared/replay/replay-report.ts';
import { parseNano } from '../../../shared/cost/money.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatCompact, formatCount, formatUsd } from '../../ui/format.ts';
import { Time } from '../../ui/time.tsx';
import { canShow, showRequests } from './replay-links.ts';
import { nameOfRow, REPLAY_SPLITS, type ReplaySplit } from './replay-words.ts';

export interface ReplayTableProps {
  readonly rows: readonly ReplayRow[];
  readonly by: ReplaySplit;
  /** Only who, how many and, where there is room, what they cost: for a narrow place. */
  readonly short?: boolean;
}

/** Who or what loses and gains requests, most first. */
export function ReplayTable({ rows, by, short = false }: ReplayTableProps): ReactNode {
  const hasGained = rows.some(({ gained }) => gained !== null);
  const columns = useMemo(() => {
    const all = columnsOf(by, short);
    return short ? all.slice(0, hasGained ? 4 : 3) : all;
  }, [by, short, hasGained]);
  return (
    <DataTable
      key={by}
      label={`What changes by ${by}`}
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      rowHeight={28}
      fill={!short}
    />
  );
}

function columnsOf(by: ReplaySplit, short: boolean): readonly Column<ReplayRow>[] {
  const count = (change: 'denied' | 'gained', header: string): Column<ReplayRow> => ({
    id: change,
    header,
    width: short ? (change === 'denied' ? 76 : 96) : 100,
    align: 'end',
    sortBy: (row) => row[change]?.requests ?? 0,
    cell: (row) => <Changed change={change} count={row[change]} />,
  });
  const moment = (id: 'first' | 'last', header: string): Column<ReplayRow> => ({
    id,
    header,
    width: 112,
    leaveOut: id === 'last' ? 2 : 3,
    sortBy: (row) => momentOf(row, id),
    cell: (row) => <Time at={momentOf(row, id)} />,
  });
  return [
    {
      id: 'name',
      header: REPLAY_SPLITS.find(({ value }) => value === by)?.label ?? by,
      // A rule is a sentence.
      width: short ? 96 : by === 'rule' ? 200 : 120,
      grow: true,
      sortBy: (row) => nameOfRow(row, by),
      cell: (row) => <RowName row={row} by={by} />,
    },
    count('denied', 'Denied'),
    {
      id: 'cost',
      header: 'Their cost',
      width: 96,
      align: 'end',
      leaveOut: short ? 1 : 4,
      sortBy: ({ denied }) => parseNano(denied?.spend ?? '0') ?? 0n,
      cell: ({ denied }) => (denied === null ? null : formatUsd(denied.spend)),
    },
    count('gained', 'Let through'),
    {
      id: 'tokens',
      header: 'Tokens',
      width: 84,
      align: 'end',
      leaveOut: 1,
      sortBy: ({ denied }) => denied?.tokens ?? 0,
      cell: ({ denied }) =>
        denied === null ? null : (
          <span title={formatCount(denied.tokens)}>{formatCompact(denied.tokens)}</span>
        ),
    },
    moment('first', 'First seen'),
    moment('last', 'Last seen'),
  ];
}

function RowName({ row, by }: { readonly row: ReplayRow; readonly by: ReplaySplit }): ReactNode {
  const name = nameOfRow(row, by);
  if (!canShow(by)) return <span title={name}>{name}</span>;
  return (
    <button
      type="button"
      className="replay__link truncate"
      title={`Show the requests of ${name} in Audit${row.id === '' ? '' : ` (${row.id})`}`}
      onClick={() => showRequests(by, row.id)}
    >
      {name}
    </button>
  );
}

/** A count with its sign: minus for what is taken away, plus for what is given. */
function Changed({
  change,
  count,
}: {
  readonly change: 'denied' | 'gained';
  readonly count: ReplayCount | null;
}): ReactNode {
  if (count === null) return null;
  return (
    <span className={`replay__count replay__count--${change}`}>
      {change === 'denied' ? '−' : '+'}
      {formatCount(count.requests)}
    </span>
  );
}

function momentOf({ denied, gained }: ReplayRow, which: 'first' | 'last'): string {
  const moments = [denied, gained].flatMap((count) => count?.[which] ?? []).sort();
  return (which === 'first' ? moments[0] : moments.at(-1)) ?? '';
}

import { useMemo, type ReactNode } from 'react';

import type { CostSeries } from '../../../shared/cost/series.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatUsd } from '../../ui/format.ts';
import { formatDay } from '../../ui/format-time.ts';
import { Tag } from '../../ui/tag.tsx';

interface DayRow {
  readonly day: string;
  readonly index: number;
  readonly lack: string | undefined;
}

interface CostDaysProps {
  /** `YYYY-MM-DD`. */
  readonly days: readonly string[];
  readonly series: readonly CostSeries[];
  /** Index of a day -> what is missing. */
  readonly gaps: ReadonlyMap<number, string>;
}

/** The chart's twin: the same figures, one row a day. */
export function CostDays({ days, series, gaps }: CostDaysProps): ReactNode {
  const rows = useMemo(
    () => days.map((day, index): DayRow => ({ day, index, lack: gaps.get(index) })),
    [days, gaps],
  );
  const columns = useMemo(
    (): readonly Column<DayRow>[] => [
      { id: 'day', header: 'Day', width: 92, sortBy: ({ day }) => day, cell: ({ day }) => formatDay(day) },
      ...series.map((one): Column<DayRow> => ({
        id: one.id ?? 'everything else',
        header: one.label,
        width: 112,
        grow: true,
        align: 'end',
        sortBy: ({ index }) => one.values[index] ?? -1,
        cell: ({ index }) => amountCell(one.amounts[index] ?? null),
      })),
      {
        id: 'lack',
        header: 'Missing',
        width: 180,
        cell: ({ lack }) => lackCell(lack),
      },
    ],
    [series],
  );
  return (
    <div className="cost__days">
      <DataTable
        label="Cost per day"
        columns={columns}
        rows={rows}
        rowId={({ day }) => day}
        rowHeight={28}
        fill
      />
    </div>
  );
}

/** Nothing is known of the day, which is not the same as nothing spent. */
function amountCell(amount: string | null): ReactNode {
  return amount === null ? <span className="muted">–</span> : formatUsd(amount);
}

function lackCell(lack: string | undefined): ReactNode {
  return lack === undefined ? null : <Tag tone="caution">{lack}</Tag>;
}

import { useMemo, type ReactNode } from 'react';

import type { CostReport } from '../../../../shared/cost/cost-report.ts';
import { toCsv } from '../../../../shared/csv.ts';
import { dailySeries } from '../../../../shared/cost/series.ts';
import { copyText } from '../../../app/clipboard.ts';
import { BarChart } from '../../../ui/bar-chart.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { formatUsd, formatUsdTick } from '../../../ui/format.ts';
import { formatDay, formatMonth } from '../../../ui/format-time.ts';
import { useRemembered } from '../../../ui/remembered.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { Tag } from '../../../ui/tag.tsx';
import { lacksByDay } from '../../archive/coverage-words.ts';

interface DayRow {
  readonly day: string;
  readonly amount: string | null;
  readonly lack: string | undefined;
}

const COLUMNS: readonly Column<DayRow>[] = [
  { id: 'day', header: 'Day', width: 80, sortBy: ({ day }) => day, cell: ({ day }) => formatDay(day) },
  {
    id: 'amount',
    header: 'Cost',
    width: 96,
    grow: true,
    align: 'end',
    sortBy: ({ amount }) => (amount === null ? -1 : Number(amount)),
    cell: ({ amount }) => (amount === null ? <span className="muted">–</span> : formatUsd(amount)),
  },
  {
    id: 'lack',
    header: 'Missing',
    width: 128,
    leaveOut: 1,
    cell: ({ lack }) => (lack === undefined ? null : <Tag tone="caution">{lack}</Tag>),
  },
];

const VIEWS = ['chart', 'table'] as const;

/** The cost of each day of the month, as bars or as their table twin. Days without a log are holes. */
export function UseDays({ report, what }: { readonly report: CostReport; readonly what: string }): ReactNode {
  const [view, setView] = useRemembered('resource.days', VIEWS, 'chart');
  const { rows, labels, series, gaps } = useMemo(() => {
    const daily = dailySeries(report, 'node');
    const lacks = lacksByDay(report.coverage, report.month);
    const days = daily.days.map((day, index): DayRow => ({
      day,
      amount: daily.series[0]?.amounts[index] ?? null,
      lack: lacks.get(day),
    }));
    return {
      rows: days,
      labels: daily.days.map(formatDay),
      series: daily.series.map((one) => ({ ...one, label: what, colour: 'var(--series-1)' })),
      gaps: new Map(days.flatMap(({ lack }, index) => (lack === undefined ? [] : [[index, lack] as const]))),
    };
  }, [report, what]);
  const copy = (): void => {
    const csv = toCsv<DayRow>(
      [
        { title: 'day', value: ({ day }) => day },
        { title: 'spend_usd', number: true, value: ({ amount }) => amount },
        { title: 'missing', value: ({ lack }) => lack ?? '' },
      ],
      rows,
    );
    void copyText(csv, `${rows.length} days as CSV`);
  };
  return (
    <div className="use-days">
      <div className="use-days__head">
        <span className="muted">Cost a day</span>
        <Button tone="quiet" icon="copy" onClick={copy}>
          Copy as CSV
        </Button>
        <Segmented
          label="Show the days as"
          value={view}
          options={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
          onChange={setView}
        />
      </div>
      {view === 'chart' ? (
        <div className="use-days__chart">
          <BarChart
            label={`Cost of ${what} a day in ${formatMonth(report.month)}; the table shows the same figures`}
            labels={labels}
            series={series}
            gaps={gaps}
            formatTick={formatUsdTick}
            formatValue={(_, day) => formatUsd(rows[day]?.amount ?? '0')}
            formatTotal={(day) => formatUsd(rows[day]?.amount ?? '0')}
          />
        </div>
      ) : (
        <div className="use-days__table">
          <DataTable
            label={`Cost of ${what} a day`}
            columns={COLUMNS}
            rows={rows}
            rowId={({ day }) => day}
            rowHeight={26}
            fill
          />
        </div>
      )}
    </div>
  );
}

import { useMemo, useState, type ReactNode } from 'react';

import type { BudgetSide, BudgetTrack } from '../../../shared/contract/replay-answers.ts';
import { copyText } from '../../app/clipboard.ts';
import { Swatch } from '../../ui/bar.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatUsd, formatUsdTick } from '../../ui/format.ts';
import { formatDay } from '../../ui/format-time.ts';
import { LineChart } from '../../ui/line-chart.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { isTodaysLimitFar, seriesOf, TODAY, UNDER_POLICY } from './budget-series.ts';
import { budgetCsv, budgetName, closingWords, limitWords } from './budget-words.ts';

export interface BudgetChartProps {
  readonly track: BudgetTrack;
  readonly days: readonly string[];
  /** The day that is looked at, by its place. */
  readonly day: number;
  readonly onDay: (day: number) => void;
}

/** One budget through the month: how it fills today and under the policy, its limits, and where it closes. */
export function BudgetChart({ track, days, day, onDay }: BudgetChartProps): ReactNode {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const labels = useMemo(() => days.map(formatDay), [days]);
  const series = useMemo(() => seriesOf(track, days), [track, days]);
  const name = budgetName(track);
  const isFar = isTodaysLimitFar(track);
  return (
    <section className="card budgets__chart-card" aria-label={`Budget of ${name}`}>
      <header className="card__header">
        <h2 className="budgets__name truncate">{name}</h2>
        <ul className="legend soft">
          <li className="legend__entry">
            <Swatch colour={TODAY} />
            today {limitWords(track.before)}
            {isFar && ', above the chart'}
          </li>
          <li className="legend__entry">
            <Swatch colour={UNDER_POLICY} />
            under the policy {limitWords(track.after)}
          </li>
          <li className="legend__entry">dashed: the limit</li>
          <li className="legend__entry">◆ used up</li>
        </ul>
        <div className="card__aside">
          <Segmented
            label="Show the budget as"
            value={view}
            options={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
            onChange={setView}
          />
          <Button
            icon="copy"
            onClick={() => void copyText(budgetCsv(track, days), `${days.length} days as CSV`)}
          >
            Copy CSV
          </Button>
        </div>
      </header>
      {view === 'chart' ? (
        <div className="budgets__chart">
          <LineChart
            label={`How the budget of ${name} fills, today and under the policy: ${closingWords(track.after)}; the table shows the same figures`}
            labels={labels}
            series={series}
            at={day}
            formatTick={formatUsdTick}
            formatValue={(value) => formatUsd(String(value))}
            onPick={onDay}
          />
        </div>
      ) : (
        <div className="budgets__chart">
          <BudgetDays track={track} days={days} />
        </div>
      )}
    </section>
  );
}

interface DayRow {
  readonly day: string;
  readonly place: number;
}

/** The chart's twin: the same figures, one row a day. */
function BudgetDays({ track, days }: Pick<BudgetChartProps, 'track' | 'days'>): ReactNode {
  const { before, after } = track;
  const rows = useMemo(() => days.map((day, place): DayRow => ({ day, place })), [days]);
  const columns = useMemo(
    (): readonly Column<DayRow>[] => [
      { id: 'day', header: 'Day', width: 92, sortBy: ({ day }) => day, cell: ({ day }) => formatDay(day) },
      { ...AMOUNT, id: 'before', header: 'Today', cell: ({ place }) => amountCell(before, place) },
      { ...AMOUNT, id: 'after', header: 'Under the policy', cell: ({ place }) => amountCell(after, place) },
    ],
    [before, after],
  );
  return (
    <DataTable
      label="The budget day by day"
      columns={columns}
      rows={rows}
      rowId={({ day }) => day}
      rowHeight={28}
      fill
    />
  );
}

const AMOUNT = { width: 130, grow: true, align: 'end' } as const;

function amountCell(side: BudgetSide | null, place: number): ReactNode {
  return side === null ? <span className="muted">–</span> : formatUsd(side.fills[place] ?? '0');
}

import { useMemo, useState, type ReactNode } from 'react';

import { timeBounds } from '../../../shared/audit/filter.ts';
import { dayInterval } from '../../../shared/audit/months.ts';
import type { CostDimension, CostReport } from '../../../shared/cost/cost-report.ts';
import { sumDecimal } from '../../../shared/cost/money.ts';
import { dailySeries, type CostSeries } from '../../../shared/cost/series.ts';
import { go } from '../../app/state/navigation.ts';
import { BarChart } from '../../ui/bar-chart.tsx';
import { Swatch } from '../../ui/bar.tsx';
import { formatUsd, formatUsdTick } from '../../ui/format.ts';
import { formatDay, formatMonth } from '../../ui/format-time.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { coloursFor } from '../../ui/series-colours.ts';
import { lacksByDay } from '../archive/coverage-words.ts';
import { CostDays } from './cost-days.tsx';
import { chartDimension, costNodes } from './cost-state.ts';
import { nameOf, namesakes, nodesOfRows } from './cost-words.ts';

/** A series' name, what tells it from a namesake, and both in one for the tooltip and the table. */
function labelOf(
  dimension: CostDimension,
  { id, label }: CostSeries,
  apart: ReadonlyMap<string, string>,
): { readonly name: string; readonly hint: string | undefined; readonly label: string } {
  const name = id === null ? 'everything else' : nameOf(dimension, id, label);
  const hint = id === null ? undefined : apart.get(id);
  return { name, hint, label: hint === undefined ? name : `${name} (${hint})` };
}

type View = 'chart' | 'table';

/** The dearest six and everything else, day by day, as a chart or as its table twin. */
export function CostChartCard({ report }: { readonly report: CostReport }): ReactNode {
  const [view, setView] = useState<View>('chart');
  const dimension = chartDimension(report.by[0] ?? 'team');
  const byNode = costNodes.use((state) => state.value?.report ?? null);
  const { days, series, gaps } = useMemo(() => {
    const daily = dailySeries(report, dimension);
    const colourOf = coloursFor(
      dimension,
      daily.series.flatMap(({ id }) => (id === null ? [] : [id])),
    );
    const apart = namesakes(dimension, daily.series, nodesOfRows(byNode, dimension, report.month));
    const lacks = lacksByDay(report.coverage, report.month);
    return {
      days: daily.days,
      series: daily.series.map((one) => ({
        ...one,
        ...labelOf(dimension, one, apart),
        colour: colourOf(one.id),
      })),
      gaps: new Map(
        daily.days.flatMap((day, index): [number, string][] => {
          const words = lacks.get(day);
          return words === undefined ? [] : [[index, words]];
        }),
      ),
    };
  }, [report, dimension, byNode]);
  const labels = useMemo(() => days.map(formatDay), [days]);

  return (
    <section className="card" aria-label="Cost per day">
      <header className="card__header">
        <ul className="legend">
          {series.map(({ id, name, hint, colour }) => (
            <li key={id ?? 'else'} className="legend__entry soft">
              <Swatch colour={colour} />
              {name}
              {hint !== undefined && <span className="muted"> {hint}</span>}
            </li>
          ))}
          {gaps.size > 0 && (
            <li className="legend__entry soft">
              <span className="cost__hole" aria-hidden />
              not complete
            </li>
          )}
        </ul>
        <div className="card__aside">
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
      </header>
      {view === 'chart' ? (
        <div className="cost__chart">
          <BarChart
            label={`Cost per day in ${formatMonth(report.month)}, by ${dimension}; the table shows the same figures`}
            labels={labels}
            series={series}
            gaps={gaps}
            formatTick={formatUsdTick}
            formatValue={(one, day) => formatUsd(series[one]?.amounts[day] ?? '0')}
            formatTotal={(day) => formatUsd(sumDecimal(series.map(({ amounts }) => amounts[day] ?? '0')))}
            onPick={(bar) => {
              const day = days[bar];
              if (day === undefined) return;
              go({ screen: 'audit', filter: { range: timeBounds(dayInterval(day)) } });
            }}
          />
        </div>
      ) : (
        <CostDays days={days} series={series} gaps={gaps} />
      )}
    </section>
  );
}

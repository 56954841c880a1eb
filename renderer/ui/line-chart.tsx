import {
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';
import { useMemo, type ReactNode } from 'react';

import { ChartCanvas, chartStyle } from './chart-canvas.tsx';

Chart.register(LineController, LineElement, PointElement, CategoryScale, LinearScale, Tooltip);

export interface LineSeries {
  readonly label: string;
  /** A colour token such as `var(--series-1)`. */
  readonly colour: string;
  /** One a label; null where nothing is known: the line has a hole there. */
  readonly values: readonly (number | null)[];
  /** Dashed lines are told apart without their colour. */
  readonly dashed?: boolean;
  /** Places of points that are marked, such as the moment something ended. */
  readonly marked?: ReadonlySet<number>;
}

export interface LineChartProps {
  /** What the chart shows, in words; the accessible name. The table twin tells the rest. */
  readonly label: string;
  readonly labels: readonly string[];
  readonly series: readonly LineSeries[];
  /** The place that is looked at: every line has a point there. */
  readonly at: number;
  readonly formatTick: (value: number) => string;
  readonly formatValue: (value: number) => string;
  readonly onPick?: (at: number) => void;
}

/** Lines from zero through the points of a span. */
export function LineChart(props: LineChartProps): ReactNode {
  const { labels, series, at, label } = props;
  const shown = useMemo(() => ({ labels, series, at }), [labels, series, at]);
  return <ChartCanvas label={label} shown={shown} configure={(element) => configure(props, element)} />;
}

/** Everything chart.js needs, in the colours that the page has now. Nothing moves: the slider redraws it. */
function configure(
  props: LineChartProps,
  element: HTMLElement,
): ChartConfiguration<'line', (number | null)[]> {
  const { labels, series, at, formatTick, formatValue, onPick } = props;
  const { token, colour, font } = chartStyle(element);
  return {
    type: 'line',
    data: {
      labels: [...labels],
      datasets: series.map((one) => ({
        label: one.label,
        data: [...one.values],
        borderColor: colour(one.colour),
        backgroundColor: colour(one.colour),
        borderWidth: 2,
        borderDash: one.dashed === true ? [5, 4] : [],
        pointRadius: one.values.map((_, place) =>
          one.marked?.has(place) === true ? 6 : place === at && one.dashed !== true ? 4 : 0,
        ),
        pointStyle: one.values.map((_, place) => (one.marked?.has(place) === true ? 'rectRot' : 'circle')),
        pointHoverRadius: 4,
        spanGaps: false,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      onClick: (event, _, chart) => {
        if (event.native === null) return;
        const [hit] = chart.getElementsAtEventForMode(event.native, 'index', { intersect: false }, true);
        if (hit !== undefined) onPick?.(hit.index);
      },
      scales: {
        x: {
          border: { color: token('--line-strong') },
          grid: { display: false },
          ticks: { font, color: token('--ink-faint'), maxRotation: 0, autoSkipPadding: 16 },
        },
        y: {
          beginAtZero: true,
          border: { display: false },
          grid: { color: token('--line'), drawTicks: false },
          ticks: {
            font,
            color: token('--ink-faint'),
            maxTicksLimit: 5,
            padding: 8,
            callback: (value) => formatTick(Number(value)),
          },
        },
      },
      plugins: {
        tooltip: {
          backgroundColor: token('--ink'),
          titleColor: token('--ground'),
          bodyColor: token('--ground'),
          titleFont: { ...font, weight: 600 },
          bodyFont: font,
          padding: 10,
          cornerRadius: 5,
          usePointStyle: true,
          callbacks: {
            label: (item) => `${item.dataset.label ?? ''}  ${formatValue(item.parsed.y ?? 0)}`,
          },
        },
      },
    },
  };
}

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';
import { useMemo, type ReactNode } from 'react';

import { ChartCanvas, chartStyle } from './chart-canvas.tsx';
import { gapPlugin } from './chart-gaps.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip, gapPlugin);

export interface BarSeries {
  readonly id: string | null;
  readonly label: string;
  /** A colour token such as `var(--series-1)`. */
  readonly colour: string;
  /** One a bar; null where nothing is known, which is drawn as nothing. */
  readonly values: readonly (number | null)[];
}

export interface BarChartProps {
  /** What the chart shows, in words; the accessible name. The table twin tells the rest. */
  readonly label: string;
  /** One a bar. */
  readonly labels: readonly string[];
  readonly series: readonly BarSeries[];
  /** Bars with something missing, and what: drawn as dashed outlines. */
  readonly gaps: ReadonlyMap<number, string>;
  /** A value for the axis and the tooltip. */
  readonly formatTick: (value: number) => string;
  readonly formatValue: (series: number, bar: number) => string;
  /** What a whole bar comes to. */
  readonly formatTotal: (bar: number) => string;
  /** A part of a bar was clicked. */
  readonly onPick?: (bar: number, series: number) => void;
}

/** Stacked bars from zero. A bar that is missing stays a hole. */
export function BarChart(props: BarChartProps): ReactNode {
  const { labels, series, gaps, label } = props;
  const shown = useMemo(() => ({ labels, series, gaps }), [labels, series, gaps]);
  return <ChartCanvas label={label} shown={shown} configure={(element) => configure(props, element)} />;
}

/** Everything chart.js needs, in the colours that the page has now. */
function configure(props: BarChartProps, element: HTMLElement): ChartConfiguration<'bar', (number | null)[]> {
  const { labels, series, gaps, formatTick, formatValue, formatTotal, onPick } = props;
  const { token, colour, font } = chartStyle(element);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    type: 'bar',
    data: {
      labels: [...labels],
      datasets: series.map((one) => ({
        label: one.label,
        data: [...one.values],
        backgroundColor: colour(one.colour),
        hoverBackgroundColor: colour(one.colour),
        borderColor: token('--surface'),
        borderWidth: { top: 1, bottom: 0, left: 0, right: 0 },
        borderRadius: 1.5,
        borderSkipped: false,
        categoryPercentage: 0.96,
        barPercentage: 0.84,
        maxBarThickness: 44,
      })),
    },
    options: {
      animation: still ? false : { duration: 240 },
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      onClick: (event, _, chart) => {
        if (event.native === null) return;
        const [hit] = chart.getElementsAtEventForMode(event.native, 'point', { intersect: true }, false);
        if (hit !== undefined) onPick?.(hit.index, hit.datasetIndex);
      },
      scales: {
        x: {
          stacked: true,
          grid: { display: false },
          border: { color: token('--line-strong') },
          ticks: { font, color: token('--ink-faint'), maxRotation: 0, autoSkipPadding: 24 },
        },
        y: {
          stacked: true,
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
        gaps: { bars: [...gaps.keys()], colour: token('--ink-faint') },
        tooltip: {
          backgroundColor: token('--ink'),
          titleColor: token('--ground'),
          bodyColor: token('--ground'),
          footerColor: token('--ground'),
          titleFont: { ...font, weight: 600 },
          bodyFont: font,
          footerFont: { ...font, weight: 400 },
          usePointStyle: true,
          padding: 10,
          boxPadding: 6,
          boxWidth: 8,
          boxHeight: 8,
          cornerRadius: 5,
          itemSort: (a, b) => a.datasetIndex - b.datasetIndex,
          callbacks: {
            label: (item) => `${item.dataset.label ?? ''}  ${formatValue(item.datasetIndex, item.dataIndex)}`,
            labelColor: (item) => {
              const fill = colour(series[item.datasetIndex]?.colour ?? '');
              return { backgroundColor: fill, borderColor: fill };
            },
            labelPointStyle: () => ({ pointStyle: 'rectRounded', rotation: 0 }),
            title: ([item]) => (item === undefined ? '' : `${item.label}  ${formatTotal(item.dataIndex)}`),
            footer: ([item]) => (item === undefined ? '' : (gaps.get(item.dataIndex) ?? '')),
          },
        },
      },
    },
  };
}

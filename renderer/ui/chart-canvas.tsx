import { Chart, type ChartConfiguration, type ChartType } from 'chart.js';
import { useEffect, useRef, type ReactNode } from 'react';

import './bar-chart.css';
import { useThemeName } from './use-theme-name.ts';

interface ChartCanvasProps<Type extends ChartType> {
  /** What the chart shows, in words; the accessible name. */
  readonly label: string;
  /** What it shows: another one, or another theme, and it is drawn anew. */
  readonly shown: object;
  /** Everything chart.js needs, in the colours that the page has now; the last one that was given is asked. */
  readonly configure: (element: HTMLElement) => ChartConfiguration<Type, (number | null)[]>;
}

/** A chart of chart.js. */
export function ChartCanvas<Type extends ChartType>({
  label,
  shown,
  configure,
}: ChartCanvasProps<Type>): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeName();
  const latest = useRef(configure);
  useEffect(() => {
    latest.current = configure;
  });
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const context = canvas.current.getContext('2d');
    if (context === null) return undefined;
    const chart = new Chart(context, latest.current(canvas.current));
    return () => {
      chart.destroy();
    };
  }, [shown, theme]);
  return (
    <div className="bar-chart">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

/** The page's colours and type at an element. */
export function chartStyle(element: HTMLElement) {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    token,
    /** The colour that a text such as `var(--series-1)` stands for. */
    colour: (value: string): string => token(/--[\w-]+/.exec(value)?.[0] ?? '') || value,
    font: { family: token('--font-sans'), size: 12 },
  };
}

import type { ChartType, Plugin } from 'chart.js';

/** Which bars lack something, and the colour of the outline. */
interface GapOptions {
  readonly bars?: readonly number[];
  readonly colour?: string;
}

declare module 'chart.js' {
  // The type parameter must be there to match the declaration that is added to.
  interface PluginOptionsByType<TType extends ChartType> {
    gaps?: GapOptions & { readonly forType?: TType };
  }
}

/** Draws a dashed outline, as high as the chart, around every bar whose figures are not complete. */
export const gapPlugin: Plugin<'bar', GapOptions> = {
  id: 'gaps',
  afterDatasetsDraw(chart, _, { bars = [], colour = 'grey' }) {
    const { ctx, chartArea, scales } = chart;
    const scale = scales['x'];
    if (scale === undefined || bars.length === 0) return;
    const count = Math.max(1, chart.data.labels?.length ?? 1);
    const width = (chartArea.right - chartArea.left) / count;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1;
    ctx.setLineDash([3, 3]);
    for (const bar of bars) {
      const middle = scale.getPixelForValue(bar);
      ctx.strokeRect(
        Math.round(middle - width / 2) + 0.5,
        chartArea.top + 0.5,
        Math.round(width),
        chartArea.bottom - chartArea.top - 1,
      );
    }
    ctx.restore();
  },
};

import { clipIntervals, mergeIntervals } from '../audit/coverage.ts';
import { dayInterval, HOUR_MS, monthInterval } from '../audit/months.ts';
import type { NodeCoverage } from '../audit/logged-request.ts';
import type { CostReport, CostRow } from './cost-report.ts';

/** What the archive lacks of what a row adds up: the row's day or month, of its node or of all. */
export interface RowCoverage {
  /** Hours missing, added up over the nodes. */
  readonly missingHours: number;
  /** Why, each reason once, in words for a program: `retention`, `not-imported`. */
  readonly reasons: readonly string[];
}

/** What is missing behind a row of a report. */
export function rowCoverage({ month, coverage }: CostReport, { day, node }: CostRow): RowCoverage {
  const span = day === undefined ? monthInterval(month) : dayInterval(day);
  const nodes = coverage.filter((one) => node === undefined || one.node === node);
  const parts = nodes.map((one) => lackOf(one, span));
  return {
    missingHours: parts.reduce((sum, { ms }) => sum + ms, 0) / HOUR_MS,
    reasons: [...new Set(parts.flatMap(({ reasons }) => reasons))].sort(),
  };
}

function lackOf({ gaps }: NodeCoverage, span: ReturnType<typeof monthInterval>) {
  const inside = gaps
    .map((gap) => ({
      spans: clipIntervals([{ fromMs: Date.parse(gap.from), untilMs: Date.parse(gap.until) }], span),
      reason: gap.reason ?? 'not-imported',
    }))
    .filter(({ spans }) => spans.length > 0);
  const missing = mergeIntervals(inside.flatMap(({ spans }) => spans));
  return {
    ms: missing.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0),
    reasons: inside.map(({ reason }) => reason),
  };
}

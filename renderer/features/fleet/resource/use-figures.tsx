import type { ReactNode } from 'react';

import { HOUR_MS, monthInterval } from '../../../../shared/audit/months.ts';
import type { CostReport } from '../../../../shared/cost/cost-report.ts';
import { formatCompact, formatCount, formatShare, formatUsd } from '../../../ui/format.ts';
import { formatMonth } from '../../../ui/format-time.ts';
import { monthLacks } from '../../archive/coverage-words.ts';

/** Requests, tokens and cost of a month, each with the month before beside it. */
export function UseFigures(props: {
  readonly report: CostReport;
  readonly before: CostReport | null;
}): ReactNode {
  const { report, before } = props;
  const { requests, failures, failuresUntold, promptTokens, completionTokens, spend, unpriced } =
    report.total;
  const old = before === null || isUnknown(before) ? null : before.total;
  const last = before === null ? '' : formatMonth(before.month).split(' ')[0];
  const compared = (words: string | null): string =>
    before === null ? '' : `${last}: ${words ?? 'not imported'}`;
  const tokens = promptTokens + completionTokens;
  return (
    <dl className="use-figures">
      <div>
        <dt>Cost</dt>
        <dd className="use-figures__value">{formatUsd(spend)}</dd>
        <dd className="muted">{compared(old === null ? null : formatUsd(old.spend))}</dd>
        {unpriced > 0 && <dd className="muted">{formatCount(unpriced)} without a price</dd>}
      </div>
      <div>
        <dt>Requests</dt>
        <dd className="use-figures__value">{formatCount(requests)}</dd>
        <dd className="muted">{compared(old === null ? null : formatCount(old.requests))}</dd>
      </div>
      <div>
        <dt>Tokens</dt>
        <dd className="use-figures__value" title={formatCount(tokens)}>
          {formatCompact(tokens)}
        </dd>
        <dd className="muted">
          {formatCompact(promptTokens)} in · {formatCompact(completionTokens)} out
        </dd>
      </div>
      <div>
        <dt>Failed</dt>
        <dd className="use-figures__value">{failuresUntold ? '–' : formatCount(failures)}</dd>
        <dd className="muted">
          {failuresUntold
            ? 'not known'
            : requests === 0
              ? 'none'
              : `${formatShare(failures, requests)} of requests`}
        </dd>
      </div>
    </dl>
  );
}

/** Nothing of the month was imported, which is not the same as nothing used. */
function isUnknown({ coverage, month, total }: CostReport): boolean {
  const { fromMs, untilMs } = monthInterval(month);
  const lacks = monthLacks(coverage, month);
  return (
    total.requests === 0 &&
    (coverage.length === 0 || lacks.some(({ missingMs }) => missingMs >= untilMs - fromMs - HOUR_MS))
  );
}

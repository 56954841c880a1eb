import { useMemo, type ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';
import { formatUsd, plural } from '../../ui/format.ts';
import { askedCoverage } from './asked-coverage.ts';
import type { AuditRows } from './audit-rows.ts';

export interface AuditSummaryProps {
  readonly state: AuditRows;
  /** The span in words. */
  readonly range: string;
  /** How many admin events are shown; null when none are asked for. */
  readonly events: number | null;
  readonly onReload: () => void;
}

/** How many match, what they cost in all, how long it took to find out, and what of the span is not there. */
export function AuditSummary({ state, range, events, onReload }: AuditSummaryProps): ReactNode {
  const { query, total, spend, coverage, tookMs, stale } = state;
  const covered = useMemo(
    () => (query === null ? null : askedCoverage(coverage, query.filter)),
    [coverage, query],
  );
  if (query === null || covered === null) return range;
  return (
    <span className="audit__summary">
      <span role="status">
        {range} · {plural(total, 'request')} · <span title={`$${spend}`}>{formatUsd(spend)}</span> · found in{' '}
        {Math.max(1, Math.round(tookMs))} ms
        {events !== null && ` · ${plural(events, 'admin event')}`} ·{' '}
        <span className={covered.complete ? '' : 'audit__lack'} title={covered.detail}>
          {covered.words}
        </span>
      </span>
      {stale && (
        <Button tone="quiet" icon="refresh" onClick={onReload}>
          The archive changed: show it as it is now
        </Button>
      )}
    </span>
  );
}

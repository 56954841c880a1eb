import type { ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';
import { formatUsd, plural } from '../../ui/format.ts';
import { formatMonth } from '../../ui/format-time.ts';
import type { AuditRows } from './audit-rows.ts';

export interface AuditSummaryProps {
  readonly state: AuditRows;
  readonly month: string;
  readonly onReload: () => void;
}

/** How many match, what they cost in all, and how long it took to find out. */
export function AuditSummary({ state, month, onReload }: AuditSummaryProps): ReactNode {
  const { known, total, spend, tookMs, stale } = state;
  if (!known) return formatMonth(month);
  return (
    <span className="audit__summary">
      <span role="status">
        {formatMonth(month)} · {plural(total, 'request')} ·{' '}
        <span title={`$${spend}`}>{formatUsd(spend)}</span> · found in {Math.max(1, Math.round(tookMs))} ms
      </span>
      {stale && (
        <Button tone="quiet" icon="refresh" onClick={onReload}>
          The archive changed: show it as it is now
        </Button>
      )}
    </span>
  );
}

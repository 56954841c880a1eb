import { useMemo, type ReactNode } from 'react';

import '../archive/coverage.css';
import { monthOf } from '../../../shared/audit/months.ts';
import { Button } from '../../ui/button.tsx';
import { formatUsd, plural } from '../../ui/format.ts';
import { openCoverage, type CoveragePlace } from '../archive/coverage-state.ts';
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
        {range} · {plural(total, 'request')} · <span title={`$${spend}`}>{formatUsd(spend)}</span> ·{' '}
        <span className="audit__took">found in {Math.max(1, Math.round(tookMs))} ms</span>
        {events !== null && ` · ${plural(events, 'admin event')}`} ·{' '}
        <button
          type="button"
          className={`coverage-note${covered.complete ? '' : ' audit__lack'}`}
          title={covered.detail}
          onClick={() => openCoverage(placeOf(state))}
        >
          {covered.words}
        </button>
      </span>
      {stale && (
        <Button tone="quiet" icon="refresh" onClick={onReload}>
          The archive changed: show it as it is now
        </Button>
      )}
    </span>
  );
}

/** Where the panel of what is covered begins: what is lacked, in the month that the span begins in. */
function placeOf({ query, coverage }: AuditRows): CoveragePlace {
  const lacks = coverage.find(({ from, gaps }) => from !== null && gaps.length > 0);
  const begin = query?.filter.from;
  return {
    ...(lacks !== undefined && { node: lacks.node }),
    ...(begin !== undefined && { month: monthOf(Date.parse(begin)) }),
  };
}

import type { ReactNode } from 'react';

import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import type { AuditFilter } from '../../app/state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatInstant } from '../../ui/format-time.ts';
import { openImport } from '../archive/import-state.ts';
import { isNarrowed } from './filters.ts';
import { WINDOW_MONTH } from './time-range.ts';

export interface AuditNoMatchProps {
  readonly filter: AuditFilter;
  /** The span in words. */
  readonly range: string;
  readonly coverage: readonly NodeCoverage[];
  /** What is looked for. */
  readonly what: 'requests' | 'admin events';
  readonly onClear: () => void;
  /** Shows the month of the window. */
  readonly onMonth: () => void;
}

/** Nothing matches: says whether the filters or the span are the reason, and offers the way out. */
export function AuditNoMatch(props: AuditNoMatchProps): ReactNode {
  const { filter, range, coverage, what, onClear, onMonth } = props;
  const one = what === 'requests' ? 'request' : 'admin event';
  if (isNarrowed(filter)) {
    return (
      <Card>
        <EmptyState
          icon="filter"
          title={`No ${one} matches`}
          actions={<Button onClick={onClear}>Clear all filters</Button>}
        >
          Nothing has all that is asked for above in this span: {range}. Take a filter away, or choose another
          span.
        </EmptyState>
      </Card>
    );
  }
  const otherSpan = filter.range !== undefined && !isWindowMonth(filter.range);
  return (
    <Card>
      <EmptyState
        icon="calendar"
        title={`The archive holds no ${what} of this span: ${range}`}
        actions={
          <>
            {otherSpan && <Button onClick={onMonth}>Show the month above</Button>}
            {what === 'requests' && (
              <Button icon="pull" onClick={() => openImport({ from: 'node' })}>
                Import from a node or a file
              </Button>
            )}
          </>
        }
      >
        {newestWords(coverage)}
      </EmptyState>
    </Card>
  );
}

function isWindowMonth(range: NonNullable<AuditFilter['range']>): boolean {
  return 'preset' in range && range.preset === WINDOW_MONTH.preset;
}

/** Until when there are requests, so that nobody looks for them where there can be none. */
function newestWords(coverage: readonly NodeCoverage[]): string {
  const newest = coverage
    .flatMap(({ until }) => (until === null ? [] : [until]))
    .sort()
    .at(-1);
  if (newest === undefined) return 'Choose another span above, or import it.';
  return `What was imported ends on ${formatInstant(new Date(newest))}. Choose another span above, or import it.`;
}

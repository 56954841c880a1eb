import { useState, type ReactNode } from 'react';

import type { Condition } from '../../../shared/audit/filter.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import { auditEvents, eventIdOf } from './audit-events.ts';
import type { AuditRows } from './audit-rows.ts';
import type { Looked } from './audit-table.tsx';
import { EventDetail } from './event-detail.tsx';
import { RowDetail } from './row-detail.tsx';
import { rowAt } from './row-pages.ts';

export interface AuditDetailProps {
  readonly state: AuditRows;
  readonly looked: Looked;
  readonly onClose: () => void;
  readonly onNarrow: (condition: Condition) => void;
}

/** The pane beside the table: a request or an admin event. */
export function AuditDetail({ state, looked, onClose, onNarrow }: AuditDetailProps): ReactNode {
  const events = auditEvents.use((remote) => remote.value?.events);
  if (looked.type === 'event') {
    const event = events?.find((one) => eventIdOf(one) === looked.id);
    return event === undefined ? null : <EventDetail event={event} onClose={onClose} />;
  }
  return <Request state={state} index={looked.index} onClose={onClose} onNarrow={onNarrow} />;
}

/** A row that is scrolled so far away that it is not here any more stays in the pane. */
function Request(props: Omit<AuditDetailProps, 'looked'> & { readonly index: number }): ReactNode {
  const { state, index, onClose, onNarrow } = props;
  const [kept, setKept] = useState<{ readonly index: number; readonly row: AuditRow } | null>(null);
  const here = rowAt(state.pages, index);
  if (here !== undefined && kept?.row !== here) setKept({ index, row: here });
  const row = here ?? (kept?.index === index ? kept.row : undefined);
  if (row !== undefined) return <RowDetail row={row} onClose={onClose} onNarrow={onNarrow} />;
  return (
    <aside className="card audit__detail" aria-label="The request">
      <div className="audit__detail-body">
        <Skeleton lines={12} />
      </div>
    </aside>
  );
}

import { useEffect, useRef, type ReactNode } from 'react';

import './audit.css';
import { go, usePlace } from '../../app/state/navigation.ts';
import { useMonth } from '../../app/state/time-range.ts';
import { workspace } from '../../app/state/workspace.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import { Page } from '../../ui/page.tsx';
import { FirstImport } from '../archive/first-import.tsx';
import { RequestsView } from './requests-view.tsx';
import { WINDOW_MONTH } from './time-range.ts';

/** The request log of all nodes. */
export function AuditScreen(): ReactNode {
  const month = useMonth();
  const root = workspace.use((state) => state.value?.path) ?? null;
  useMonthAbove(month);
  if (month !== null && root !== null) return <RequestsView root={root} month={month} tabs={null} />;
  return (
    <Page fill title="Audit">
      {root !== null ? (
        <FirstImport what="every request, who made it and what it cost" />
      ) : (
        <Skeleton lines={12} />
      )}
    </Page>
  );
}

/** Whoever chooses another month above wants to see it, whatever span was shown before. */
function useMonthAbove(month: string | null): void {
  const before = useRef(month);
  const filter = usePlace('audit')?.filter;
  useEffect(() => {
    const chosen = before.current !== null && before.current !== month;
    before.current = month;
    if (chosen && filter?.range !== undefined) {
      go({ screen: 'audit', filter: { ...filter, range: WINDOW_MONTH } });
    }
  }, [month, filter]);
}

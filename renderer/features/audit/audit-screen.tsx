import { useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react';

import './audit.css';
import './filters.css';
import './entries.css';
import { go, usePlace } from '../../app/state/navigation.ts';
import { useMonth } from '../../app/state/time-range.ts';
import { workspace } from '../../app/state/workspace.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { FirstImport } from '../archive/first-import.tsx';
import type { AuditViewProps } from './audit-view.ts';
import { RequestsView } from './requests-view.tsx';
import { SqlView } from './sql/sql-view.tsx';
import { WINDOW_MONTH } from './time-range.ts';

/** The ways of looking at the request log, in the order of the switch between them. */
const VIEWS: readonly {
  readonly value: string;
  readonly label: string;
  readonly component: ComponentType<AuditViewProps>;
}[] = [
  { value: 'table', label: 'Table', component: RequestsView },
  { value: 'sql', label: 'SQL', component: SqlView },
];

/** The request log of all nodes. */
export function AuditScreen(): ReactNode {
  const [shown, setShown] = useState(VIEWS[0]?.value ?? '');
  const month = useMonth();
  const root = workspace.use((state) => state.value?.path) ?? null;
  useMonthAbove(month);
  const View = VIEWS.find(({ value }) => value === shown)?.component;
  if (month !== null && root !== null && View !== undefined) {
    const tabs = VIEWS.length > 1 && (
      <Segmented label="How to look at the log" value={shown} options={VIEWS} onChange={setShown} />
    );
    return <View root={root} month={month} tabs={tabs} />;
  }
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

import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

import './audit.css';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { listen } from '../../app/api.ts';
import { go, usePlace } from '../../app/state/navigation.ts';
import { useMonth } from '../../app/state/time-range.ts';
import { workspace } from '../../app/state/workspace.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import type { TableSort } from '../../ui/data-table.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { FirstImport } from '../archive/first-import.tsx';
import { AuditNoMatch } from './audit-empty.tsx';
import { loadAuditRows, markAuditRowsStale, rowIdOf, useAuditRows, type AuditSortKey } from './audit-rows.ts';
import { AuditSummary } from './audit-summary.tsx';
import { AuditTable } from './audit-table.tsx';
import { AuditUnread } from './audit-unread.tsx';
import { FilterBar } from './filter-bar.tsx';
import { withFilter, type AuditFilter, type FilterField } from './filters.ts';
import { RowDetail } from './row-detail.tsx';

const NO_FILTER: AuditFilter = {};
const NEWEST_FIRST: TableSort = { column: 'startMs', descending: true };

/** Every request of the month: narrowed, ordered, looked at one by one. */
export function AuditScreen(): ReactNode {
  const month = useMonth();
  const place = usePlace('audit');
  const filter = place?.filter ?? NO_FILTER;
  const root = workspace.use((state) => state.value?.path) ?? null;
  const [sort, setSort] = useState(NEWEST_FIRST);
  const [looked, setLooked] = useState<AuditRow | null>(null);
  const state = useAuditRows();
  useEffect(() => {
    if (month === null || root === null) return;
    void loadAuditRows({
      workspace: root,
      month,
      filter,
      sort: sort.column as AuditSortKey,
      descending: sort.descending,
    });
  }, [root, month, filter, sort]);
  useEffect(
    () =>
      listen('workspace.changed', ({ what }) => {
        if (what === 'archive') markAuditRowsStale();
      }),
    [],
  );
  const setFilter = (next: AuditFilter): void => {
    setLooked(null);
    go({ screen: 'audit', filter: next });
  };
  if (month === null) {
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
  const retry = (): void => {
    if (state.query !== null) void loadAuditRows(state.query);
  };
  return (
    <Page fill title="Audit" subtitle={<AuditSummary state={state} month={month} onReload={retry} />}>
      <FilterBar month={month} filter={filter} rows={state.rows} onChange={setFilter} />
      {state.problem !== null && <ProblemNote problem={state.problem} onRetry={retry} />}
      <AuditUnread problems={state.unread} />
      {!state.known ? (
        state.problem === null && <Skeleton lines={14} />
      ) : state.total === 0 ? (
        <AuditNoMatch month={month} filter={filter} onClear={() => setFilter(NO_FILTER)} />
      ) : (
        <div className={`audit${looked === null ? '' : ' audit--detail'}`}>
          <AuditTable
            month={month}
            state={state}
            sort={sort}
            onSort={setSort}
            looked={looked === null ? null : rowIdOf(looked)}
            onLook={setLooked}
          />
          {looked !== null && (
            <RowDetail
              row={looked}
              onClose={() => setLooked(null)}
              onNarrow={(field: FilterField, value: string) => setFilter(withFilter(filter, field, value))}
            />
          )}
        </div>
      )}
    </Page>
  );
}

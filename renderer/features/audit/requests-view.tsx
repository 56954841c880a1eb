import { useEffect, useMemo, useState, type ReactNode } from 'react';

import { FIELD_NAMES, type FieldName } from '../../../shared/audit/fields.ts';
import type { SavedView } from '../../../shared/audit/saved-view.ts';
import { listen } from '../../app/api.ts';
import { go, usePlace, type AuditFilter } from '../../app/state/navigation.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import type { TableSort } from '../../ui/data-table-columns.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useRememberedList } from '../../ui/remembered.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { COLUMN_FIELDS, DEFAULT_COLUMNS } from './audit-columns.tsx';
import type { AuditViewProps } from './audit-view.ts';
import { AuditDetail } from './audit-detail.tsx';
import { AuditNoMatch } from './audit-empty.tsx';
import { auditEvents, loadEvents, SHOWN_OPTIONS, type Shown } from './audit-events.ts';
import { loadAuditRows, markAuditRowsStale, reloadAuditRows, useAuditRows } from './audit-rows.ts';
import { AuditSummary } from './audit-summary.tsx';
import { AuditTable, type Looked } from './audit-table.tsx';
import { AuditUnread } from './audit-unread.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { CsvMenu } from './csv-menu.tsx';
import { EventsNote } from './events-note.tsx';
import { FilterBar } from './filter-bar.tsx';
import { cleared, namesIn, toRequestFilter, withCondition } from './filters.ts';
import { rowsOf } from './row-pages.ts';
import { savedViews, SavedViews } from './saved-views.tsx';
import type { RowSelection } from './selection.ts';
import { rangeName, WINDOW_MONTH } from './time-range.ts';
import { useTimeline } from './use-timeline.ts';

const NO_FILTER: AuditFilter = {};
const NEWEST_FIRST: TableSort = { column: 'startMs', descending: true };
/** Events have their time in common with requests; the rest of a line says itself what it is. */
const EVENT_COLUMNS: readonly FieldName[] = ['startMs'];
const COLUMN_NAMES: readonly FieldName[] = COLUMN_FIELDS.map(({ name }) => name);

/** Every request of a span, and what administrators did in it: narrowed, ordered, looked at one by one. */
export function RequestsView({ root, month, tabs }: AuditViewProps): ReactNode {
  const filter = usePlace('audit')?.filter ?? NO_FILTER;
  const [sort, setSort] = useState(NEWEST_FIRST);
  const [shown, setShown] = useState<Shown>('requests');
  const [columns, setColumns] = useRememberedList('audit.columns', COLUMN_NAMES, DEFAULT_COLUMNS);
  const [selection, setSelection] = useState<RowSelection | null>(null);
  const [looked, setLooked] = useState<Looked | null>(null);
  const state = useAuditRows();
  const { query } = state;
  const sortField = fieldNamed(sort.column);
  const { descending } = sort;

  useEffect(() => {
    void loadAuditRows({
      workspace: root,
      filter: toRequestFilter(filter, month, Date.now()),
      sort: sortField,
      descending,
    });
  }, [root, month, filter, sortField, descending]);
  useEffect(
    () =>
      listen('workspace.changed', ({ what }) => {
        if (what === 'archive') markAuditRowsStale();
        if (what === 'archive' || what === 'snapshots') void auditEvents.reload();
      }),
    [],
  );
  useEffect(
    () => () => {
      // What is known of one workspace must not be seen in another.
      auditEvents.reset();
      savedViews.reset();
    },
    [root],
  );
  useEffect(() => {
    if (shown !== 'requests' && query !== null) void loadEvents(query.filter);
  }, [shown, query]);

  const timeline = useTimeline(state, shown, filter.text);
  const names = useMemo(() => namesIn(rowsOf(state.pages)), [state.pages]);
  const range = rangeName(filter.range ?? WINDOW_MONTH, month);
  const forget = (): void => {
    setSelection(null);
    setLooked(null);
  };
  const setFilter = (next: AuditFilter): void => {
    forget();
    go({ screen: 'audit', filter: next });
  };
  const openView = ({ name: _name, range, text, node, where, ...view }: SavedView): void => {
    setColumns(view.columns);
    setSort({ column: view.sort, descending: view.descending });
    const ofNode = node === undefined ? [] : [{ field: 'node', op: 'is', value: node } as const];
    setFilter({ range, where: [...ofNode, ...where], ...(text !== undefined && { text }) });
  };
  const reload = (): void => {
    forget();
    void reloadAuditRows();
  };

  return (
    <Page
      fill
      title="Audit"
      subtitle={<AuditSummary state={state} range={range} events={timeline.events} onReload={reload} />}
      actions={
        <>
          {tabs}
          <Segmented
            label="What the table shows"
            value={shown}
            options={SHOWN_OPTIONS}
            onChange={(next) => {
              forget();
              setShown(next);
            }}
          />
          {shown !== 'events' && <ColumnChooser columns={columns} onChange={setColumns} />}
          <SavedViews
            now={{
              range: filter.range ?? WINDOW_MONTH,
              ...(filter.text !== undefined && { text: filter.text }),
              where: filter.where ?? [],
              columns,
              sort: sortField,
              descending,
            }}
            onOpen={openView}
          />
          {shown !== 'events' && <CsvMenu state={state} selection={selection} columns={columns} />}
        </>
      }
    >
      <FilterBar
        month={month}
        filter={filter}
        asked={query?.filter ?? null}
        names={names}
        onChange={setFilter}
      />
      {state.problem !== null && <ProblemNote problem={state.problem} onRetry={reload} />}
      <AuditUnread problems={state.unread} />
      {shown !== 'requests' && <EventsNote shown={shown} sortedByTime={sortField === 'startMs'} />}
      {query === null ? (
        state.problem === null && <Skeleton lines={14} />
      ) : timeline.lines.count === 0 ? (
        <AuditNoMatch
          filter={filter}
          range={range}
          coverage={state.coverage}
          what={shown === 'events' ? 'admin events' : 'requests'}
          onClear={() => setFilter(cleared(filter))}
          onMonth={() => setFilter({ ...filter, range: WINDOW_MONTH })}
        />
      ) : (
        <div className={`audit${looked === null ? '' : ' audit--detail'}`}>
          <AuditTable
            state={state}
            timeline={timeline.lines}
            columns={shown === 'events' ? EVENT_COLUMNS : columns}
            sort={sort}
            onSort={(next) => {
              forget();
              setSort(next);
            }}
            selection={selection}
            onSelection={setSelection}
            looked={looked}
            onLook={setLooked}
          />
          {looked !== null && (
            <AuditDetail
              state={state}
              looked={looked}
              onClose={() => setLooked(null)}
              onNarrow={(condition) => setFilter(withCondition(filter, condition))}
            />
          )}
        </div>
      )}
    </Page>
  );
}

function fieldNamed(column: string): FieldName {
  return FIELD_NAMES.find((name) => name === column) ?? 'startMs';
}

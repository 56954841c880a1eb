import { useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import type { FieldName } from '../../../shared/audit/fields.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { Button } from '../../ui/button.tsx';
import type { TableSort } from '../../ui/data-table-columns.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { LongTable, type Line } from '../../ui/long-table.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { auditColumns } from './audit-columns.tsx';
import { eventIdOf } from './audit-events.ts';
import { showAuditRows, type AuditRows } from './audit-rows.ts';
import { copyChosen, MOST_CHOSEN } from './chosen-rows.ts';
import { isDefault } from './column-order.ts';
import { EventLine } from './event-line.tsx';
import { rowAt } from './row-pages.ts';
import { chooseRow, chosenCount, isChosen, rangeOf, type RowSelection } from './selection.ts';
import type { Timeline, TimelineEntry } from './timeline.ts';
import { zoneOfRange } from './time-range.ts';

/** What is looked at in the pane: a request by its index, or an event by its id. */
export type Looked =
  { readonly type: 'request'; readonly index: number } | { readonly type: 'event'; readonly id: string };

export interface AuditTableProps {
  readonly state: AuditRows;
  readonly timeline: Timeline;
  readonly columns: readonly FieldName[];
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
  readonly selection: RowSelection | null;
  readonly onSelection: (selection: RowSelection | null) => void;
  readonly looked: Looked | null;
  readonly onLook: (looked: Looked | null) => void;
}

/** The rows, fetched as they come into sight. Shift chooses several; they can be copied into a spreadsheet. */
export function AuditTable(props: AuditTableProps): ReactNode {
  const { state, timeline, columns: names, sort, onSort, selection, onSelection, looked, onLook } = props;
  const { query, pages, total, loading } = state;
  const frame = useRef<HTMLElement | null>(null);
  const zone = query === null ? 'UTC' : zoneOfRange(query.filter);
  const columns = useMemo(() => auditColumns(names, zone), [names, zone]);
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  /** All columns are wanted, though there is no room for them. */
  const [wide, setWide] = useState(false);
  const ours = isDefault(names);
  const chosen = chosenCount(selection);
  const copy = (): void => {
    if (query === null || selection === null || chosen > MOST_CHOSEN) return;
    void copyChosen(query, pages, rangeOf(selection), names);
  };
  useKeys(frame, (event) => {
    if (event.key === 'Escape') {
      onSelection(null);
      onLook(null);
    }
    if (!event.ctrlKey && !event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === 'c' && window.getSelection()?.toString() === '') copy();
    else if (key === 'a' && total > 0) onSelection({ anchor: 0, current: total - 1 });
    else return;
    event.preventDefault();
  });
  const select = (position: number, extend: boolean): void => {
    const entry = timeline.at(position);
    if (entry.type === 'event') {
      onLook({ type: 'event', id: eventIdOf(entry.event) });
      return;
    }
    onSelection(chooseRow(selection, entry.index, extend));
    onLook({ type: 'request', index: entry.index });
  };
  return (
    <section ref={frame} className="card audit__table" aria-label="Requests">
      <div className={`audit__rows${loading ? ' audit__rows--busy' : ''}`} aria-busy={loading}>
        <LongTable<AuditRow>
          label="Requests"
          rowHeight={30}
          columns={columns}
          fit={ours && !wide}
          onLeftOut={setLeftOut}
          count={timeline.count}
          lineAt={(position) => lineOf(timeline.at(position), state)}
          current={looked === null ? null : positionOf(looked, timeline)}
          isChosen={(position) => {
            const entry = timeline.at(position);
            return entry.type === 'request' && isChosen(selection, entry.index);
          }}
          onSelect={select}
          sort={sort}
          onSort={onSort}
          listId={query}
          insertedBefore={timeline.eventsAbove}
          onRange={(first, last) => {
            // A line less the events above it is the request that stands there, or the next one.
            const indexAt = (position: number) => position - timeline.eventsAbove(position);
            void showAuditRows({ first: indexAt(first), last: indexAt(last) });
          }}
        />
      </div>
      <footer className="audit__foot">
        <span className="muted" role="status">
          {chosen > 1 ? `${plural(chosen, 'row')} chosen` : 'Shift chooses several'}
        </span>
        {leftOut.length > 0 && (
          <Button
            tone="quiet"
            title="There is no room for them. With them, the table scrolls sideways."
            onClick={() => setWide(true)}
          >
            <span className="truncate">
              Show {plural(leftOut.length, 'hidden column')}: {leftOut.join(', ')}
            </span>
          </Button>
        )}
        {ours && wide && (
          <Button tone="quiet" onClick={() => setWide(false)}>
            Fit the columns to the window
          </Button>
        )}
        <Button
          tone="quiet"
          icon="copy"
          disabled={chosen === 0 || chosen > MOST_CHOSEN}
          title={`At most ${formatCount(MOST_CHOSEN)} rows; save a CSV for more`}
          onClick={copy}
        >
          Copy {chosen === 0 ? 'rows' : plural(chosen, 'row')} <Kbd keys="Mod+C" />
        </Button>
      </footer>
    </section>
  );
}

function lineOf(entry: TimelineEntry, { pages }: AuditRows): Line<AuditRow> {
  if (entry.type === 'event') {
    return { type: 'other', content: <EventLine event={entry.event} /> };
  }
  const row = rowAt(pages, entry.index);
  return row === undefined ? { type: 'pending' } : { type: 'row', row };
}

function positionOf(looked: Looked, timeline: Timeline): number | null {
  return looked.type === 'request'
    ? timeline.positionOf(looked.index)
    : timeline.positionOfEvent((event) => eventIdOf(event) === looked.id);
}

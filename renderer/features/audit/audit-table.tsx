import { useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { requestsCsv } from '../../../shared/audit/requests-csv.ts';
import { copyText } from '../../app/clipboard.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable, type TableSort } from '../../ui/data-table.tsx';
import { plural } from '../../ui/format.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { auditColumns } from './audit-columns.tsx';
import { loadMoreAuditRows, rowIdOf, type AuditRows } from './audit-rows.ts';
import { zoneOfMonth } from './row-words.ts';
import { chooseRow, chosenRows, type RowSelection } from './selection.ts';

export interface AuditTableProps {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly state: AuditRows;
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
  /** Id of the row in the detail pane. */
  readonly looked: string | null;
  readonly onLook: (row: AuditRow | null) => void;
}

/** The rows, more of them as they are scrolled to. Shift chooses several; they can be copied as CSV. */
export function AuditTable({ month, state, sort, onSort, looked, onLook }: AuditTableProps): ReactNode {
  const frame = useRef<HTMLElement | null>(null);
  const [selection, setSelection] = useState<RowSelection | null>(null);
  const columns = useMemo(() => auditColumns(zoneOfMonth(month)), [month]);
  const chosen = useMemo(() => chosenRows(state.rows, rowIdOf, selection), [state.rows, selection]);
  const ids = useMemo(() => new Set(chosen.map((row) => rowIdOf(row))), [chosen]);
  const copy = (): void => {
    if (chosen.length > 0) void copyText(requestsCsv(chosen), `${plural(chosen.length, 'row')} as CSV`);
  };
  const selectAll = (): void => {
    const first = state.rows[0];
    const last = state.rows.at(-1);
    if (first !== undefined && last !== undefined) {
      setSelection({ anchor: rowIdOf(first), current: rowIdOf(last) });
    }
  };
  useKeys(frame, (event) => {
    if (event.key === 'Escape') {
      setSelection(null);
      onLook(null);
    }
    if (!event.ctrlKey && !event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === 'c' && window.getSelection()?.toString() === '') copy();
    else if (key === 'a') selectAll();
    else return;
    event.preventDefault();
  });
  return (
    <section ref={frame} className="card audit__table" aria-label="Requests">
      <div className={`audit__rows${state.loading ? ' audit__rows--busy' : ''}`} aria-busy={state.loading}>
        <DataTable
          label="Requests"
          fill
          rowHeight={30}
          columns={columns}
          rows={state.rows}
          rowId={rowIdOf}
          selected={looked}
          chosen={ids}
          total={state.total}
          sort={sort}
          onSort={onSort}
          onSelect={(row, extend) => {
            setSelection((old) => chooseRow(old, rowIdOf(row), extend));
            onLook(row);
          }}
          onEnd={() => void loadMoreAuditRows()}
        />
      </div>
      <footer className="audit__foot">
        <span className="muted" role="status">
          {state.rows.length < state.total
            ? `${plural(state.rows.length, 'row')} loaded, more as you scroll`
            : 'All rows loaded'}
          {chosen.length > 1 ? ` · ${plural(chosen.length, 'row')} chosen` : ' · Shift chooses several'}
        </span>
        <Button tone="quiet" icon="copy" disabled={chosen.length === 0} onClick={copy}>
          Copy {chosen.length === 0 ? 'rows' : plural(chosen.length, 'row')} as CSV <Kbd keys="Mod+C" />
        </Button>
      </footer>
    </section>
  );
}

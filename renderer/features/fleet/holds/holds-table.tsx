import { useMemo, useRef, type ReactNode } from 'react';

import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { kindPlural } from '../../../../shared/fleet/kind-words.ts';
import { call } from '../../../app/api.ts';
import { copyText, saveText } from '../../../app/clipboard.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable, type TableSort } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { formatCount } from '../../../ui/format.ts';
import { notify } from '../../../ui/notice.tsx';
import { useKeys } from '../../../ui/use-keys.ts';
import { countKind, kindTitle } from '../kind-words.ts';
import { holdsColumns } from './holds-columns.tsx';
import { argsOf, loadMoreHoldsRows, type HoldsRows } from './holds-rows.ts';

export interface HoldsTableProps {
  readonly kind: ResourceKind;
  readonly state: HoldsRows;
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
  /** Id of the resource that is looked at. */
  readonly looked: string | null;
  readonly onLook: (id: string | null) => void;
  readonly onClear: () => void;
}

/** The rows of a kind, as many as were brought so far; the rest comes as they are scrolled to. */
export function HoldsTable(props: HoldsTableProps): ReactNode {
  const { kind, state, sort, onSort, looked, onLook, onClear } = props;
  const frame = useRef<HTMLElement | null>(null);
  const columns = useMemo(() => holdsColumns(kind), [kind]);
  const total = state.about?.total ?? 0;
  useKeys(frame, (event) => {
    if (event.key === 'Escape') onLook(null);
  });
  if (total === 0 && !state.loading) return <NothingFound kind={kind} state={state} onClear={onClear} />;
  return (
    <section ref={frame} className="card holds__table" aria-label={kindTitle(kind)}>
      <div className="holds__rows" aria-busy={state.loading}>
        <DataTable
          key={kind}
          label={kindTitle(kind)}
          fill
          rowHeight={30}
          columns={columns}
          rows={state.rows}
          rowId={({ id }) => id}
          selected={looked}
          total={total}
          sort={sort}
          onSort={onSort}
          onSelect={({ id }) => onLook(id)}
          onEnd={() => void loadMoreHoldsRows()}
        />
      </div>
      <footer className="holds__foot">
        <span className="muted" role="status">
          {state.rows.length < total
            ? `${formatCount(state.rows.length)} of ${countKind(total, kind)} loaded, more as you scroll`
            : `${countKind(total, kind)}, all loaded`}
        </span>
        <CsvButtons state={state} total={total} />
      </footer>
    </section>
  );
}

/** All rows that match, also those that were not brought to the window. */
function CsvButtons({ state, total }: { readonly state: HoldsRows; readonly total: number }): ReactNode {
  const { query } = state;
  const withCsv = async (give: (name: string, text: string) => Promise<unknown>): Promise<void> => {
    if (query === null) return;
    const result = await call('resources.csv', argsOf(query));
    if (result.ok) await give(result.value.suggestedName, result.value.text);
    else notify(result.problem.message, result.problem.next);
  };
  const words = `${countKind(total, query?.kind ?? 'team')} as CSV`;
  return (
    <span className="holds__csv">
      <Button
        tone="quiet"
        icon="copy"
        disabled={total === 0}
        onClick={() => void withCsv((_, text) => copyText(text, words))}
      >
        Copy as CSV
      </Button>
      <Button tone="quiet" icon="save" disabled={total === 0} onClick={() => void withCsv(saveText)}>
        Save CSV
      </Button>
    </span>
  );
}

function NothingFound(props: {
  readonly kind: ResourceKind;
  readonly state: HoldsRows;
  readonly onClear: () => void;
}): ReactNode {
  const { kind, state, onClear } = props;
  const narrowed = Object.keys(state.query?.filter ?? {}).length > 0;
  const elsewhere = Object.entries(state.about?.counts ?? {}).filter(([, count]) => count > 0).length;
  return (
    <Card>
      <EmptyState
        icon="search"
        title={narrowed ? `No ${kindPlural(kind)} answer this` : `There are no ${kindPlural(kind)}`}
        {...(narrowed && { actions: <Button onClick={onClear}>Show all</Button> })}
      >
        {narrowed && elsewhere > 0
          ? 'Other kinds on the left have some that do.'
          : 'When the node was last pulled it held none.'}
      </EmptyState>
    </Card>
  );
}

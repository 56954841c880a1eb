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
import { emptyColumns, holdsColumns } from './holds-columns.tsx';
import { argsOf, isNarrowed, loadMoreHoldsRows, type HoldsRows } from './holds-rows.ts';

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
  const empty = emptyColumns(kind, state.rows);
  const columns = useMemo(() => holdsColumns(kind, empty), [kind, empty]);
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

/** No row: nothing answers what is looked for, the kind could not be read, or the node has none of it. */
function NothingFound(props: {
  readonly kind: ResourceKind;
  readonly state: HoldsRows;
  readonly onClear: () => void;
}): ReactNode {
  const { kind, state, onClear } = props;
  const { about, query } = state;
  const section = about?.sections.find((one) => one.kind === kind);
  if (section !== undefined && section.state === 'absent') {
    return (
      <Card>
        <EmptyState icon="warning" title={`${kindTitle(kind)} could not be read`}>
          {section.why} Whether the node holds any is not known.
        </EmptyState>
      </Card>
    );
  }
  if (isNarrowed(query?.filter)) {
    const text = query?.filter.text;
    const elsewhere = Object.values(about?.counts ?? {}).some((count) => count > 0);
    const where = elsewhere
      ? 'Other kinds on the left have some that do.'
      : 'Nothing else that the node held when it was last pulled does, either.';
    return (
      <Card>
        <EmptyState
          icon="search"
          title={
            text === undefined
              ? `No ${kindPlural(kind)} match what is looked for`
              : `No ${kindPlural(kind)} match “${text}”`
          }
          actions={<Button onClick={onClear}>Clear the search</Button>}
        >
          {where}
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <EmptyState icon="search" title={`There are no ${kindPlural(kind)}`}>
        {section?.state === 'partial'
          ? `Not all ${kindPlural(kind)} could be read, and what could held none.`
          : 'When the node was last pulled it held none.'}
      </EmptyState>
    </Card>
  );
}

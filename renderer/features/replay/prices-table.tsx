import { useMemo, type ReactNode } from 'react';

import { parseNano } from '../../../shared/cost/money.ts';
import type { RepriceRow } from '../../../shared/replay/prices/reprice-report.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatCount, formatExactUsd, formatUsd, shortenId } from '../../ui/format.ts';
import { differenceWords } from './prices-words.ts';
import { showRequests } from './replay-links.ts';

/** What costs are counted by. */
export const PRICE_SPLITS = [
  { value: 'team', label: 'Team' },
  { value: 'model', label: 'Model' },
] as const;
export type PriceSplit = (typeof PRICE_SPLITS)[number]['value'];

export interface PricesTableProps {
  readonly rows: readonly RepriceRow[];
  readonly by: PriceSplit;
}

/** What each team or model cost and would have cost, those that cost most first. */
export function PricesTable({ rows, by }: PricesTableProps): ReactNode {
  const columns = useMemo(() => columnsOf(by), [by]);
  return (
    <DataTable
      key={by}
      label={`Was and would be by ${by}`}
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      rowHeight={28}
      fill
    />
  );
}

function columnsOf(by: PriceSplit): readonly Column<RepriceRow>[] {
  return [
    {
      id: 'name',
      header: by === 'team' ? 'Team' : 'Model',
      width: 130,
      grow: true,
      sortBy: (row) => nameOf(row, by),
      cell: (row) => (
        <button
          type="button"
          className="replay__link truncate"
          title={`Show the requests of ${nameOf(row, by)} in Audit`}
          onClick={() => showRequests(by, row.id)}
        >
          {nameOf(row, by)}
        </button>
      ),
    },
    {
      id: 'requests',
      header: 'Requests',
      width: 92,
      align: 'end',
      leaveOut: 2,
      sortBy: ({ requests }) => requests,
      cell: ({ requests }) => formatCount(requests),
    },
    { ...amount('was', 'Was', ({ was }) => was), leaveOut: 3 },
    amount('would', 'Would be', ({ wouldBe }) => wouldBe),
    {
      id: 'difference',
      header: 'Difference',
      width: 116,
      align: 'end',
      sortBy: ({ difference }) => parseNano(difference ?? '0') ?? 0n,
      cell: ({ difference }) =>
        difference !== null && <span title={formatExactUsd(difference)}>{differenceWords(difference)}</span>,
    },
    {
      id: 'unpriced',
      header: 'Without a price',
      width: 118,
      align: 'end',
      leaveOut: 1,
      sortBy: ({ unpriced }) => unpriced.requests,
      cell: ({ unpriced }) =>
        unpriced.requests > 0 && (
          <span title={`They cost ${formatExactUsd(unpriced.spend)}.`}>{formatCount(unpriced.requests)}</span>
        ),
    },
  ];
}

function amount(id: string, header: string, pick: (row: RepriceRow) => string | null): Column<RepriceRow> {
  return {
    id,
    header,
    width: 116,
    align: 'end',
    sortBy: (row) => parseNano(pick(row) ?? '0') ?? 0n,
    cell: (row) => {
      const usd = pick(row);
      // What is not known is not zero.
      if (usd === null) return <span className="muted">no price</span>;
      return <span title={formatExactUsd(usd)}>{formatUsd(usd)}</span>;
    },
  };
}

function nameOf({ id, name }: RepriceRow, by: PriceSplit): string {
  return name ?? (id === '' ? `no ${by}` : shortenId(id, 24));
}

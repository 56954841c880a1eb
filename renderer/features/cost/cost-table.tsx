import { useMemo, type ReactNode } from 'react';

import type { CostDimension, CostReport, CostRow } from '../../../shared/cost/cost-report.ts';
import { parseFemto } from '../../../shared/cost/money.ts';
import { isUnpriced, unpricedText } from '../../../shared/cost/unpriced.ts';
import { identify, TOP_SERIES } from '../../../shared/cost/series.ts';
import { ShareBar, Swatch } from '../../ui/bar.tsx';
import { compareValues } from '../../ui/data-table-columns.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatCompact, formatCount, formatShare, formatUsd } from '../../ui/format.ts';
import { coloursFor } from '../../ui/series-colours.ts';
import { costNodes } from './cost-state.ts';
import { namesakes, nodesOfRows, rowName, SPLITS } from './cost-words.ts';

/** One row for each team, model, … of a report: what it cost, its share, and what it did. */
export function CostTable({ report }: { readonly report: CostReport }): ReactNode {
  const dimension = report.by[0] ?? 'team';
  const rows = useMemo(
    () => (dimension === 'day' ? report.rows.toSorted((a, b) => compareValues(a.day, b.day)) : report.rows),
    [report, dimension],
  );
  const byNode = costNodes.use((state) => state.value?.report ?? null);
  const columns = useMemo(() => columnsFor(report, dimension, byNode), [report, dimension, byNode]);
  return (
    <DataTable
      key={dimension}
      label={`Costs by ${dimension}`}
      columns={columns}
      rows={rows}
      rowId={(row) => identify(row, dimension).id}
    />
  );
}

function columnsFor(
  report: CostReport,
  dimension: CostDimension,
  byNode: CostReport | null,
): readonly Column<CostRow>[] {
  const total = toCents(report.total.spend);
  const largest = Math.max(...report.rows.map(({ spend }) => toCents(spend)), 0);
  const ids = report.rows.slice(0, TOP_SERIES).map((row) => identify(row, dimension).id);
  const colourOf = dimension === 'day' ? () => 'var(--series-1)' : coloursFor(dimension, ids);
  const apart = namesakes(
    dimension,
    report.rows.map((row) => identify(row, dimension)),
    nodesOfRows(byNode, dimension, report.month),
  );
  const header = SPLITS.find(({ value }) => value === dimension)?.label ?? dimension;
  return [
    {
      id: 'name',
      header,
      // With room for what tells namesakes apart.
      width: apart.size > 0 ? 220 : 142,
      grow: true,
      sortBy: (row) => (dimension === 'day' ? (row.day ?? '') : rowName(row, dimension)),
      cell: (row) => (
        <span title={identify(row, dimension).id}>
          {dimension !== 'day' && <Swatch colour={colourOf(identify(row, dimension).id)} />}
          {rowName(row, dimension)}
          <Apart by={apart.get(identify(row, dimension).id)} />
        </span>
      ),
    },
    {
      id: 'cost',
      header: 'Cost',
      width: 100,
      align: 'end',
      sortBy: ({ spend }) => parseFemto(spend) ?? 0n,
      cell: (row) =>
        isUnpriced(row) ? (
          <span className="muted" title={unpricedText(row) ?? undefined}>
            –
          </span>
        ) : (
          <span className="strong">{formatUsd(row.spend)}</span>
        ),
    },
    {
      id: 'share',
      header: 'Share',
      width: 108,
      leaveOut: 1,
      grow: true,
      cell: (row) => (
        <span className="cost__share">
          <ShareBar
            share={largest === 0 ? 0 : toCents(row.spend) / largest}
            colour={colourOf(identify(row, dimension).id)}
          />
          <span className="soft">{formatShare(toCents(row.spend), total)}</span>
        </span>
      ),
    },
    {
      id: 'requests',
      header: 'Requests',
      width: 88,
      align: 'end',
      sortBy: ({ requests }) => requests,
      cell: ({ requests }) => formatCount(requests),
    },
    ...(report.total.unpriced === 0
      ? []
      : [
          {
            id: 'unpriced',
            header: 'No price',
            width: 88,
            align: 'end' as const,
            sortBy: ({ unpriced }: CostRow) => unpriced,
            cell: ({ unpriced }: CostRow) => formatCount(unpriced),
          },
        ]),
    {
      id: 'failed',
      header: 'Failed',
      width: 80,
      align: 'end',
      sortBy: ({ requests, failures }) => (requests === 0 ? 0 : failures / requests),
      cell: ({ requests, failures, failuresUntold }) =>
        failuresUntold ? (
          <span className="muted" title="Not known: the log does not say whose a failed request was">
            –
          </span>
        ) : (
          <span title={formatCount(failures)}>{formatShare(failures, requests)}</span>
        ),
    },
    {
      id: 'input',
      header: 'Tokens in',
      width: 88,
      align: 'end',
      leaveOut: 3,
      sortBy: ({ promptTokens }) => promptTokens,
      cell: ({ promptTokens }) => (
        <span title={formatCount(promptTokens)}>{formatCompact(promptTokens)}</span>
      ),
    },
    {
      id: 'output',
      header: 'Tokens out',
      width: 100,
      align: 'end',
      leaveOut: 2,
      sortBy: ({ completionTokens }) => completionTokens,
      cell: ({ completionTokens }) => (
        <span title={formatCount(completionTokens)}>{formatCompact(completionTokens)}</span>
      ),
    },
  ];
}

/** What tells a name from the same name elsewhere; nothing where there is no other. */
function Apart({ by }: { readonly by: string | undefined }): ReactNode {
  return by === undefined ? null : <span className="muted"> {by}</span>;
}

/** An amount as a number, for drawing bars and shares only: never shown and never summed. */
function toCents(decimal: string): number {
  return Number(parseFemto(decimal) ?? 0n) / 1e13;
}

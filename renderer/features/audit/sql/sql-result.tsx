import { useMemo, type ReactNode } from 'react';

import type { QueryCell, QueryResult } from '../../../../shared/contract/answers.ts';
import { isNumberColumn, resultCsv } from '../../../../shared/query/result-csv.ts';
import { copyText, saveText } from '../../../app/clipboard.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { formatCount, plural } from '../../../ui/format.ts';

interface ResultRow {
  readonly id: string;
  readonly cells: readonly QueryCell[];
}

/** Pixels of a character, about, what stands beside the characters, and how wide a column is at first. */
const CHARACTER = 7.5;
const PADDING = 32;
const WIDTH = { least: 72, most: 320 };
/** So many rows are looked at for how wide a column should be. */
const SAMPLE = 50;

/** What a statement gave, as a table; to be copied and saved. */
export function SqlResult({ result }: { readonly result: QueryResult }): ReactNode {
  const { columns, rows, truncated, tookMs, lost, notes } = result;
  const shown = useMemo(() => rows.map((cells, index): ResultRow => ({ id: String(index), cells })), [rows]);
  const definitions = useMemo(() => columnsOf(result), [result]);
  const what = truncated
    ? `The first ${plural(rows.length, 'row')}; there are more`
    : plural(rows.length, 'row');
  return (
    <Card
      fill
      title="Result"
      count={`${what} · ${columns.length > 0 ? `answered in ${formatCount(tookMs)} ms` : 'nothing to show'}`}
      aside={
        <>
          <Button
            icon="copy"
            disabled={rows.length === 0}
            onClick={() => void copyText(resultCsv(result, '\t'), plural(rows.length, 'row'))}
          >
            Copy
          </Button>
          <Button
            icon="save"
            disabled={rows.length === 0}
            onClick={() => void saveText('query.csv', resultCsv(result))}
          >
            CSV
          </Button>
        </>
      }
    >
      {lost.length > 0 && (
        <ul className="sql__lost" aria-label="What could not be looked at">
          {lost.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <ul className="sql__notes soft" aria-label="About this answer">
          {notes.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {rows.length === 0 ? (
        <p className="sql__none soft">The statement gave no rows in this span.</p>
      ) : (
        <DataTable
          // Widths that were dragged belong to these columns.
          key={JSON.stringify(columns)}
          fill
          label="Result"
          columns={definitions}
          rows={shown}
          rowId={({ id }) => id}
        />
      )}
    </Card>
  );
}

function columnsOf({ columns, rows }: QueryResult): readonly Column<ResultRow>[] {
  return columns.map((header, index) => {
    const isNumber = isNumberColumn(rows, index);
    const longest = rows
      .slice(0, SAMPLE)
      .reduce((most, row) => Math.max(most, String(row[index] ?? '').length), header.length + 2);
    return {
      id: `column${index}`,
      header,
      width: Math.round(Math.min(WIDTH.most, Math.max(WIDTH.least, longest * CHARACTER + PADDING))),
      align: isNumber ? 'end' : 'start',
      grow: !isNumber,
      sortBy: ({ cells }) => sortable(cells[index] ?? null, isNumber),
      cell: ({ cells }) => <Cell cell={cells[index] ?? null} />,
    };
  });
}

/** What is not said comes first. */
function sortable(cell: QueryCell, isNumber: boolean): string | number {
  if (isNumber) return cell === null ? Number.NEGATIVE_INFINITY : Number(cell);
  return cell === null ? '' : String(cell);
}

function Cell({ cell }: { readonly cell: QueryCell }): ReactNode {
  if (cell === null) return <span className="muted">null</span>;
  const text = String(cell);
  return (
    <span className="mono" title={text.length > 30 ? text.slice(0, 2_000) : undefined}>
      {text.length > 500 ? `${text.slice(0, 500)}…` : text}
    </span>
  );
}

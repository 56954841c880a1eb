import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

import type { AccessCell, AccessMatrix, AccessRow } from '../../../shared/replay/access-matrix.ts';
import { formatCount } from '../../ui/format.ts';
import { ACCESS_MARKS, cellWords, changeOf, ROW_WORDS, rowKind, rowName, TURN_MARK } from './access-words.ts';
import { showCell } from './replay-links.ts';

export interface AccessGridProps {
  readonly node: string;
  readonly matrix: AccessMatrix;
}

interface Spot {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads in a grid; null when it leads nowhere. */
export function nextSpot(key: string, { row, column }: Spot, rows: number, columns: number): Spot | null {
  const clamp = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
  switch (key) {
    case 'ArrowDown':
      return { row: clamp(row + 1, rows), column };
    case 'ArrowUp':
      return { row: clamp(row - 1, rows), column };
    case 'ArrowRight':
      return { row, column: clamp(column + 1, columns) };
    case 'ArrowLeft':
      return { row, column: clamp(column - 1, columns) };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    case 'PageDown':
      return { row: clamp(row + 10, rows), column };
    case 'PageUp':
      return { row: clamp(row - 10, rows), column };
    default:
      return null;
  }
}

/** Callers by models. One cell is in the tab order, arrow keys lead to the others, Enter shows its requests in Audit. */
export function AccessGrid({ node, matrix }: AccessGridProps): ReactNode {
  const { gateway, models, rows } = matrix;
  const body = useRef<HTMLTableSectionElement>(null);
  const [spot, setSpot] = useState<Spot>({ row: 0, column: 0 });
  const at = {
    row: Math.min(spot.row, rows.length - 1),
    column: Math.min(spot.column, models.length - 1),
  };

  function move(event: KeyboardEvent): void {
    const next = nextSpot(event.key, at, rows.length, models.length);
    if (next === null) return;
    event.preventDefault();
    setSpot(next);
    body.current?.querySelector<HTMLElement>(`[data-spot="${next.row} ${next.column}"]`)?.focus();
  }

  return (
    <div className="access__scroller">
      <table className="access" aria-label={`Who may call what at ${node}`}>
        <thead>
          <tr>
            <th scope="col" className="access__corner">
              {ROW_WORDS[gateway].title}
            </th>
            {models.map((model) => (
              <th key={model} scope="col" title={model}>
                <span className="access__model">{model}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => (
            <tr key={`${row.kind} ${row.id === '' ? `new ${row.name}` : row.id}`}>
              <th scope="row" title={row.id === '' ? undefined : row.id}>
                <span className="access__team">
                  {rowName(row)}
                  <RowKind words={rowKind(gateway, row)} />
                </span>
              </th>
              {row.cells.map((cell, column) => (
                <Cell
                  key={models[column]}
                  spot={`${index} ${column}`}
                  isAt={index === at.row && column === at.column}
                  words={cellWords(row, models[column] ?? '', cell)}
                  cell={cell}
                  onFocus={() => setSpot({ row: index, column })}
                  onMove={move}
                  onShow={showOf(node, row, models[column] ?? '', cell)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RowKind({ words }: { readonly words: string | null }): ReactNode {
  return words !== null && <span className="access__kind"> {words}</span>;
}

/** Shows the requests of a cell; undefined where there are none. */
function showOf(node: string, row: AccessRow, model: string, cell: AccessCell): (() => void) | undefined {
  return cell.requests === 0 ? undefined : () => showCell(node, row, model);
}

interface CellProps {
  readonly cell: AccessCell;
  readonly spot: string;
  readonly isAt: boolean;
  readonly words: string;
  readonly onFocus: () => void;
  /** A key that may lead to another cell. */
  readonly onMove: (event: KeyboardEvent) => void;
  readonly onShow: (() => void) | undefined;
}

function Cell(props: CellProps): ReactNode {
  return (
    <td className={`access__cell access__cell--${changeOf(props.cell)}`}>
      <CellButton {...props} />
    </td>
  );
}

function CellButton({ cell, spot, isAt, words, onFocus, onMove, onShow }: CellProps): ReactNode {
  return (
    <button
      type="button"
      className="access__button"
      data-spot={spot}
      tabIndex={isAt ? 0 : -1}
      aria-disabled={onShow === undefined}
      title={onShow === undefined ? words : `${words}. Enter shows them in Audit.`}
      onFocus={onFocus}
      onClick={onShow}
      onKeyDown={onMove}
    >
      <span className="visually-hidden">{words}</span>
      <span aria-hidden>
        <span className="access__mark">
          {ACCESS_MARKS[changeOf(cell)]}
          {cell.changesWithin && TURN_MARK}
        </span>
        {cell.requests > 0 && <span className="access__requests">{formatCount(cell.requests)}</span>}
        {cell.denied > 0 && <span className="access__denied">−{formatCount(cell.denied)}</span>}
        {cell.gained > 0 && <span className="access__gained">+{formatCount(cell.gained)}</span>}
      </span>
    </button>
  );
}

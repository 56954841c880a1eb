import type { QueryCell, QueryResult } from '../contract/answers.ts';
import { toCsv } from '../csv.ts';

/** A column of numbers: at least one, and no other texts than amounts. Those are set to the right. */
export function isNumberColumn(rows: QueryResult['rows'], column: number): boolean {
  let numbers = 0;
  for (const row of rows) {
    const cell = row[column] ?? null;
    if (cell === null) continue;
    if (typeof cell !== 'number' && !/^-?\d+(?:\.\d+)?$/.test(cell)) return false;
    numbers += 1;
  }
  return numbers > 0;
}

/** What a statement gave, as CSV; with tabs for the clipboard, from where spreadsheets take tabs as columns. */
export function resultCsv(
  { columns, rows }: Pick<QueryResult, 'columns' | 'rows'>,
  separator: ',' | '\t' = ',',
): string {
  return toCsv<readonly QueryCell[]>(
    columns.map((title, index) => ({
      title,
      number: isNumberColumn(rows, index),
      value: (row) => row[index] ?? null,
    })),
    rows,
    { separator },
  );
}

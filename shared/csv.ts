/** A column: its heading, and whether its values are numbers. Numbers are never escaped. */
export interface CsvColumn<Row> {
  readonly title: string;
  readonly number?: boolean;
  readonly value: (row: Row) => string | number | null;
}

// A spreadsheet takes a field that begins with one of these as a formula; the last four are full-width.
const FORMULA_START = /^[=+\-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20]/;
const NEEDS_QUOTES = /[",\t\r\n\0]|^\s|\s$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * CSV as RFC 4180 has it: CRLF after every line, quotes doubled. Text that a spreadsheet would run as a
 * formula gets a leading `'`.
 *
 * @param separator a tab for the clipboard, from where spreadsheets take tabs as columns
 */
export function toCsv<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row>,
  { separator = ',' }: { readonly separator?: ',' | '\t' } = {},
): string {
  const lines = [columns.map(({ title }) => textField(title)).join(separator)];
  for (const row of rows) lines.push(columns.map((column) => field(column, row)).join(separator));
  return `${lines.join('\r\n')}\r\n`;
}

function field<Row>(column: CsvColumn<Row>, row: Row): string {
  const value = column.value(row);
  if (value === null) return '';
  const text = String(value);
  return column.number === true && DECIMAL.test(text) ? text : textField(text);
}

function textField(text: string): string {
  const safe = FORMULA_START.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import { encode, jsonText, type PythonText, type ValueObject } from '../python.ts';
import type { Row } from './row.ts';

const TEXTS = new WeakMap<ReadonlySet<string>, WeakMap<Row, string>>();

/**
 * A row as JSON text with the text of other fields `before` its own and at least one `more` after them, for lists: a page of keys is ten thousand fields. The
 * text of a row is kept for as long as the row is the same; `hidden` columns are left out.
 */
export function rowText(
  row: Row,
  hidden: ReadonlySet<string>,
  before: string,
  more: ValueObject,
): PythonText {
  const texts = TEXTS.get(hidden) ?? new WeakMap<Row, string>();
  TEXTS.set(hidden, texts);
  const known = texts.get(row) ?? columnsText(row, hidden);
  texts.set(row, known);
  return jsonText(`{${before === '' ? '' : `${before},`}${known}${encode(more).slice(1, -1)}}`);
}

function columnsText(row: Row, hidden: ReadonlySet<string>): string {
  let text = '';
  for (const name of Object.keys(row)) {
    if (!hidden.has(name)) text += `"${name}":${encode(row[name] ?? null)},`;
  }
  return text;
}

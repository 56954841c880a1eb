import { toCsv } from '../csv.ts';
import type { CsvColumn } from '../csv.ts';
import { FIELD_NAMES, fieldOf, valueOf } from './fields.ts';
import type { FieldName, FieldValue } from './fields.ts';
import { exactSpend } from './exact-spend.ts';
import type { AuditRow } from './logged-request.ts';

/**
 * Logged requests as CSV, one line each, in the order given. What a gateway does not say is an empty field.
 *
 * @param fields the columns in their order; all of them when left out
 */
export function requestsCsv(rows: readonly AuditRow[], fields: readonly FieldName[] = FIELD_NAMES): string {
  return toCsv(fields.map(csvColumn), rows);
}

/** The same for the clipboard, as a spreadsheet takes it: tabs between the fields. */
export function requestsTsv(rows: readonly AuditRow[], fields: readonly FieldName[] = FIELD_NAMES): string {
  return toCsv(fields.map(csvColumn), rows, { separator: '\t' });
}

function csvColumn(name: FieldName): CsvColumn<AuditRow> {
  const { type, csv } = fieldOf(name);
  return {
    title: csv,
    number: type === 'number' || type === 'money',
    // What a row cost is told exactly, also where it is kept as nano-dollars with the rest beside it.
    value: (row) => (type === 'money' ? exactSpend(row) : written(name, valueOf(row, name))),
  };
}

/** A value as a program reads it: times in ISO 8601, dollars exactly, flags as words. */
function written(name: FieldName, value: FieldValue): string | number | null {
  if (value === null) return null;
  if (name === 'ok') return value === true ? 'ok' : 'failed';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'object') return value.join(' ');
  if (typeof value === 'string') return value;
  return fieldOf(name).type === 'time' ? new Date(value).toISOString() : value;
}

import { valueOf } from './fields.ts';
import type { FieldName, FieldValue } from './fields.ts';
import type { AuditRow } from './logged-request.ts';

/** The order in which requests are asked for. */
export interface RequestOrder {
  readonly sort: FieldName;
  readonly descending: boolean;
}

/**
 * Compares two rows in an order: what every order means. What is not said is less than everything that is, so it is
 * last when descending. Texts are compared by their UTF-16 units, lists as their texts joined by spaces. Rows with
 * equal values are the newest first, then by id and by node, ascending: the same in both directions.
 */
export function compareRows(a: AuditRow, b: AuditRow, { sort, descending }: RequestOrder): number {
  const order = compareValues(valueOf(a, sort), valueOf(b, sort));
  if (order !== 0) return descending ? -order : order;
  return b.startMs - a.startMs || compare(a.id, b.id) || compare(a.node, b.node);
}

function compareValues(a: FieldValue, b: FieldValue): number {
  const left = plain(a);
  const right = plain(b);
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return compare(String(left), String(right));
}

function plain(value: FieldValue): string | number | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? Number(value) : value.join(' ');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

import type { FieldName } from '../../../shared/audit/fields.ts';
import { DEFAULT_COLUMNS } from './audit-columns.tsx';

/** Hides a column that is shown, and shows one that is hidden behind the others. The last one stays. */
export function toggleColumn(columns: readonly FieldName[], name: FieldName): readonly FieldName[] {
  if (!columns.includes(name)) return [...columns, name];
  return columns.length === 1 ? columns : columns.filter((column) => column !== name);
}

/** Moves a column by some places, not beyond the ends. */
export function moveColumn(
  columns: readonly FieldName[],
  name: FieldName,
  places: number,
): readonly FieldName[] {
  const from = columns.indexOf(name);
  if (from === -1) return columns;
  const to = Math.min(columns.length - 1, Math.max(0, from + places));
  return columns.toSpliced(from, 1).toSpliced(to, 0, name);
}

/** Whether nobody chose columns: then those that do not fit may go by themselves. */
export function isDefault(columns: readonly FieldName[]): boolean {
  return columns.length === DEFAULT_COLUMNS.length && columns.every((name, i) => name === DEFAULT_COLUMNS[i]);
}

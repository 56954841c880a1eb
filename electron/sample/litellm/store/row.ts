import { floatOf, isList, isObject, timeOf, type Value, type ValueObject } from '../python.ts';
import { stampWithOffset } from '../time.ts';

/** A row of the simulated database: its columns by name, as the API spells them. */
export type Row = { readonly [column: string]: Value };

/** The text of a column or field; empty where it is none. */
export function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The number of a column or field, whole or float; null where it is none. */
export function numberOf(value: Value | undefined): number | null {
  if (value === undefined) return null;
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(value) : floatOf(value);
}

/** The texts of a list; empty where it is none. */
export function textsOf(value: Value | undefined): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The object of a column or field; empty where it is none. */
export function objectOf(value: Value | undefined): ValueObject {
  return isObject(value) ? value : {};
}

/** The members of a list that are objects. */
export function objectsOf(value: Value | undefined): readonly ValueObject[] {
  return isList(value) ? value.filter((item) => isObject(item)) : [];
}

/** A row without some columns. */
export function without(row: Row, names: ReadonlySet<string>): ValueObject {
  const kept: { [column: string]: Value } = {};
  for (const name of Object.keys(row)) if (!names.has(name)) kept[name] = row[name] ?? null;
  return kept;
}

/** Some columns of a row, null where it has none of that name. */
export function pick(row: Row, names: Iterable<string>): ValueObject {
  const kept: { [column: string]: Value } = {};
  for (const name of names) kept[name] = row[name] ?? null;
  return kept;
}

/** A row with its instants spelled with `+00:00`, or without a zone at all. */
export function spellTimes(row: Row, form: 'offset' | 'bare'): ValueObject {
  const spelled: { [column: string]: Value } = {};
  for (const name of Object.keys(row)) {
    const value = row[name] ?? null;
    const ms = timeOf(value);
    const text = stampWithOffset(ms);
    spelled[name] = text === null ? value : form === 'offset' ? text : text.slice(0, -6);
  }
  return spelled;
}

/** Column names out of a text of words. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

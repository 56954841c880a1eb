import { canonicalJson, type JsonValue } from '../../../shared/json.ts';
import type { FieldChange } from '../../../shared/plan/plan.ts';
import { showReferences } from '../../../shared/plan/secret-references.ts';

/** A field change as it is shown: a list by what was added and removed, anything else by before and after. */
export type FieldView =
  | {
      readonly form: 'list';
      readonly path: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
      /** How many stay. */
      readonly kept: number;
    }
  | { readonly form: 'value'; readonly path: string; readonly before: string; readonly after: string };

/** A field change with sides that may be undefined, which is the same as absent here. */
interface FieldSides {
  readonly path: string;
  readonly before?: JsonValue | undefined;
  readonly after?: JsonValue | undefined;
}

/** What is shown for a side on which a field does not stand. */
export const NOT_SET = 'not set';

/** What a field change says. Two lists are told apart by their entries; their order is no part of that. */
export function viewField({ path, before, after }: FieldChange): FieldView {
  if (isList(before) && isList(after) && !sameEntries(before, after)) {
    const [was, is] = [before.map(showValue), after.map(showValue)];
    const removed = was.filter((entry) => !is.includes(entry));
    return {
      form: 'list',
      path,
      added: is.filter((entry) => !was.includes(entry)),
      removed,
      kept: was.length - removed.length,
    };
  }
  return viewSides({ path, before, after });
}

/** Both sides of a field, whole. */
export function viewSides({ path, before, after }: FieldSides): Extract<FieldView, { form: 'value' }> {
  return { form: 'value', path, before: showSide(before), after: showSide(after) };
}

/** A value in one line: text as it is, a secret as `${NAME}`, a list with commas, anything nested as JSON. */
export function showValue(given: JsonValue): string {
  const value = showReferences(given);
  if (value === null) return 'none';
  if (typeof value === 'string') return value === '' ? '""' : value;
  if (isList(value)) return value.length === 0 ? 'empty list' : value.map(showValue).join(', ');
  return typeof value === 'object' ? canonicalJson(value) : String(value);
}

function showSide(value: JsonValue | undefined): string {
  return value === undefined ? NOT_SET : showValue(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** True when only the order or the number of repeats differs: then both sides must be shown whole. */
function sameEntries(before: readonly JsonValue[], after: readonly JsonValue[]): boolean {
  const [was, is] = [new Set(before.map(showValue)), new Set(after.map(showValue))];
  return was.size === is.size && [...was].every((entry) => is.has(entry));
}

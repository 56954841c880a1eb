import { parseNano } from '../cost/money.ts';
import { fieldOf, valueOf } from './fields.ts';
import type { FieldName, FieldValue } from './fields.ts';
import { filterInterval } from './filter.ts';
import type { Condition, RequestFilter } from './filter.ts';
import type { AuditRow } from './logged-request.ts';

/** Text as it is searched: one spelling for composed characters, no case. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** The fields in which the free text of a filter is looked for. */
export const TEXT_FIELDS = [
  'id',
  'teamId',
  'teamAlias',
  'keyAlias',
  'user',
  'endUser',
  'model',
  'errorMessage',
] as const satisfies readonly FieldName[];

/**
 * Whether a filter asks for a row: what every filter means, said row by row. Anything that finds rows faster is
 * tested against it.
 *
 * A text that is not said is empty. A number, an amount or a flag that is not said is not zero and not no: it
 * satisfies `isEmpty`, `isNot` and nothing else. Of a list (tags), `is` and `contains` ask for any of its texts.
 */
export function matches(row: AuditRow, filter: RequestFilter): boolean {
  const { fromMs, untilMs } = filterInterval(filter);
  if (row.startMs < fromMs || row.startMs >= untilMs) return false;
  if (filter.node !== undefined && row.node !== filter.node) return false;
  if (filter.text !== undefined && !hasText(row, foldText(filter.text))) return false;
  const alternatives = new Map<FieldName, boolean>();
  for (const condition of filter.where) {
    const holds = satisfies(valueOf(row, condition.field), condition);
    if (condition.op === 'is') {
      alternatives.set(condition.field, holds || (alternatives.get(condition.field) ?? false));
    } else if (!holds) return false;
  }
  return [...alternatives.values()].every(Boolean);
}

function hasText(row: AuditRow, wanted: string): boolean {
  return TEXT_FIELDS.some((name) => foldText(row[name] ?? '').includes(wanted));
}

/** Whether the value of a row's field satisfies one condition, looked at alone. */
export function satisfies(actual: FieldValue, condition: Condition): boolean {
  const { op, field } = condition;
  if (op === 'isEmpty') return isEmpty(actual);
  if (op === 'isNotEmpty') return !isEmpty(actual);
  const value = condition.value ?? '';
  switch (fieldOf(field).type) {
    case 'text': {
      const texts = textsOf(actual);
      if (op === 'contains') {
        const wanted = foldText(String(value));
        return texts.some((text) => foldText(text).includes(wanted));
      }
      return texts.includes(String(value)) === (op === 'is');
    }
    case 'number':
      return compares(actual, op, Number(value));
    case 'money':
      return compares(actual, op, Number(parseNano(String(value))));
    case 'time':
      return compares(actual, op, Date.parse(String(value)));
    case 'flag':
      return actual !== null && actual === (value === 'true');
  }
}

function compares(actual: FieldValue, op: Condition['op'], bound: number): boolean {
  if (typeof actual !== 'number') return op === 'isNot';
  if (op === 'atLeast') return actual >= bound;
  if (op === 'atMost') return actual <= bound;
  return (actual === bound) === (op === 'is');
}

/** A list without texts counts as one empty text, so that `is ''` finds rows without tags. */
function textsOf(value: FieldValue): readonly string[] {
  if (typeof value === 'object' && value !== null) return value.length === 0 ? [''] : value;
  return [value === null ? '' : String(value)];
}

function isEmpty(value: FieldValue): boolean {
  return value === null || value === '' || (typeof value === 'object' && value.length === 0);
}

import * as v from 'valibot';

import { parseNano } from '../cost/money.ts';
import { NameSchema } from '../fleet/node.ts';
import { FIELD_NAMES, fieldOf } from './fields.ts';
import type { FieldName, FieldType } from './fields.ts';
import type { Interval } from './months.ts';

/** How a field is compared. `atLeast` and `atMost` include the bound itself. */
export const FILTER_OPS = ['is', 'isNot', 'contains', 'atLeast', 'atMost', 'isEmpty', 'isNotEmpty'] as const;
export type FilterOp = (typeof FILTER_OPS)[number];

/** Which comparisons fit a type. */
export const OPS_OF_TYPE: Readonly<Record<FieldType, readonly FilterOp[]>> = {
  text: ['is', 'isNot', 'contains', 'isEmpty', 'isNotEmpty'],
  number: ['is', 'isNot', 'atLeast', 'atMost', 'isEmpty', 'isNotEmpty'],
  money: ['is', 'isNot', 'atLeast', 'atMost', 'isEmpty', 'isNotEmpty'],
  time: ['atLeast', 'atMost'],
  flag: ['is', 'isEmpty', 'isNotEmpty'],
};

/** Comparisons that take no value. */
export function needsValue(op: FilterOp): boolean {
  return op !== 'isEmpty' && op !== 'isNotEmpty';
}

/**
 * One comparison of one field. `value`: text for text; a whole number for a number; decimal text of US dollars for
 * money, such as `0.05`; an instant in ISO 8601 for a time; `true` or `false` as text for a flag; left out for
 * `isEmpty` and `isNotEmpty`.
 */
export interface Condition {
  readonly field: FieldName;
  readonly op: FilterOp;
  readonly value?: string | number | undefined;
}

/**
 * Which requests are asked for: those that satisfy everything given here. Of the conditions, several `is` on the same
 * field are alternatives; everything else must hold together. {@link matches} says it exactly.
 */
export interface RequestFilter {
  /** ISO 8601; the request began at this instant or later. */
  readonly from?: string | undefined;
  /** ISO 8601; the request began before this instant. */
  readonly until?: string | undefined;
  readonly node?: string | undefined;
  /** Found, without regard to case, in the id, team, key's name, user, end user, model or error message. */
  readonly text?: string | undefined;
  readonly where: readonly Condition[];
}

/** Why a condition cannot be used, as a sentence; null when it can. */
export function conditionFault({ field, op, value }: Condition): string | null {
  const { type } = fieldOf(field);
  if (!OPS_OF_TYPE[type].includes(op)) return 'This comparison does not fit the field.';
  if (!needsValue(op)) return value === undefined ? null : 'This comparison takes no value.';
  switch (type) {
    case 'text':
      if (typeof value !== 'string') return 'Give a text.';
      return op === 'contains' && value === '' ? 'Give a text to look for.' : null;
    case 'number':
      return typeof value === 'number' && Number.isSafeInteger(value) ? null : 'Give a whole number.';
    case 'money':
      if (typeof value === 'string' && parseNano(value) !== null) return null;
      return 'Give US dollars such as 0.05, with nine decimals at most.';
    case 'time':
      if (typeof value === 'string' && isInstant(value)) return null;
      return 'Give a time such as 2026-10-01T00:00:00Z.';
    case 'flag':
      return value === 'true' || value === 'false' ? null : 'Give true or false.';
  }
}

const InstantSchema = v.pipe(v.string(), v.check(isInstant, 'Give a time as 2026-10-01T00:00:00Z.'));

/** A condition as it comes from outside. */
export const ConditionSchema = v.pipe(
  v.strictObject({
    field: v.picklist(FIELD_NAMES),
    op: v.picklist(FILTER_OPS),
    value: v.optional(v.union([v.pipe(v.string(), v.maxLength(1000)), v.number()])),
  }),
  v.check((condition) => conditionFault(condition) === null, 'This condition does not fit its field.'),
);

/** What a filter says besides its span of time, as it comes from outside. */
export const NARROWING_ENTRIES = {
  node: v.optional(NameSchema),
  text: v.optional(v.pipe(v.string(), v.maxLength(200))),
  where: v.pipe(v.array(ConditionSchema), v.maxLength(100, 'A filter may have at most 100 conditions.')),
};

/** The ends of a span of time, as they come from outside. */
export const SPAN_ENTRIES = { from: v.optional(InstantSchema), until: v.optional(InstantSchema) };

/** A filter as it comes from outside. */
export const RequestFilterSchema: v.GenericSchema<RequestFilter> = v.strictObject({
  ...SPAN_ENTRIES,
  ...NARROWING_ENTRIES,
});

/** The bounds of a span of time as a filter takes them. */
export function timeBounds({ fromMs, untilMs }: Interval): { readonly from: string; readonly until: string } {
  return { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() };
}

/** The span of time a filter asks for; open ends reach as far as a date can. */
export function filterInterval({ from, until }: Pick<RequestFilter, 'from' | 'until'>): Interval {
  return {
    fromMs: from === undefined ? -MAX_DATE_MS : Date.parse(from),
    untilMs: until === undefined ? MAX_DATE_MS : Date.parse(until),
  };
}

const MAX_DATE_MS = 8.64e15;
// Without a zone, a time would be of the zone of the machine that reads it.
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function isInstant(text: string): boolean {
  return ZONED.test(text) && !Number.isNaN(Date.parse(text));
}

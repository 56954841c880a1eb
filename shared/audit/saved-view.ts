import * as v from 'valibot';

import { FIELD_NAMES } from './fields.ts';
import type { FieldName } from './fields.ts';
import { NARROWING_ENTRIES, SPAN_ENTRIES } from './filter.ts';
import type { RequestFilter } from './filter.ts';

/** Spans that are reckoned from now, or from the month that the whole window shows. */
export const RANGE_PRESETS = ['month', 'last24h', 'last7d', 'thisMonth', 'lastMonth', 'all'] as const;
export type RangePreset = (typeof RANGE_PRESETS)[number];

/** A span of time: named, or between two instants (ISO 8601; `until` exclusive). */
export const TimeRangeSchema = v.union([
  v.strictObject({ preset: v.picklist(RANGE_PRESETS) }),
  v.strictObject(SPAN_ENTRIES),
]);
export type TimeRange = v.InferOutput<typeof TimeRangeSchema>;

/** A way of looking at the request log under a name, kept in the workspace. */
export interface SavedView extends Omit<RequestFilter, 'from' | 'until'> {
  readonly name: string;
  readonly range: TimeRange;
  /** Columns in their order. */
  readonly columns: readonly FieldName[];
  readonly sort: FieldName;
  readonly descending: boolean;
}

/** A view as it comes from outside. */
export const SavedViewSchema: v.GenericSchema<SavedView> = v.strictObject({
  name: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'Give the view a name.'),
    v.maxLength(80, 'A name may have at most 80 characters.'),
  ),
  range: TimeRangeSchema,
  ...NARROWING_ENTRIES,
  columns: v.pipe(v.array(v.picklist(FIELD_NAMES)), v.minLength(1, 'Show at least one column.')),
  sort: v.picklist(FIELD_NAMES),
  descending: v.boolean(),
});

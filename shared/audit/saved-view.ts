import * as v from 'valibot';

import { FIELD_NAMES } from './fields.ts';
import { RequestFilterSchema } from './filter.ts';

/** Spans that are reckoned from now, or from the month that the whole window shows. */
export const RANGE_PRESETS = ['month', 'last24h', 'last7d', 'thisMonth', 'lastMonth', 'all'] as const;
export type RangePreset = (typeof RANGE_PRESETS)[number];

const { from, until, ...narrowing } = RequestFilterSchema.entries;

/** A span of time: named, or between two instants (ISO 8601; `until` exclusive). */
export const TimeRangeSchema = v.union([
  v.strictObject({ preset: v.picklist(RANGE_PRESETS) }),
  v.strictObject({ from, until }),
]);
export type TimeRange = v.InferOutput<typeof TimeRangeSchema>;

/** A way of looking at the request log under a name, kept in the workspace. */
export const SavedViewSchema = v.strictObject({
  name: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'Give the view a name.'),
    v.maxLength(80, 'A name may have at most 80 characters.'),
  ),
  range: TimeRangeSchema,
  ...narrowing,
  /** Columns in their order. */
  columns: v.pipe(
    v.array(v.picklist(FIELD_NAMES)),
    v.minLength(1, 'Show at least one column.'),
    v.readonly(),
  ),
  sort: v.picklist(FIELD_NAMES),
  descending: v.boolean(),
});
export type SavedView = v.InferOutput<typeof SavedViewSchema>;

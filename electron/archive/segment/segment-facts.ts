import * as v from 'valibot';

/** What stands in a segment's header about it. */
export const FACTS_VERSION = 1;

const SourceSchema = v.object({
  /** For people: a file's name, or `the log of prod-eu`. */
  description: v.string(),
  /** Where the file was, absolute; null for a node's own log. */
  path: v.nullable(v.string()),
  /** By which the same file is known again; null for a node's own log. */
  fingerprint: v.nullable(v.string()),
  /** Which readers understood the rows: `litellm`, `doubleword`. */
  gateway: v.string(),
  /** Files that say what its requests cost, read with it. Left out where the file says that itself, or by earlier versions. */
  beside: v.exactOptional(v.array(v.object({ path: v.string(), fingerprint: v.string() }))),
});

export const SegmentFactsSchema = v.object({
  version: v.literal(FACTS_VERSION),
  node: v.string(),
  rows: v.number(),
  /** First and last start, milliseconds since 1970 UTC; 0 without rows. */
  firstMs: v.number(),
  lastMs: v.number(),
  usageEntries: v.number(),
  /** How many different profiles and groups its requests have. */
  profiles: v.number(),
  groups: v.number(),
  source: SourceSchema,
  /**
   * Requests of other segments that this one replaces or that came twice: their numbers in the segment of that name.
   * The roll-ups of this segment take them out again.
   */
  masked: v.array(v.object({ segment: v.string(), rows: v.array(v.number()) })),
});
export type SegmentFacts = v.InferOutput<typeof SegmentFactsSchema>;

import * as v from 'valibot';

import type { JsonValue } from '../../shared/json.ts';

const at = v.pipe(v.string(), v.isoTimestamp());
const operation = v.string();
const problem = v.object({
  code: v.string(),
  message: v.string(),
  next: v.exactOptional(v.string()),
  where: v.exactOptional(v.string()),
});
const value = v.custom<JsonValue>((given) => given !== undefined);
const differs = v.array(
  v.object({ path: v.string(), before: v.exactOptional(value), after: v.exactOptional(value) }),
);
/** By node: the snapshot's file that holds the state before, as the check of the push found it. */
const snapshots = v.exactOptional(v.record(v.string(), v.string()));
const start = {
  at,
  pid: v.number(),
  /** The account that pushed. */
  by: v.exactOptional(v.string()),
  nodes: v.array(v.string()),
  snapshots,
  /** The node that went first. */
  canary: v.exactOptional(v.string()),
};

/** One line of a push's journal. */
export const JournalEntrySchema = v.variant('type', [
  v.object({ type: v.literal('begin'), ...start }),
  /** A later push of what was left undone. */
  v.object({ type: v.literal('resume'), ...start }),
  /** Something that the push noticed and went on with. */
  v.object({ type: v.literal('noticed'), at, node: v.string(), message: v.string() }),
  /**
   * Written before the operation goes out: from here on it may have had an effect. `absent`: what it makes was looked
   * for before, by its name and any id of our choice, and was not there.
   */
  v.object({ type: v.literal('sent'), at, operation, absent: v.exactOptional(v.literal(true)) }),
  /** The id of what the gateway says that it touched or made, unless a secret stood in it. */
  v.object({ type: v.literal('answered'), at, operation, resourceId: v.exactOptional(v.string()) }),
  /** No good answer, and a re-read showed that sending again does no harm: it goes out once more. */
  v.object({ type: v.literal('again'), at, operation, problem, waitedMs: v.number() }),
  /** Re-read: everything wanted is there. */
  v.object({ type: v.literal('verified'), at, operation }),
  /** Re-read: something else is there. */
  v.object({
    type: v.literal('mismatch'),
    at,
    operation,
    differs,
    problem: v.exactOptional(problem),
    resourceId: v.exactOptional(v.string()),
  }),
  /** Nothing was changed. */
  v.object({ type: v.literal('failed'), at, operation, problem }),
  /** Not sent, because what it needs did not come about. */
  v.object({ type: v.literal('skipped'), at, operation, problem }),
  /** Whether it had an effect cannot be told now. The id, where the gateway told one before it failed. */
  v.object({
    type: v.literal('unknown'),
    at,
    operation,
    problem,
    resourceId: v.exactOptional(v.string()),
  }),
  v.object({ type: v.literal('end'), at, outcome: v.picklist(['verified', 'failed', 'cancelled']) }),
]);
export type JournalEntry = v.InferOutput<typeof JournalEntrySchema>;

/** An entry before it has its time. */
export type JournalEvent = JournalEntry extends infer Entry
  ? Entry extends JournalEntry
    ? Omit<Entry, 'at'>
    : never
  : never;

/** How an operation ended. */
export type SettledEvent = Extract<JournalEvent, { type: 'verified' | 'mismatch' | 'failed' | 'unknown' }>;

/** The id that a gateway gave a resource it made, as far as the journal knows; undefined when it does not. */
export function madeId(entries: readonly JournalEntry[]): string | undefined {
  return entries.flatMap((entry) => ('resourceId' in entry ? (entry.resourceId ?? []) : [])).at(-1);
}

/** The entries of each operation, in order. */
export function byOperation(journal: readonly JournalEntry[]): ReadonlyMap<string, readonly JournalEntry[]> {
  const entries = new Map<string, JournalEntry[]>();
  for (const entry of journal) {
    if (!('operation' in entry)) continue;
    const list = entries.get(entry.operation);
    if (list === undefined) entries.set(entry.operation, [entry]);
    else list.push(entry);
  }
  return entries;
}

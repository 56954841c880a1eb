import { join } from 'node:path';

import * as v from 'valibot';

import { EVENT_SOURCES, sortEvents, type AdminEvent } from '../../../shared/audit/events.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { writeFileAtomic } from '../../files/atomic-write.ts';
import { readTextFile } from '../../workspace/read-file.ts';

/** What a node's own audit log said when it was last asked. */
export interface KeptEvents {
  /** The time that was asked for, from the first question on. ISO 8601, UTC, `until` exclusive. */
  readonly from: string;
  readonly until: string;
  /** False where the gateway keeps no log for this node. */
  readonly available: boolean;
  readonly why: string | null;
  /** Newest first. */
  readonly events: readonly AdminEvent[];
}

const value = v.custom<JsonValue>((given) => given !== undefined);
const HeadSchema = v.object({
  format: v.literal(1),
  from: v.string(),
  until: v.string(),
  available: v.boolean(),
  why: v.nullable(v.string()),
});
const EventSchema = v.object({
  at: v.string(),
  after: v.nullable(v.string()),
  node: v.string(),
  source: v.picklist(EVENT_SOURCES),
  actor: v.nullable(v.string()),
  action: v.string(),
  kind: v.string(),
  id: v.string(),
  name: v.string(),
  detail: v.string(),
  fields: v.array(
    v.object({ path: v.string(), before: v.exactOptional(value), after: v.exactOptional(value) }),
  ),
});

/** Keeps what a node said: a line that says of which time, then a line an event, newest first. */
export async function saveKeptEvents(
  workspace: string,
  node: string,
  { events, ...head }: KeptEvents,
): Promise<void> {
  const lines = [{ format: 1, ...head }, ...events].map((line) => `${JSON.stringify(line)}\n`);
  await writeFileAtomic(fileOf(workspace, node), lines.join(''));
}

/** What a node said; null when it was never asked, or when the file cannot be read: then it is asked again from the start. */
export async function readKeptEvents(workspace: string, node: string): Promise<KeptEvents | null> {
  const text = await readTextFile(fileOf(workspace, node)).catch(() => null);
  if (text === null) return null;
  try {
    const [head, ...events] = text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const { format: _format, ...said } = v.parse(HeadSchema, head);
    return { ...said, events: events.map((event) => v.parse(EventSchema, event)) };
  } catch {
    return null;
  }
}

/** What was kept, with a newer answer put in the place of what it speaks of again. */
export function mergeKept(old: KeptEvents | null, read: KeptEvents): KeptEvents {
  if (old === null || (!old.available && read.available)) return read;
  // A licence that ran out: what the log said before stands, and it says nothing of the time since.
  if (old.available && !read.available) return { ...old, why: read.why };
  const kept = old.events.filter(({ at }) => at < read.from || at >= read.until);
  return {
    ...read,
    from: old.from < read.from ? old.from : read.from,
    events: sortEvents([...kept, ...read.events]),
  };
}

function fileOf(workspace: string, node: string): string {
  return join(workspace, 'archive', node, 'admin-events.jsonl');
}

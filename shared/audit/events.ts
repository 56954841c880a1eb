import { isComparable } from '../fleet/snapshot.ts';
import type { Resource, ResourceKind, Snapshot } from '../fleet/snapshot.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { comparedPart } from '../plan/comparable.ts';
import { fieldChanges } from '../plan/field-changes.ts';
import { withOpenModels } from '../plan/open-to-all.ts';
import type { Action, FieldChange } from '../plan/plan.ts';

/** Where an event is known from: the gateway's own audit log, two pulls that found different states, a push of ours. */
export const EVENT_SOURCES = ['gateway', 'snapshots', 'push'] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

/** Something an administrator did to a node. */
export interface AdminEvent {
  /** ISO 8601, UTC. For `snapshots` the later pull: it happened by then, and after {@link AdminEvent.after}. */
  readonly at: string;
  /** For `snapshots` the earlier pull, ISO 8601 UTC; null where `at` is the very time. */
  readonly after: string | null;
  readonly node: string;
  readonly source: EventSource;
  /** Who did it, as far as the source says; null where it does not. Never guessed. */
  readonly actor: string | null;
  /** `create`, `update`, `delete`, or another word of the gateway's own: `blocked`, `rotated`. */
  readonly action: string;
  /** What it was done to: one of our kinds, or the gateway's own word where it is none of them. */
  readonly kind: string;
  /** The gateway's own id; empty where it is not known. */
  readonly id: string;
  readonly name: string;
  /** What changed, or became of it, in words without secrets; empty where nothing more is known. */
  readonly detail: string;
  /** The fields that changed; empty where the source does not say. */
  readonly fields: readonly FieldChange[];
}

/** One source of a node's events, and the time it speaks of. */
export interface EventCoverage {
  readonly node: string;
  readonly source: EventSource;
  /** ISO 8601, UTC; null when it says nothing. */
  readonly from: string | null;
  readonly until: string | null;
  /** What it cannot tell, as a sentence; null when it tells everything. */
  readonly why: string | null;
}

/** The part of a snapshot that events are told from. */
export type EventState = Pick<Snapshot, 'node' | 'takenAt' | 'sections' | 'resources'>;

/**
 * What changed at a node between two of its snapshots. Things are matched by kind and id, so one that was renamed is
 * updated, and one that was made anew under an old name is deleted and created. A kind that either pull did not read
 * whole is left out: what it lacks may still be there. What the group of everybody gets or loses is told of its models.
 * Nobody is named, because a snapshot does not say who.
 */
export function eventsBetween(before: EventState, after: EventState): readonly AdminEvent[] {
  const whole = comparableKinds(before, after);
  // What is open to all is known where groups and models are.
  const seen = ({ resources }: EventState): readonly Resource[] =>
    whole.has('team') ? withOpenModels(resources) : resources;
  const was = groupByIdentity(seen(before), whole);
  const is = groupByIdentity(seen(after), whole);
  const about = { at: after.takenAt, after: before.takenAt, node: after.node };
  const events: AdminEvent[] = [];
  for (const identity of new Set([...was.keys(), ...is.keys()])) {
    for (const [old, now] of pairs(was.get(identity) ?? [], is.get(identity) ?? [])) {
      const resource = now ?? old;
      const fields = changesOf(old, now);
      const action = old === null ? 'create' : now === null ? 'delete' : 'update';
      if (resource !== null && (action !== 'update' || fields.length > 0))
        events.push(eventOf(about, action, resource, fields));
    }
  }
  return sortEvents(events);
}

/** The kinds that one of two pulls did not read whole, which {@link eventsBetween} therefore leaves out. */
export function kindsNotCompared(before: EventState, after: EventState): readonly ResourceKind[] {
  const whole = comparableKinds(before, after);
  const all = new Set([...before.sections, ...after.sections].map(({ kind }) => kind));
  return [...all].filter((kind) => isComparable({ kind }) && !whole.has(kind)).sort();
}

/** Newest first; of one instant in a fixed order. */
export function sortEvents(events: Iterable<AdminEvent>): readonly AdminEvent[] {
  const keyOf = ({ node, source, kind, name, id }: AdminEvent): string =>
    [node, source, kind, name, id].join('\0');
  return [...events]
    .map((event) => ({ event, key: keyOf(event) }))
    .sort((a, b) => compare(b.event.at, a.event.at) || compare(a.key, b.key))
    .map(({ event }) => event);
}

const SHOWN_FIELDS = 3;
const SHOWN_LENGTH = 60;

/** Changed fields in words: `budget.limit: "100" → "200", and 2 more`. */
export function describeFields(fields: readonly FieldChange[]): string {
  const shown = fields
    .slice(0, SHOWN_FIELDS)
    .map(({ path, before, after }) =>
      before === undefined && after === undefined
        ? `${path} changed`
        : `${path}: ${valueWords(before)} → ${valueWords(after)}`,
    );
  const more = fields.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function valueWords(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return 'not set';
  const text = JSON.stringify(value);
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH - 1)}…`;
}

function comparableKinds(before: EventState, after: EventState): ReadonlySet<ResourceKind> {
  const complete = ({ sections }: EventState): readonly ResourceKind[] =>
    sections.filter(({ state }) => state === 'complete').map(({ kind }) => kind);
  const second = new Set(complete(after));
  return new Set(complete(before).filter((kind) => second.has(kind) && isComparable({ kind })));
}

function groupByIdentity(
  resources: readonly Resource[],
  kinds: ReadonlySet<ResourceKind>,
): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    if (!kinds.has(resource.kind)) continue;
    const identity = `${resource.kind}\0${resource.id}`;
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, [resource]);
    else group.push(resource);
  }
  return groups;
}

/** One id on both sides is one thing, whatever it is called. Several share an id where a wildcard was expanded: then names tell. */
function pairs(
  was: readonly Resource[],
  is: readonly Resource[],
): readonly (readonly [Resource | null, Resource | null])[] {
  if (was.length <= 1 && is.length <= 1) return [[was[0] ?? null, is[0] ?? null]];
  const old = new Map(was.map((resource) => [resource.name, resource]));
  const now = new Map(is.map((resource) => [resource.name, resource]));
  return [...new Set([...old.keys(), ...now.keys()])].map(
    (name) => [old.get(name) ?? null, now.get(name) ?? null] as const,
  );
}

function changesOf(before: Resource | null, after: Resource | null): readonly FieldChange[] {
  const kind = (after ?? before)?.kind;
  if (kind === undefined) return [];
  const part = (resource: Resource | null): JsonObject => (resource === null ? {} : comparedPart(resource));
  const fields = fieldChanges(kind, part(before), part(after));
  if (before === null || after === null || before.name === after.name) return fields;
  return [{ path: 'name', before: before.name, after: after.name }, ...fields];
}

function eventOf(
  about: Pick<AdminEvent, 'at' | 'after' | 'node'>,
  action: Action,
  { kind, id, name }: Resource,
  fields: readonly FieldChange[],
): AdminEvent {
  const detail = action === 'update' ? describeFields(fields) : '';
  return { ...about, source: 'snapshots', actor: null, action, kind, id, name, detail, fields };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

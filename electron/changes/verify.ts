import type { Resource, ResourceKind } from '../../shared/fleet/snapshot.ts';
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.ts';
import { comparedPart, meaning, wholePart } from '../../shared/plan/comparable.ts';
import { fieldChanges, narrow } from '../../shared/plan/field-changes.ts';
import type { FieldChange, Operation } from '../../shared/plan/plan.ts';
import { secretNames, withoutSecrets } from '../../shared/plan/secret-references.ts';

/**
 * In which fields a node, re-read, is not what an operation wanted; empty when it is. Only fields that the
 * operation sets are looked at. In the answer `before` is what was wanted and `after` what is there.
 * @param held what is there now, null when nothing is.
 */
export function differsFromWanted(operation: Operation, held: Resource | null): readonly FieldChange[] {
  const { action, kind } = operation;
  const wanted = visible(operation);
  if (action === 'delete') return held === null ? [] : [{ path: 'name', after: held.name }];
  if (held === null) return [...fieldChanges(kind, wanted, {}), { path: 'name', before: operation.name }];
  const name: readonly FieldChange[] =
    action === 'create' && held.name !== operation.name
      ? [{ path: 'name', before: operation.name, after: held.name }]
      : [];
  return [...fieldChanges(kind, wanted, narrow(heldPart(held), wanted)), ...name];
}

/** True when a node, re-read, is as it was before the operation, as far as the operation would change it. */
export function isUntouched(operation: Operation, held: Resource | null): boolean {
  const { kind, before, action } = operation;
  if (before === undefined || held === null) return before === undefined && held === null;
  if (action === 'delete') return true;
  const wanted = visible(operation);
  return fieldChanges(kind, narrow(heldPart(before), wanted), narrow(heldPart(held), wanted)).length === 0;
}

/**
 * How a resource stands to an operation. `untouched`: as the plan found it; `done`: as wanted; `partway`: every
 * field that the operation sets is as before, as wanted or between the two, and nothing else of it moved; `moved`:
 * anything else.
 */
export type Standing = 'untouched' | 'done' | 'partway' | 'moved';

/** How a resource, re-read, stands to an operation that may have been sent. */
export function standingOf(operation: Operation, held: Resource | null): Standing {
  const { before, action, kind } = operation;
  if (differsFromWanted(operation, held).length === 0) {
    // A secret never comes back: that a new one has arrived cannot be seen.
    return action === 'update' && hasSecrets(operation) ? 'partway' : 'done';
  }
  if (before !== undefined && held !== null && movedField(before, held) === null) return 'untouched';
  if (isUntouched(operation, held) && held === null) return 'untouched';
  if (held === null || action === 'delete') return 'moved';
  // Of what a create has made, any field may be as the gateway fills it in.
  if (before === undefined) return held.name === operation.name ? 'partway' : 'moved';
  const wanted = visible(operation);
  const isOther = held.name !== before.name || (held.id !== before.id && !VERSIONED.has(kind));
  const isBetween = between(kind, [], heldPart(before), wanted, heldPart(held));
  return !isOther && isBetween && restIsSame(operation, before, held) ? 'partway' : 'moved';
}

/** Kinds of which a change makes a new version, with an id of its own (LiteLLM 1.106.2). */
const VERSIONED: ReadonlySet<ResourceKind> = new Set<ResourceKind>(['guardrailPolicy']);

/** True when an operation writes a secret. */
export function hasSecrets({ wanted }: Operation): boolean {
  return secretNames(wanted).length > 0;
}

/** The first field in which a resource is not as a plan found it, in words; null when it is. */
export function movedField(before: Resource, held: Resource): string | null {
  if (held.name !== before.name) return `it is called "${held.name}" now`;
  const [made, seen] = [madeAt(before), madeAt(held)];
  // Routes differ in how they round.
  if (made !== null && seen !== null && Math.abs(made - seen) > 1000) return 'it was deleted and made anew';
  const planned = comparedPart(before);
  const [field] = fieldChanges(before.kind, planned, narrow(comparedPart(held), planned));
  return field === undefined ? null : `${field.path} changed`;
}

/**
 * When a resource was made, milliseconds since 1970, where its gateway says; it never changes while it exists. Some
 * routes of LiteLLM (1.81.13, 1.106.2) leave out the zone, which is UTC.
 */
export function madeAt({ observed }: Resource): number | null {
  const text = observed['created_at'];
  if (typeof text !== 'string') return null;
  const time = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? null : time;
}

/** What an operation wants, but for secrets: they cannot be compared. */
function visible({ wanted = {} }: Operation): JsonObject {
  return withoutSecrets(wanted);
}

/** A create may want an id. */
function heldPart(held: Resource): JsonObject {
  return { id: held.id, ...wholePart(held) };
}

function between(
  kind: ResourceKind,
  path: readonly string[],
  before: JsonValue | undefined,
  wanted: JsonValue,
  held: JsonValue | undefined,
): boolean {
  const meant = (value: JsonValue | undefined): JsonValue => meaning(kind, path, value) ?? null;
  const [was, want, is] = [meant(before), meant(wanted), meant(held)];
  if ([was, want].some((value) => canonicalJson(value) === canonicalJson(is))) return true;
  if (isJsonObject(wanted)) {
    const [left, right] = [isJsonObject(before) ? before : {}, isJsonObject(held) ? held : {}];
    return Object.entries(wanted).every(([key, value]) =>
      between(kind, [...path, key], left[key], value, right[key]),
    );
  }
  return Array.isArray(want) && Array.isArray(is) && isBetweenLists(Array.isArray(was) ? was : [], want, is);
}

/** Each item of a list is added or taken away by a call of its own. */
function isBetweenLists(
  was: readonly JsonValue[],
  want: readonly JsonValue[],
  is: readonly JsonValue[],
): boolean {
  const texts = (list: readonly JsonValue[]) => new Set(list.map((item) => canonicalJson(item)));
  const [before, after, now] = [texts(was), texts(want), texts(is)];
  return (
    [...now].every((item) => before.has(item) || after.has(item)) &&
    [...before].every((item) => !after.has(item) || now.has(item))
  );
}

/** What the operation does not set is as it was. */
function restIsSame(operation: Operation, before: Resource, held: Resource): boolean {
  const wanted = operation.wanted ?? {};
  const rest = (resource: Resource) => without(comparedPart(resource), wanted);
  const planned = rest(before);
  return fieldChanges(operation.kind, planned, narrow(rest(held), planned)).length === 0;
}

function without(part: JsonObject, wanted: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, value]): (readonly [string, JsonValue])[] => {
      const named = wanted[key];
      if (named === undefined) return [[key, value]];
      return key === 'settings' && isJsonObject(value) && isJsonObject(named)
        ? [[key, without(value, named)]]
        : [];
    }),
  );
}

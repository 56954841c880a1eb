import type { ResourceKind } from '../fleet/snapshot.ts';
import { canonicalJson, isJsonObject, own, type JsonObject, type JsonValue } from '../json.ts';
import { meaning } from './comparable.ts';
import type { FieldChange } from './plan.ts';
import { isSameButSecrets } from './same-but-secrets.ts';

/** Which fields of two compared parts differ in meaning, sorted by path. */
export function fieldChanges(
  kind: ResourceKind,
  before: JsonObject,
  after: JsonObject,
): readonly FieldChange[] {
  return compare(kind, [], before, after).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/**
 * The part of a value that a template names. A template that says null, or a plain value, names the whole
 * of what stands there.
 */
export function narrow(value: JsonObject, template: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys(template).flatMap((key) => {
      const [held, named] = [own(value, key), own(template, key)];
      if (held === undefined) return [];
      return [[key, isJsonObject(held) && isJsonObject(named) ? narrow(held, named) : held]];
    }),
  );
}

function compare(
  kind: ResourceKind,
  path: readonly string[],
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): FieldChange[] {
  const [was, is] = [meaning(kind, path, before), meaning(kind, path, after)];
  if (spelling(was) === spelling(is) || isSameButSecrets(kind, path, before, after)) return [];
  if (opens(before, after)) {
    const [left, right] = [asObject(before), asObject(after)];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
      compare(kind, [...path, key], own(left, key), own(right, key)),
    );
  }
  return [
    {
      path: path.join('.'),
      ...(before === undefined ? {} : { before: was ?? before }),
      ...(after === undefined ? {} : { after: is ?? after }),
    },
  ];
}

/** Objects are compared field by field, also against nothing, so that each field has a line of its own. */
function opens(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  const [left, right] = [isJsonObject(before), isJsonObject(after)];
  return (left || right) && (left || isNothing(before)) && (right || isNothing(after));
}

function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null;
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function spelling(value: JsonValue | undefined): string {
  return value === undefined ? '' : canonicalJson(value);
}

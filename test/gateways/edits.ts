import { KIND_LISTS, type ResourceKind } from '../../shared/fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.ts';
import type { Action } from '../../shared/plan/plan.ts';

/** One edit of a node's resource file. */
export interface Edit {
  readonly kind: ResourceKind;
  readonly action: Action;
  readonly name: string;
  /** What the entry says after the edit, from what it said; a new one begins empty. Not for deletes. */
  readonly entry?: (before: JsonObject) => JsonObject;
  /** The first release that has the kind; every one when left out. */
  readonly since?: '1.106.2';
}

/** A resource file, read, with all edits made. Throws where an edit does not find what it changes. */
export function withEdits(file: JsonObject, edits: readonly Edit[]): JsonObject {
  return edits.reduce(withEdit, file);
}

function withEdit(file: JsonObject, { kind, action, name, entry }: Edit): JsonObject {
  const key = KIND_LISTS[kind];
  const list: readonly JsonValue[] = Array.isArray(file[key]) ? file[key] : [];
  const rows = list.filter(isJsonObject);
  const found = rows.find((row) => row['name'] === name);
  if ((found === undefined) !== (action === 'create')) {
    throw new Error(`The ${kind} "${name}" ${found === undefined ? 'is not in' : 'is already in'} the file.`);
  }
  const others = rows.filter((row) => row !== found);
  const edited = entry === undefined ? [] : [{ name, ...entry(found ?? {}) }];
  return { ...file, [key]: [...others, ...edited] };
}

/** A new entry. */
export function create(kind: ResourceKind, name: string, entry: JsonObject): Edit {
  return { kind, action: 'create', name, entry: () => entry };
}

/** An entry of which some fields say something else. */
export function change(
  kind: ResourceKind,
  name: string,
  entry: JsonObject | ((before: JsonObject) => JsonObject),
): Edit {
  const made = typeof entry === 'function' ? entry : () => entry;
  return { kind, action: 'update', name, entry: (before) => ({ ...before, ...made(before) }) };
}

/** An entry that is taken out. */
export function remove(kind: ResourceKind, name: string): Edit {
  return { kind, action: 'delete', name };
}

/** The settings of an entry with more of them. */
export function settingsWith(before: JsonObject, more: JsonObject): JsonObject {
  const { settings } = before;
  return { ...(isJsonObject(settings ?? null) ? (settings as JsonObject) : {}), ...more };
}

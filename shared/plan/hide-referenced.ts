import type { Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { HIDDEN, isHidden } from '../secrets/hidden.ts';
import { secretName } from './secret-references.ts';

/** Where a value stands in a resource as it is compared (`settings`, `metadata`, `pin`); null is any item of a list. */
export type PartPath = readonly (string | null)[];

/** Where a part that is wanted names secrets. */
export function referencedPaths(part: JsonValue): readonly PartPath[] {
  if (secretName(part) !== null) return [[]];
  const below = (step: string | null, item: JsonValue): readonly PartPath[] =>
    referencedPaths(item).map((path) => [step, ...path]);
  if (Array.isArray(part)) return part.flatMap((item: JsonValue) => below(null, item));
  return isJsonObject(part) ? Object.entries(part).flatMap(([name, item]) => below(name, item)) : [];
}

/**
 * A resource of a node without what its file names by reference: some gateways tell it again in clear. `values` are the
 * texts that stood there.
 */
export function hideReferenced(
  resource: Resource,
  paths: readonly PartPath[],
): { readonly resource: Resource; readonly values: readonly string[] } {
  if (paths.length === 0) return { resource, values: [] };
  const values: string[] = [];
  const hide = (part: JsonObject, own: readonly PartPath[]): JsonObject =>
    own.reduce<JsonValue>((current, path) => hideAt(current, path, values), part) as JsonObject;
  const ofFields = paths.filter(([first]) => first !== 'settings');
  const ofSettings = paths.filter(([first]) => first === 'settings').map((path) => path.slice(1));
  return {
    resource: {
      ...resource,
      fields: hide(resource.fields, ofFields),
      settings: hide(resource.settings, ofSettings),
      // What the gateway fills in by itself stands under the names of settings.
      observed: hide(resource.observed, ofSettings),
    },
    values,
  };
}

function hideAt(value: JsonValue, path: PartPath, values: string[]): JsonValue {
  const [step, ...rest] = path;
  if (step === undefined) return hideWhole(value, values);
  if (step === null)
    return Array.isArray(value) ? value.map((item: JsonValue) => hideAt(item, rest, values)) : value;
  if (!isJsonObject(value) || !Object.hasOwn(value, step)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === step ? hideAt(item, rest, values) : item]),
  );
}

/** An empty value says that none is set. */
function hideWhole(value: JsonValue, values: string[]): JsonValue {
  if (value === null || value === '') return value;
  collect(value, values);
  return HIDDEN;
}

function collect(value: JsonValue, values: string[]): void {
  if (typeof value === 'string') {
    if (!isHidden(value)) values.push(value);
  } else if (typeof value === 'number') values.push(String(value));
  else if (Array.isArray(value)) value.forEach((item: JsonValue) => collect(item, values));
  else if (isJsonObject(value)) Object.values(value).forEach((item) => collect(item, values));
}

/** Any value that JSON can carry. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** True for objects, false for arrays, null and scalars. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an object holds under a key of its own; a gateway may call a field `constructor`. */
export function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** True for equal values, whatever the order of an object's keys; lists keep theirs. */
export function equalJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  if (left === null || right === null || left === undefined || right === undefined) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item: JsonValue, index) => equalJson(item, right[index]))
    );
  }
  return equalObjects(left as JsonObject, right as JsonObject);
}

/** Written with loops: it runs for each of a large node's resources. */
function equalObjects(left: JsonObject, right: JsonObject): boolean {
  let count = 0;
  for (const key in left) {
    count += 1;
    const item = right[key];
    if (item === undefined || !equalJson(left[key], item)) return false;
  }
  for (const _key in right) count -= 1;
  return count === 0;
}

/**
 * One spelling for equal values: object keys sorted, no spaces. Used for hashing and for comparing,
 * so that the order in which a gateway happens to list its fields is never a difference.
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonicalJson(item)).join(',')}]`;
  if (isJsonObject(value)) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value);
}

import { isJsonObject, type JsonValue } from '../json.ts';

/**
 * The keys that a dotted path names. A key may hold dots itself (`gpt-4.1`): of the keys that one of the places holds
 * (the first place that has one counts), the longest that the path can mean is taken; what none holds ends at its dot.
 */
export function keysOfPath(path: string, places: readonly (JsonValue | undefined)[]): readonly string[] {
  const keys: string[] = [];
  let parts = path.split('.');
  let held = places;
  while (parts.length > 0) {
    const length = lengthOfKey(parts, held);
    const key = parts.slice(0, length).join('.');
    keys.push(key);
    parts = parts.slice(length);
    held = held.map((place) => (holds(place, key) ? place[key] : undefined));
  }
  return keys;
}

function lengthOfKey(parts: readonly string[], places: readonly (JsonValue | undefined)[]): number {
  for (const place of places) {
    for (let length = parts.length; length > 0; length -= 1) {
      if (holds(place, parts.slice(0, length).join('.'))) return length;
    }
  }
  return 1;
}

function holds(place: JsonValue | undefined, key: string): place is { readonly [name: string]: JsonValue } {
  return place !== undefined && isJsonObject(place) && Object.hasOwn(place, key);
}

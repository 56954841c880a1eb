import { WANTED_KINDS } from '../fleet/neutral-fields.ts';
import type { Resource, ResourceKind } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { renderState } from '../plan/render-state.ts';
import { holdsHidden } from '../plan/writable.ts';

/**
 * What a node holds as a resource file that wants just that: only what can be written there (not what a config file
 * owns or the gateway made itself), without hidden values. An id stands where the name alone would not tell which one
 * is meant. Planning with the file right after changes nothing.
 * @param kinds only these; all when left out.
 */
export function renderResourceFile(resources: readonly Resource[], kinds?: readonly ResourceKind[]): string {
  const chosen = resources.filter(
    ({ kind, owner }) =>
      owner === 'database' && WANTED_KINDS.includes(kind) && (kinds === undefined || kinds.includes(kind)),
  );
  const names = new Map<string, number>();
  for (const { kind, name } of resources) {
    names.set(`${kind}\0${name}`, (names.get(`${kind}\0${name}`) ?? 0) + 1);
  }
  const isShared = ({ kind, name }: Resource) => (names.get(`${kind}\0${name}`) ?? 0) > 1;
  const body = renderState(chosen.map(withoutHidden), (resource) =>
    isShared(resource) ? { id: resource.id } : {},
  );
  return `version: 1\n${body}`;
}

function withoutHidden(resource: Resource): Resource {
  return { ...resource, fields: strip(resource.fields), settings: strip(resource.settings) };
}

function strip(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): (readonly [string, JsonValue])[] => {
      if (isJsonObject(item)) return [[key, strip(item)]];
      return holdsHidden(item) ? [] : [[key, item]];
    }),
  );
}

import { WANTED_KINDS } from '../fleet/neutral-fields.ts';
import type { Resource, ResourceKind } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { renderState } from '../plan/render-state.ts';
import { escapeReferences } from '../plan/secret-references.ts';
import { holdsHidden, isHidden } from '../secrets/hidden.ts';

/**
 * What a node holds as a resource file that wants just that: only what can be written there (not what a config file
 * owns or the gateway made itself), without values of which something is hidden. A text of the gateway that looks like a
 * reference is written so that it is none (`$${X}`). An id stands where the name alone would not tell which one
 * is meant. That somebody has no role, and something no member, no budget and no limit, is written out: what a file leaves out
 * is left as it is, so that a role given or a limit set later would be no difference. Planning with the file right after changes
 * nothing.
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
  const isUnclear = ({ kind, name }: Resource) => name === '' || (names.get(`${kind}\0${name}`) ?? 0) > 1;
  const body = renderState(chosen.map(plain), (resource) => ({
    ...(isUnclear(resource) ? { id: resource.id } : {}),
    ...absences(resource.fields),
  }));
  return `version: 1\n${body}`;
}

/** What is wanted by being absent: power over the node, what may be used, and what holds somebody back. */
const TOLD_ABSENT: ReadonlySet<string> = new Set([
  'roles',
  'members',
  'owners',
  'admins',
  'keyManagers',
  'toolSources',
  'tariffs',
  'budget',
  'requestsPerMinute',
  'tokensPerMinute',
]);

/** Such fields where the node says that there is nothing, as it says it: null or []. */
function absences(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) =>
        TOLD_ABSENT.has(name) && (value === null || (Array.isArray(value) && value.length === 0)),
    ),
  );
}

function plain(resource: Resource): Resource {
  const part = (value: JsonObject): JsonObject => escapeReferences(strip(value)) as JsonObject;
  return { ...resource, fields: part(named(resource.fields)), settings: part(resource.settings) };
}

/** What a call pays follows from the tariffs where a gateway has them: said twice, it would have to be changed twice. */
function named({ inputPrice, outputPrice, ...fields }: JsonObject): JsonObject {
  const priced = {
    ...(inputPrice === undefined ? {} : { inputPrice }),
    ...(outputPrice === undefined ? {} : { outputPrice }),
  };
  return Array.isArray(fields['tariffs']) ? fields : { ...priced, ...fields };
}

function strip(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): (readonly [string, JsonValue])[] => {
      if (isHidden(key)) return [];
      if (isJsonObject(item)) return [[key, strip(item)]];
      return holdsHidden(item) ? [] : [[key, item]];
    }),
  );
}

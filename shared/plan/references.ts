import type { ResourceKind } from '../fleet/snapshot.ts';
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** Who can be a member and own keys: in Doubleword organizations, too, act as users (dwctl 10.13.1). */
const PERSONS: readonly ResourceKind[] = ['user', 'organization'];

/** Neutral fields that name other resources by their ids, and the kinds that these may be of. */
const REFERENCES: Readonly<Partial<Record<ResourceKind, Readonly<Record<string, readonly ResourceKind[]>>>>> =
  {
    team: { members: PERSONS, memberBudgets: PERSONS },
    key: { team: ['team'], user: PERSONS },
    accessGroup: { teams: ['team'], keys: ['key'] },
    organization: { owners: ['user'], admins: ['user'], members: ['user'], keyManagers: ['user'] },
    webhook: { user: PERSONS },
    grant: { user: PERSONS },
  };

/** The kinds of what a neutral field of a kind names by ids; none for a field that names nothing. */
export function referredKinds(kind: ResourceKind, field: string): readonly ResourceKind[] {
  return REFERENCES[kind]?.[field] ?? [];
}

/** The id that a name stands for; undefined where it stands for none, or for several. */
export type IdOf = (kind: ResourceKind, name: string) => string | undefined;

/**
 * Fields in which what is named by name is named by id instead; the same object when nothing is. People write names,
 * gateways take ids, and LiteLLM takes any text for one (recorded: key-generate-ghost-team of 1.106.2).
 */
export function withIds(kind: ResourceKind, fields: JsonObject, idOf: IdOf): JsonObject {
  const references = Object.entries(REFERENCES[kind] ?? {}).filter(([field]) => Object.hasOwn(fields, field));
  const mapped = references.flatMap(([field, targets]): (readonly [string, JsonValue])[] => {
    const value = fields[field] ?? null;
    const named = idsIn(value, (name) => onlyId(targets, name, idOf));
    return named === value ? [] : [[field, named]];
  });
  return mapped.length === 0 ? fields : { ...fields, ...Object.fromEntries(mapped) };
}

/** Undefined also where two of the kinds have something by that name. */
function onlyId(kinds: readonly ResourceKind[], name: string, idOf: IdOf): string | undefined {
  const ids = kinds.flatMap((kind) => idOf(kind, name) ?? []);
  return ids.length === 1 ? ids[0] : undefined;
}

function idsIn(value: JsonValue, idOf: (name: string) => string | undefined): JsonValue {
  if (typeof value === 'string') return idOf(value) ?? value;
  if (isJsonObject(value)) return keysIn(value, idOf);
  if (!Array.isArray(value)) return value;
  const ids = value.map((item: JsonValue) => (typeof item === 'string' ? (idOf(item) ?? item) : item));
  if (ids.every((id, index) => id === value[index])) return value;
  return [...new Map(ids.map((id) => [canonicalJson(id), id]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, id]) => id);
}

/** A mapping by names, of which each stands for an id. */
function keysIn(value: JsonObject, idOf: (name: string) => string | undefined): JsonObject {
  const names = Object.keys(value);
  if (names.every((name) => (idOf(name) ?? name) === name)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [idOf(name) ?? name, item]));
}

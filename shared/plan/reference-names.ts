import type { Resource, ResourceKind } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { FieldChange, ResourceChange } from './plan.ts';
import { referredKinds } from './references.ts';

/** Names of resources by kind and id. */
export type ReferenceNames = Readonly<Partial<Record<ResourceKind, Readonly<Record<string, string>>>>>;

/**
 * The names of all that changes refer to by ids, as far as it is known: for words, while what is compared and written are
 * the ids. Where several of a kind have a name, the id stands beside it; what has none goes by its id. Pure.
 * @param states where to look, the first that has it wins.
 */
export function referenceNames(
  changes: readonly Pick<ResourceChange, 'kind' | 'fields'>[],
  states: readonly (readonly Resource[])[],
): ReferenceNames {
  const kinds = new Set(
    changes.flatMap(({ kind, fields }) => fields.flatMap(({ path }) => referredKinds(kind, topOf(path)))),
  );
  if (kinds.size === 0) return {};
  const asked = new Set(changes.flatMap(({ fields }) => fields.flatMap(textsOf)));
  return Object.fromEntries(
    [...kinds].map((kind) => [kind, namesOfKind(kind, states, (id) => asked.has(id))] as const),
  );
}

/** A name where one alone has it, with its id where several do; the id where there is no name. */
export function namesOfKind(
  kind: ResourceKind,
  states: readonly (readonly Resource[])[],
  isAsked: (id: string) => boolean,
): Readonly<Record<string, string>> {
  const byId = new Map<string, string>();
  for (const state of states)
    for (const one of state) if (one.kind === kind && !byId.has(one.id)) byId.set(one.id, one.name);
  const times = new Map<string, number>();
  for (const name of byId.values()) times.set(name, (times.get(name) ?? 0) + 1);
  return Object.fromEntries(
    [...byId].flatMap(([id, name]) =>
      !isAsked(id) || name.trim() === '' || name === id
        ? []
        : [[id, times.get(name) === 1 ? name : `${name} (${id})`]],
    ),
  );
}

/** The fields of a change with names in place of ids. Pure. */
export function withNames(
  kind: ResourceKind,
  fields: readonly FieldChange[],
  names: ReferenceNames,
): readonly FieldChange[] {
  return fields.map((field) => {
    const kinds = referredKinds(kind, topOf(field.path));
    if (kinds.length === 0) return field;
    const nameOf = (id: string): string =>
      kinds.map((one) => names[one]?.[id]).find((name) => name !== undefined) ?? id;
    const { path, before, after } = field;
    return {
      path: namedPath(path, nameOf),
      ...(before === undefined ? {} : { before: named(before, nameOf) }),
      ...(after === undefined ? {} : { after: named(after, nameOf) }),
    };
  });
}

function named(value: JsonValue, nameOf: (id: string) => string): JsonValue {
  if (typeof value === 'string') return nameOf(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => named(item, nameOf));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([id, item]) => [nameOf(id), item]));
}

/** `memberBudgets.ID.limit`: an id may hold dots itself. */
function namedPath(path: string, nameOf: (id: string) => string): string {
  const [top = '', ...rest] = path.split('.');
  for (let length = rest.length; length > 0; length -= 1) {
    const id = rest.slice(0, length).join('.');
    if (nameOf(id) !== id) return [top, nameOf(id), ...rest.slice(length)].join('.');
  }
  return path;
}

/** Every text of a field that may be an id. */
function textsOf({ path, before = null, after = null }: FieldChange): readonly string[] {
  const [, ...rest] = path.split('.');
  const inPath = rest.map((_, index) => rest.slice(0, index + 1).join('.'));
  return [...inPath, ...textsIn(before), ...textsIn(after)];
}

function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => textsIn(item));
  return isJsonObject(value) ? Object.keys(value) : [];
}

function topOf(path: string): string {
  return path.split('.')[0] ?? path;
}

import { isJsonObject, own, type JsonObject, type JsonValue } from '../json.ts';

/** A word that may be written somewhere, and what it means. */
export interface SchemaWord {
  readonly word: string;
  readonly kind: 'key' | 'value';
  readonly description: string | null;
}

/** The schemas that a JSON Schema has for what stands at a path; several where it leaves a choice. */
export function schemasAt(schema: JsonObject, path: readonly (string | number)[]): readonly JsonObject[] {
  let found = choices(schema);
  for (const part of path) found = found.flatMap((one) => below(one, part)).flatMap(choices);
  return found;
}

/** What is said of what stands at a path; null where nothing is. */
export function describedAt(schema: JsonObject, path: readonly (string | number)[]): string | null {
  const [last, ...rest] = path.toReversed();
  if (last === undefined) return null;
  const holders = schemasAt(schema, rest.toReversed());
  for (const part of holders.flatMap((holder) => below(holder, last))) {
    const description = own(part, 'description');
    if (typeof description === 'string') return description;
  }
  return null;
}

/** The keys that may be written into a mapping, in the order of the schema. */
export function keysAt(schema: JsonObject, path: readonly (string | number)[]): readonly SchemaWord[] {
  const words = new Map<string, SchemaWord>();
  for (const part of schemasAt(schema, path)) {
    const properties = own(part, 'properties');
    if (!isJsonObject(properties)) continue;
    for (const [word, property] of Object.entries(properties)) {
      const description = isJsonObject(property) ? property['description'] : undefined;
      if (words.has(word)) continue;
      words.set(word, {
        word,
        kind: 'key',
        description: typeof description === 'string' ? description : null,
      });
    }
  }
  return [...words.values()];
}

/** The values that a schema names for a place: its choices and examples. */
export function valuesAt(schema: JsonObject, path: readonly (string | number)[]): readonly SchemaWord[] {
  const words = new Set<string>();
  for (const part of schemasAt(schema, path)) {
    const named: readonly (JsonValue | undefined)[] = [
      own(part, 'const'),
      ...listOf(own(part, 'enum')),
      ...listOf(own(part, 'examples')),
      ...(own(part, 'type') === 'boolean' ? [true, false] : []),
      ...(own(part, 'type') === 'null' ? ['null'] : []),
    ];
    for (const value of named) if (typeof value !== 'object' && value !== undefined) words.add(String(value));
  }
  return [...words].map((word) => ({ word, kind: 'value', description: null }));
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** A schema with its alternatives, however deep they stand. */
function choices(schema: JsonObject): readonly JsonObject[] {
  const inner = listOf(own(schema, 'anyOf')).filter(isJsonObject);
  return [schema, ...inner.flatMap(choices)];
}

function below(schema: JsonObject, part: string | number): readonly JsonObject[] {
  if (typeof part === 'number') return objects(own(schema, 'items'));
  const properties = own(schema, 'properties');
  const property = isJsonObject(properties) ? own(properties, part) : undefined;
  return property === undefined ? objects(own(schema, 'additionalProperties')) : objects(property);
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return isJsonObject(value) ? [value] : [];
}

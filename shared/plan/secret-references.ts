import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** `${PROVIDER_KEY}`, and nothing else in the text. */
const REFERENCE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/** The name of the secret that a text stands for; null for every other text. */
export function secretName(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? (REFERENCE.exec(value)?.[1] ?? null) : null;
}

/** The names of all secrets in a value, sorted, each once. */
export function secretNames(value: JsonValue | undefined): readonly string[] {
  const names = new Set<string>();
  const walk = (part: JsonValue | undefined): void => {
    const name = secretName(part);
    if (name !== null) names.add(name);
    else if (Array.isArray(part)) part.forEach((item: JsonValue) => walk(item));
    else if (isJsonObject(part ?? null)) Object.values(part as JsonObject).forEach(walk);
  };
  walk(value);
  return [...names].sort();
}

/**
 * A value without its secrets, for comparing: no gateway gives a secret back, so whether one differs cannot be
 * seen. What is left empty by it is left out too.
 */
export function withoutSecrets(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): (readonly [string, JsonValue])[] => {
      if (secretName(item) !== null) return [];
      if (!isJsonObject(item)) return [[key, item]];
      const rest = withoutSecrets(item);
      return Object.keys(rest).length === 0 && Object.keys(item).length > 0 ? [] : [[key, rest]];
    }),
  );
}

/** A value with its secrets put in. `lookup` throws when it has none of that name. */
export function fillSecrets(value: JsonValue, lookup: (name: string) => string): JsonValue {
  const name = secretName(value);
  if (name !== null) return lookup(name);
  if (Array.isArray(value)) return value.map((item: JsonValue) => fillSecrets(item, lookup));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillSecrets(item, lookup)]));
}

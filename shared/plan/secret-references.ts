import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/**
 * How a plan spells a secret: only what a person's own file says becomes this. What a gateway says in this form is
 * hidden when it is read, so that nobody who may write a text into a gateway can have a secret filled in there.
 */
const REFERENCE = /^‹secret:([A-Za-z_][A-Za-z0-9_]*)›$/;

/** How a resource file spells one: `${PROVIDER_KEY}`, and nothing else in the text. `$${X}` is the plain text `${X}`. */
const WRITTEN = /^(\$+)\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/** The text that stands for a secret in what is wanted. */
export function secretReference(name: string): string {
  return `‹secret:${name}›`;
}

/** The name of the secret that a text of what is wanted stands for; null for every other text. */
export function secretName(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? (REFERENCE.exec(value)?.[1] ?? null) : null;
}

/** The name of the secret that a text of a resource file stands for; null for every other text. */
export function writtenSecretName(text: string): string | null {
  const [, dollars, name] = WRITTEN.exec(text) ?? [];
  return dollars === '$' ? (name ?? null) : null;
}

/** A value of a resource file with its `${NAME}` as references, and its `$${NAME}` as the text `${NAME}`. */
export function readReferences(value: JsonValue): JsonValue {
  return mapTexts(value, (text) => {
    const name = writtenSecretName(text);
    if (name !== null) return secretReference(name);
    return WRITTEN.test(text) ? text.slice(1) : text;
  });
}

/** A plain value so that {@link readReferences} gives it back: none of its texts is taken for a reference. */
export function escapeReferences(value: JsonValue): JsonValue {
  return mapTexts(value, (text) => (WRITTEN.test(text) ? `$${text}` : text));
}

/** A value as people read it: references as `${NAME}`. */
export function showReferences(value: JsonValue): JsonValue {
  return fillSecrets(value, (name) => `\${${name}}`);
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
 * seen. What is left empty by it is left out too. Lists stay whole: they are compared item by item.
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
  return mapTexts(value, (text) => {
    const name = secretName(text);
    return name === null ? text : lookup(name);
  });
}

function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => mapTexts(item, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}

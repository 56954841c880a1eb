import type { ResourceKind } from '../fleet/snapshot.ts';
import { canonicalJson, isJsonObject, type JsonValue } from '../json.ts';
import { keepsOrder, meaning } from './comparable.ts';
import { secretName, secretNames } from './secret-references.ts';

/**
 * True for two lists of which one writes secrets, and which mean the same beside them: whether a secret differs cannot
 * be seen, because no gateway gives one back. Items are paired by their place, or, where order means nothing, with the
 * first that means the same.
 */
export function isSameButSecrets(
  kind: ResourceKind,
  path: readonly string[],
  left: JsonValue | undefined,
  right: JsonValue | undefined,
): boolean {
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
  if (secretNames(left).length === 0 && secretNames(right).length === 0) return false;
  const isSame = (one: JsonValue, other: JsonValue): boolean => {
    const spelled = withoutEither(one, other).map((side) =>
      canonicalJson(meaning(kind, [...path, '0'], side) ?? null),
    );
    return spelled[0] === spelled[1];
  };
  const [items, rest]: [readonly JsonValue[], JsonValue[]] = [left, [...right]];
  if (keepsOrder(kind, path)) return items.every((item, index) => isSame(item, rest[index] ?? null));
  return items.every((item) => {
    const found = rest.findIndex((other) => isSame(item, other));
    if (found !== -1) rest.splice(found, 1);
    return found !== -1;
  });
}

/** Both sides without what is a secret on one of them. */
function withoutEither(left: JsonValue, right: JsonValue): readonly [JsonValue, JsonValue] {
  if (secretName(left) !== null || secretName(right) !== null) return [null, null];
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    const pairs = left.map((item: JsonValue, index) =>
      withoutEither(item, (right[index] ?? null) as JsonValue),
    );
    return [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return [left, right];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const of = (side: typeof left, name: string): JsonValue =>
    (Object.hasOwn(side, name) ? side[name] : null) ?? null;
  const pairs = names.map((name) => [name, withoutEither(of(left, name), of(right, name))] as const);
  return [
    Object.fromEntries(pairs.map(([name, [one]]) => [name, one])),
    Object.fromEntries(pairs.map(([name, [, other]]) => [name, other])),
  ];
}

import type { JsonValue } from '../json.ts';

const DEPTH_LIMIT = 200;

/**
 * A parsed YAML value as JSON: whole numbers beyond 2^53 become decimal text, so that nothing is rounded;
 * numbers JSON lacks (`.inf`) become text. Throws on values nested more than 200 deep, or in themselves.
 */
export function toJson(value: unknown, depth = 0): JsonValue {
  if (depth > DEPTH_LIMIT) throw new RangeError('nested too deeply');
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object':
      if (value === null) return null;
      if (value instanceof Uint8Array) return '(binary)';
      if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1));
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item, depth + 1)]));
    default:
      return null;
  }
}

import { isJsonObject, type JsonValue } from '../json.ts';

/**
 * What stands where a secret stood: for a whole text, or for a part of one. No gateway writes it by itself, so a text
 * that contains it is one that was changed for reading, and must never be written back.
 */
export const HIDDEN = '‹hidden›';

/** What older snapshots have in place of a whole text. */
const HIDDEN_ONCE = '***';

/** True for a text of which something is hidden. */
export function isHidden(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && (value === HIDDEN_ONCE || value.includes(HIDDEN));
}

/** True when something in a value is hidden, also the name of a field. */
export function holdsHidden(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return isHidden(value);
  if (Array.isArray(value)) return value.some((item: JsonValue) => holdsHidden(item));
  return (
    isJsonObject(value) && Object.entries(value).some(([name, item]) => isHidden(name) || holdsHidden(item))
  );
}

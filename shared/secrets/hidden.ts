import { isJsonObject, type JsonValue } from '../json.ts';

/**
 * What stands where a secret stood: for a whole text, or for a part of one. No gateway writes it by itself, so a text
 * that contains it is one that was changed for reading, and must never be written back.
 */
export const HIDDEN = '‹hidden›';

/** What older snapshots have in place of a whole text, of who is named in an address, and of the end of one. */
const HIDDEN_ONCE = /^\*{3}$|:\/\/\*{3}@|:\/\/.*\/\*{3}$/;

/** True for a text of which something is hidden. */
export function isHidden(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && (value.includes(HIDDEN) || HIDDEN_ONCE.test(value));
}

/** True when something in a value is hidden, also the name of a field. */
export function holdsHidden(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return isHidden(value);
  if (Array.isArray(value)) return value.some((item: JsonValue) => holdsHidden(item));
  return (
    isJsonObject(value) && Object.entries(value).some(([name, item]) => isHidden(name) || holdsHidden(item))
  );
}

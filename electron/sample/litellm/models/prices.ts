import type { ValueObject } from '../python.ts';
import { PRICE_FIELDS_BEFORE } from './price-fields.ts';
import { PRICE_TABLE, PRICES_BEFORE } from './price-table.ts';

const KNOWN_BEFORE = new Set([...PRICE_FIELDS_BEFORE, 'litellm_provider']);

/**
 * The price entry of a target such as `openai/gpt-4o`, looked up by the whole target and then without the
 * provider, with its fields named as LiteLLM names them. Undefined when the table has none.
 */
export function findPrice(
  target: string,
  older = false,
): { readonly key: string; readonly fields: ValueObject } | undefined {
  const key = [target, target.slice(target.indexOf('/') + 1)].find((name) =>
    Object.hasOwn(PRICE_TABLE, name),
  );
  const fields = key === undefined ? undefined : PRICE_TABLE[key];
  if (key === undefined || fields === undefined) return undefined;
  if (!older) return { key, fields };
  const kept = Object.entries(fields).filter(([name]) => KNOWN_BEFORE.has(name));
  return { key, fields: { ...Object.fromEntries(kept), ...PRICES_BEFORE[key] } };
}

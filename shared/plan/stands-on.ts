import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { levelOf } from './order.ts';
import type { Operation } from './plan.ts';

/**
 * True when an operation needs another one of its node to have ended as wanted: it comes later in the order of kinds,
 * and one of the two names what the other writes, by name or id. A text that happens to be equal counts, too: rather
 * one operation too many is held back than one too few.
 */
export function standsOn(operation: Operation, other: Operation): boolean {
  if (operation.node !== other.node || levelOf(other) >= levelOf(operation)) return false;
  return namesAny(operation, namesOf(other)) || namesAny(other, namesOf(operation));
}

/** True when a value has one of the texts in it, whole. */
export function mentions(value: JsonValue | undefined, texts: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return texts.has(value);
  if (Array.isArray(value)) return value.some((item: JsonValue) => mentions(item, texts));
  return isJsonObject(value) && Object.values(value).some((item) => mentions(item, texts));
}

function namesOf({ name, resourceId, wanted }: Operation): ReadonlySet<string> {
  const id = resourceId ?? wanted?.['id'];
  return new Set([name, ...(typeof id === 'string' ? [id] : [])]);
}

function namesAny({ wanted, before }: Operation, names: ReadonlySet<string>): boolean {
  const held: JsonObject | undefined =
    before === undefined ? undefined : { fields: before.fields, settings: before.settings };
  return mentions(wanted, names) || mentions(held, names);
}

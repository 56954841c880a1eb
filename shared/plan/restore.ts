import type { ResourceKind } from '../fleet/snapshot.ts';
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { holdsHidden } from '../secrets/hidden.ts';
import { meaning } from './comparable.ts';
import { secretNames } from './secret-references.ts';

/** What sets back the fields that an operation set, and what cannot be set back, by path. */
export interface Restored {
  readonly wanted: JsonObject;
  /** Set by somebody else since: not ours to take back. */
  readonly others: readonly string[];
  /** Secrets were there, which nobody gives back. */
  readonly secrets: readonly string[];
}

/** Three states of the same fields: before the operation, as it wanted them, and as they are now. */
interface Sides {
  readonly before: JsonValue | undefined;
  readonly wanted: JsonValue;
  readonly now: JsonValue | undefined;
}

/**
 * Works out what an update has to set so that its fields are again as they were. Of lists it takes out what it had put
 * in and puts in what it had taken out, so that what others did to the list meanwhile stays. Null: nothing was set.
 * @param isWhole the operation ended as wanted; a field that is otherwise now was set by somebody else. When it ended
 * half-way, that cannot be told, and every field is set back.
 */
export function restoreFields(
  kind: ResourceKind,
  before: JsonObject,
  wanted: JsonObject,
  now: JsonObject,
  isWhole: boolean,
): Restored {
  const others: string[] = [];
  const secrets: string[] = [];

  function walk(path: readonly string[], sides: Sides): JsonValue | undefined {
    const { before: was, wanted: set, now: is } = sides;
    // A budget is written whole; the gateway's own settings and what members have are taken apart.
    if (isTakenApart(path) && isJsonObject(set) && isJsonObject(was)) {
      const held = isJsonObject(is) ? is : {};
      const entries = Object.entries(set).flatMap(([key, value]): (readonly [string, JsonValue])[] => {
        const restored = walk([...path, key], { before: was[key], wanted: value, now: held[key] });
        return restored === undefined ? [] : [[key, restored]];
      });
      return entries.length === 0 ? undefined : Object.fromEntries(entries);
    }
    if (secretNames(set).length > 0 || secretNames(was).length > 0 || holdsHidden(was)) {
      secrets.push(path.join('.'));
      return undefined;
    }
    const text = (value: JsonValue | undefined) => canonicalJson(meaning(kind, path, value) ?? null);
    if (text(is) === text(was)) return undefined;
    const merged = mergeLists(sides);
    if (merged !== undefined) return text(merged) === text(is) ? undefined : merged;
    if (isWhole && text(is) !== text(set)) {
      others.push(path.join('.'));
      return undefined;
    }
    return was ?? null;
  }

  const entries = Object.entries(wanted).flatMap(([key, set]): (readonly [string, JsonValue])[] => {
    const restored = walk([key], { before: before[key], wanted: set, now: now[key] });
    return restored === undefined ? [] : [[key, restored]];
  });
  return { wanted: Object.fromEntries(entries), others, secrets };
}

function isTakenApart(path: readonly string[]): boolean {
  return path[0] === 'settings' || (path[0] === 'memberBudgets' && path.length === 1);
}

/** Undefined where they are no lists of names, or one says "all". */
function mergeLists({ before, wanted, now }: Sides): readonly string[] | undefined {
  const [was, set, is] = [names(before), names(wanted), names(now)];
  if (was === null || set === null || is === null) return undefined;
  if ([was, set, is].some((list) => list.includes('*'))) return undefined;
  const kept = is.filter((name) => was.includes(name) || !set.includes(name));
  const back = was.filter((name) => !set.includes(name) && !kept.includes(name));
  return [...kept, ...back].sort();
}

function names(value: JsonValue | undefined): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  const texts = value.filter((item: JsonValue): item is string => typeof item === 'string');
  return texts.length === value.length ? texts : null;
}

import type { YamlPath } from '../yaml-place.ts';
import { isExactMap, type ExactMap, type ExactValue } from './exact-value.ts';

/** Variables of the environment that dwctl lays over its file: what they say, and where each of them does. */
export interface Overlay {
  readonly value: ExactMap;
  /** The variable that set a path, or a part of what stands at it; undefined for what the file says. */
  readonly variableAt: (path: YamlPath) => string | undefined;
}

const PREFIX = 'DWCTL_';
/** Read by names of their own, besides those that begin with `DWCTL_`. */
const PLAIN = new Set(['DATABASE_URL', 'DATABASE_REPLICA_URL']);

/**
 * A file with the environment over it, as dwctl 10.13.1 reads the two: `DWCTL_AUTH__NATIVE__ENABLED` is
 * `auth.native.enabled`, and any other `DWCTL_` variable is a key that it does not know. Lists and mappings in a variable
 * are taken as text.
 */
export function withEnvironment(file: ExactMap, environment: Readonly<Record<string, string>>): Overlay {
  const set = new Map<string, string>();
  let value = file;
  for (const [name, text] of Object.entries(environment)) {
    const path = pathOf(name);
    if (path === null) continue;
    set.set(path.join('.'), name);
    value = put(value, path, parse(text));
  }
  return {
    value,
    variableAt: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const name = set.get(path.slice(0, length).join('.'));
        if (name !== undefined) return name;
      }
      return undefined;
    },
  };
}

/** The variable that sets a path, as {@link withEnvironment} reads it; null for what stands in a list. */
export function variableOf(path: YamlPath): string | null {
  if (!path.every((part) => typeof part === 'string')) return null;
  const name = path.join('__').toUpperCase();
  return PLAIN.has(name) ? name : `${PREFIX}${name}`;
}

function pathOf(name: string): readonly string[] | null {
  if (PLAIN.has(name)) return [name.toLowerCase()];
  if (!name.toUpperCase().startsWith(PREFIX)) return null;
  return name.slice(PREFIX.length).toLowerCase().split('__');
}

function put(map: ExactMap, [key = '', ...rest]: readonly string[], value: ExactValue): ExactMap {
  const held = Object.hasOwn(map, key) ? map[key] : undefined;
  return { ...map, [key]: rest.length === 0 ? value : put(isExactMap(held) ? held : {}, rest, value) };
}

function parse(text: string): ExactValue {
  const word = text.trim();
  if (word === 'true' || word === 'false') return word === 'true';
  if (/^[-+]?\d{1,38}$/.test(word)) return BigInt(word);
  if (/^[-+]?\d+\.\d*(?:[eE][-+]?\d+)?$/.test(word)) return Number(word);
  const quoted = /^"(.*)"$/.exec(word);
  return quoted?.[1] ?? word;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { setInYaml } from '../../../shared/config/edit-yaml.ts';
import { readYaml } from '../../../shared/config/yaml-text.ts';
import { isJsonObject, type JsonValue } from '../../../shared/json.ts';
import { wantedValue, writtenYaml } from './written-yaml.ts';

function read(text: string): JsonValue {
  const { value, readable, findings } = readYaml(text, 'python');
  expect(readable, JSON.stringify(findings)).toBe(true);
  return value;
}

function setIn(held: JsonValue | undefined, [key, ...rest]: readonly string[], value?: JsonValue): JsonValue {
  if (key === undefined) return value ?? null;
  const object = isJsonObject(held) ? held : {};
  if (value === undefined && rest.length === 0) {
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  }
  return { ...object, [key]: setIn(object[key], rest, value) };
}

/** What stands differently in two texts: the characters between what they begin and end with alike. */
function changed(
  before: string,
  after: string,
): { readonly from: number; readonly to: number; readonly text: string } {
  let from = 0;
  while (from < before.length && before[from] === after[from]) from += 1;
  let back = 0;
  while (
    back < Math.min(before.length, after.length) - from &&
    before[before.length - 1 - back] === after[after.length - 1 - back]
  )
    back += 1;
  return { from, to: before.length - back, text: after.slice(from, after.length - back) };
}

function ownComments(text: string): number {
  return text.split('\n').filter((line) => /^\s*# (?:Our|about|the end)/.test(line)).length;
}

describe('setting a value in YAML', () => {
  it('changes that value and not a byte besides', () => {
    fc.assert(
      fc.property(writtenYaml, fc.nat(), wantedValue, ({ text, paths }, chosen, value) => {
        const path = paths[chosen % paths.length] ?? [];
        const edited = setInYaml(text, 'python', path, value);
        expect(edited, JSON.stringify({ path, value })).not.toBeNull();
        expect(read(edited ?? '')).toEqual(setIn(read(text), path, value));
        if (edited === text) return;
        const { from, to } = changed(text, edited ?? '');
        const place = readYaml(text, 'python').place(path);
        const key = readYaml(text, 'python').place(path, 'key');
        expect(from).toBeGreaterThanOrEqual(Math.min(key.to, place.from));
        expect(to).toBeLessThanOrEqual(Math.max(place.to, key.to + 1));
      }),
      { numRuns: 300 },
    );
  });

  it('puts a new key beside its siblings and takes nothing away', () => {
    fc.assert(
      fc.property(
        writtenYaml,
        fc.nat(),
        wantedValue,
        fc.boolean(),
        ({ text, paths }, chosen, value, deep) => {
          const maps = [[], ...paths].filter((path) => {
            const held = path.reduce<JsonValue | undefined>(
              (part, key) => (isJsonObject(part) ? part[key] : undefined),
              read(text),
            );
            return isJsonObject(held) || held === null;
          });
          const path = [...(maps[chosen % maps.length] ?? []), 'new.1', ...(deep ? ['deep'] : [])];
          const edited = setInYaml(text, 'python', path, value);
          expect(edited, JSON.stringify({ path, value })).not.toBeNull();
          expect(read(edited ?? '')).toEqual(setIn(read(text), path, value));
          const { from, to } = changed(text, edited ?? '');
          expect(text.slice(from, to)).toMatch(/^(?:|~|\{ *\})$/);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes a key out with its own line, and puts at most {} in its place', () => {
    fc.assert(
      fc.property(writtenYaml, fc.nat(), ({ text, paths, comments }, chosen) => {
        const path = paths[chosen % paths.length] ?? [];
        const edited = setInYaml(text, 'python', path, undefined);
        expect(edited, JSON.stringify({ path })).not.toBeNull();
        expect(read(edited ?? '')).toEqual(setIn(read(text), path));
        expect(changed(text, edited ?? '').text).toMatch(/^[{}]{0,2}$/);
        if (path.length > 0 && typeof at(read(text), path) !== 'object')
          expect(ownComments(edited ?? '')).toBe(comments);
      }),
      { numRuns: 300 },
    );
  });

  it('sets nothing that another place shares', () => {
    const text = 'base: &base { rpm: 1 }\nfirst: *base\nsecond:\n  <<: *base\n  tpm: 2\n';
    expect(setInYaml(text, 'python', ['base', 'rpm'], 5)).toBeNull();
    expect(setInYaml(text, 'python', ['first', 'rpm'], 5)).toBeNull();
    expect(setInYaml(text, 'python', ['second', 'rpm'], undefined)).toBeNull();
    // Beside what is merged in, a key of its own counts.
    expect(setInYaml(text, 'python', ['second', 'rpm'], 5)).toBe(`${text}  rpm: 5\n`);
  });

  it('sets nothing in a text that cannot be read, or where no mapping stands', () => {
    expect(setInYaml('a: [', 'python', ['a'], 1)).toBeNull();
    expect(setInYaml('a: 1\n', 'python', ['a', 'b'], 1)).toBeNull();
    expect(setInYaml('a: 1\n', 'python', ['__proto__', 'b'], 1)).toBeNull();
  });

  it('begins an empty text', () => {
    expect(setInYaml('# ours\n', 'python', ['a', 'b'], [1])).toBe('# ours\na:\n  b:\n    - 1\n');
  });
});

function at(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (part, key) => (isJsonObject(part) ? part[key] : undefined),
    value,
  );
}

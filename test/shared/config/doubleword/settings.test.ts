import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { judgeSettings } from '../../../../shared/config/doubleword/judge-settings.ts';
import { doublewordConfigSchema } from '../../../../shared/config/doubleword/settings-schema.ts';
import { SETTINGS } from '../../../../shared/config/doubleword/settings.ts';
import type { SettingType } from '../../../../shared/config/doubleword/setting-type.ts';
import { durationSeconds } from '../../../../shared/config/doubleword/durations.ts';
import type { ExactValue } from '../../../../shared/config/doubleword/exact-value.ts';
import { describedAt, keysAt, valuesAt } from '../../../../shared/config/schema-help.ts';

/** Values that dwctl takes for a type, written from its rules and not from the code under test. */
function valid(type: SettingType): fc.Arbitrary<ExactValue> {
  switch (type.kind) {
    case 'text':
      return fc.string();
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.bigInt({ min: type.min, max: type.max });
    case 'float':
      return fc.double({ noNaN: true });
    case 'decimal':
      return fc.constantFrom<ExactValue>('1.25', 0.1, 5n);
    case 'duration':
      return fc.constantFrom('30s', '24h', '1h 30m', '1.5h');
    case 'url':
    case 'origin':
      return fc.webUrl();
    case 'choice':
      return fc.constantFrom(...type.words);
    case 'list':
      return fc.array(valid(type.of), { maxLength: 2 });
    case 'map':
      return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), valid(type.of), { maxKeys: 2 });
    case 'section':
      return section(type, {});
    case 'tagged':
      return fc.oneof(
        ...Object.entries(type.variants).map(([word, one]) =>
          fc
            .tuple(section(one, { [type.tag]: word }), section(type.shared ?? { settings: {} }, {}))
            .map(([inside, besides]): ExactValue => Object.assign({}, besides, inside)),
        ),
      );
    case 'one-of':
      return fc.oneof(
        ...Object.entries(type.variants).map(([word, one]) =>
          section(one, {}).map((inside): ExactValue => ({ [word]: inside })),
        ),
      );
    case 'optional':
      return fc.option(valid(type.of));
  }
}

function section(
  type: Pick<Extract<SettingType, { kind: 'section' }>, 'settings'>,
  more: { readonly [key: string]: ExactValue },
): fc.Arbitrary<ExactValue> {
  const arbitraries = Object.fromEntries(
    Object.entries(type.settings)
      // Another name of a setting beside it.
      .filter(([key]) => key !== 'sync_workers' || !('discovery_workers' in type.settings))
      .map(([key, { type: inner }]) => [key, valid(inner)]),
  );
  const requiredKeys = Object.entries(type.settings).flatMap(([key, { required }]) =>
    required === true ? [key] : [],
  );
  return fc.record(arbitraries, { requiredKeys }).map((held) => ({ ...held, ...more }));
}

/** Every setting that is no section, with its path. */
function leaves(
  type: SettingType,
  path: readonly string[] = [],
): readonly (readonly [string[], SettingType])[] {
  if (type.kind === 'optional') return leaves(type.of, path);
  if (type.kind !== 'section') return [[[...path], type]];
  return Object.entries(type.settings).flatMap(([key, one]) => leaves(one.type, [...path, key]));
}

const LEAVES = leaves(SETTINGS);
const nested = (path: readonly string[], value: ExactValue): ExactValue =>
  path.reduceRight<ExactValue>((inside, key) => ({ [key]: inside }), value);

describe('the settings of dwctl 10.13.1', () => {
  it('take every value of their types', () => {
    fc.assert(
      fc.property(valid(SETTINGS), (file) => {
        expect(judgeSettings(SETTINGS, file)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('refuse a value of another kind, at its place', () => {
    const wrong = (type: SettingType): ExactValue =>
      type.kind === 'text' ? 5n : type.kind === 'list' ? 'x' : [];
    for (const [path, type] of LEAVES)
      expect(judgeSettings(SETTINGS, nested(path, wrong(type))).slice(0, 1), path.join('.')).toMatchObject([
        { path, rule: type.kind === 'origin' ? 'doubleword-value' : 'doubleword-type' },
      ]);
  });

  it('refuse any other key in a strict section, and nothing for it in another', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LEAVES), fc.stringMatching(/^[a-z]{3,9}_zz$/), ([path], key) => {
        const place = [...path.slice(0, -1), key];
        const faults = judgeSettings(SETTINGS, nested(place, 1n));
        const isLoose = ['image_normalizer', 'keystore'].includes(place[0] ?? '') && place.length > 1;
        if (isLoose) expect(faults.every(({ rule }) => rule === 'doubleword-missing-key')).toBe(true);
        else expect(faults.slice(0, 1)).toMatchObject([{ rule: 'doubleword-unknown-key', path: place }]);
      }),
    );
  });

  it('are in the schema that the editor completes and explains with', () => {
    const schema = doublewordConfigSchema();
    for (const [path] of LEAVES) {
      const words = keysAt(schema, path.slice(0, -1)).map(({ word }) => word);
      expect(words, path.join('.')).toContain(path.at(-1));
      expect(describedAt(schema, path)).toMatch(/\w/);
    }
    expect(valuesAt(schema, ['database', 'type']).map(({ word }) => word)).toEqual(['embedded', 'external']);
    expect(valuesAt(schema, ['auth', 'native', 'enabled']).map(({ word }) => word)).toEqual([
      'true',
      'false',
    ]);
    expect(keysAt(schema, ['email']).map(({ word }) => word)).toContain('from_email');
    expect(valuesAt(schema, ['auth', 'security', 'jwt_expiry']).map(({ word }) => word)).toContain('24h');
  });

  it('have as many keys at the top as dwctl names', () => {
    expect(Object.keys(SETTINGS.settings)).toHaveLength(34);
  });
});

describe('durationSeconds', () => {
  it.each([
    ['30m', 1800],
    ['1h 30m', 5400],
    ['1h30m', 5400],
    ['1 day', 86_400],
    ['1.5h', 5400],
    ['10ms', 0.01],
    ['2M', 5_260_032],
  ])('%s', (text, seconds) => {
    expect(durationSeconds(text)).toBeCloseTo(seconds, 9);
  });

  it.each(['', '  ', 'soon', '30', '30 ', 'm30', '-5m', '5 lightyears', '5m,3s', '1.m', 'h'])(
    '%j is none',
    (text) => {
      expect(durationSeconds(text)).toBeNull();
    },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { KNOWN_RELEASES, rulesOf } from '../../../shared/replay/litellm/release-rules.ts';
import { nearestRelease } from '../../../shared/replay/nearest-release.ts';

const RELEASES = ['1.81.13', '1.84.0', '1.110.2', '2.3.0'].map((release) => ({ release }));
const nearest = (version: string) => {
  const chosen = nearestRelease(version, RELEASES);
  return chosen === null ? null : [chosen.rules.release, chosen.exact];
};

test('a new major has the rules of the newest release before it', () => {
  for (const version of ['2.0.0', '2.1', 'v2.0.0-rc.1', '3.4.5', '10.0.0'])
    expect(rulesOf(version), version).toMatchObject({
      rules: { release: KNOWN_RELEASES.at(-1) },
      exact: false,
    });
  expect(rulesOf('0.9.0')?.rules.release).toBe(KNOWN_RELEASES[0]);
});

test('of the releases beside a version the nearer one is taken, of two as near the older', () => {
  expect(nearest('1.84.0')).toEqual(['1.84.0', true]);
  expect(nearest('v1.84.0-stable')).toEqual(['1.84.0', true]);
  expect(nearest('1.83.9')).toEqual(['1.84.0', false]);
  expect(nearest('1.97.0')).toEqual(['1.84.0', false]);
  expect(nearest('1.98.0')).toEqual(['1.110.2', false]);
  expect(nearest('1.500.0')).toEqual(['1.110.2', false]);
  expect(nearest('2.0.0')).toEqual(['2.3.0', false]);
  expect(nearest('nightly')).toBeNull();
});

test('a later version never has older rules', () => {
  const version = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 130 }), fc.nat({ max: 20 }));
  const placeOf = (numbers: readonly number[]) =>
    KNOWN_RELEASES.indexOf(rulesOf(numbers.join('.'))?.rules.release ?? '');
  fc.assert(
    fc.property(version, version, (one, other) => {
      const [first, second] = [one, other].toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
      expect(placeOf(first ?? one)).toBeLessThanOrEqual(placeOf(second ?? other));
    }),
  );
});

import { readdirSync, readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { COVERED } from './covered.ts';
import { LENIENT } from './lenient.ts';
import { OF_THE_CONFIG_FILE, UNCOVERED } from './uncovered.ts';

const FOLDER = new URL('../../../fixtures/gateways/doubleword/recorded/', import.meta.url);

/** Tests that replay further recordings by their names. */
const TESTS = ['simulator.test.ts', 'model-calls.test.ts', 'sequences.test.ts'].map((name) =>
  readFileSync(new URL(name, import.meta.url), 'utf8'),
);

const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
const replayed = new Set([
  ...COVERED,
  ...names.filter((name) => TESTS.some((text) => text.includes(`'${name}'`))),
]);

it('replays every recorded call of dwctl 10.13.1 on the simulator, or says why not', () => {
  const left = names.filter((name) => !OF_THE_CONFIG_FILE.test(name) && !replayed.has(name));
  expect(left.toSorted()).toEqual(Object.keys(UNCOVERED).toSorted());
});

it('names no recording that is not there, none twice, and gives a reason for each that it leaves out', () => {
  expect([...COVERED, ...Object.keys(UNCOVERED)].filter((name) => !names.includes(name))).toEqual([]);
  expect(COVERED.length).toBe(new Set(COVERED).size);
  for (const why of Object.values(UNCOVERED)) expect(why.length).toBeGreaterThan(10);
});

it('is lenient to recordings that it replays alone, each for a reason', () => {
  expect(Object.keys(LENIENT).filter((name) => !COVERED.includes(name))).toEqual([]);
  for (const { because } of Object.values(LENIENT)) expect(because.length).toBeGreaterThan(10);
});

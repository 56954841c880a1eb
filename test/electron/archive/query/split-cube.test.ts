import fc from 'fast-check';
import { expect, test } from 'vitest';

import { makeReport } from '../../../../electron/archive/query/cost-report.ts';
import { splitCube } from '../../../../electron/archive/query/split-cube.ts';
import type { CostCube } from '../../../../electron/archive/rollup/cost-cube.ts';
import { sumDecimal } from '../../../../shared/cost/money.ts';

const DAY = Date.UTC(2026, 9, 1) / 86_400_000;
const NAMES = { team: new Map(), key: new Map() };

/** Sums of any days, users and models, corrections below zero among them. */
const cube: fc.Arbitrary<CostCube> = fc
  .array(
    fc.record({
      user: fc.constantFrom('', 'ana', 'ben', 'org'),
      model: fc.constantFrom('m1', 'm2'),
      ok: fc.boolean(),
      day: fc.integer({ min: 0, max: 30 }),
      requests: fc.integer({ min: 0, max: 9 }),
      tokens: fc.integer({ min: 0, max: 10_000 }),
      nano: fc.bigInt({ min: -5n, max: 10n ** 15n }),
      rest: fc.oneof(fc.constant(0), fc.integer({ min: -500_000, max: 500_000 })),
    }),
    { maxLength: 30 },
  )
  .map((rows) => ({
    groups: rows.map(
      ({ user, model, ok }) => ({ teamId: '', model, key: 'k', user, ok, kind: 'model' }) as const,
    ),
    day: rows.map(({ day }) => DAY + day),
    group: rows.map((_, index) => index),
    requests: rows.map(({ requests }) => requests),
    promptTokens: rows.map(({ tokens }) => tokens),
    completionTokens: rows.map(({ tokens }) => tokens),
    unpriced: rows.map(() => 0),
    nano: rows.map(({ nano }) => nano),
    rest: rows.map(({ rest }) => rest),
  }));

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  ana: ['a', 'b', 'c'],
  ben: ['a', 'b'],
  org: ['a'],
};
const sharesOf = (user: string) => GROUPS[user] ?? [''];
const report = (of: CostCube, by: Parameters<typeof makeReport>[1], only = {}) =>
  makeReport('2026-10', by, only, new Map([['batch', of]]), NAMES, []);

test('the groups’ sums are the node’s, to the last digit and request', () => {
  fc.assert(
    fc.property(cube, (whole) => {
      const split = report(splitCube(whole, sharesOf), ['team']);
      const { total } = report(whole, ['node']);
      expect(split.total).toEqual(total);
      expect(sumDecimal(split.rows.map(({ spend }) => spend))).toBe(total.spend);
    }),
  );
});

test('by day, by user or by model, the same split adds up to the same', () => {
  fc.assert(
    fc.property(cube, (whole) => {
      const parts = splitCube(whole, sharesOf);
      const month = new Map(report(parts, ['team']).rows.map(({ teamId, spend }) => [teamId, spend]));
      for (const other of ['day', 'user', 'model'] as const) {
        const rows = report(parts, ['team', other]).rows;
        for (const [team, spend] of month)
          expect(sumDecimal(rows.filter(({ teamId }) => teamId === team).map((row) => row.spend))).toBe(
            spend,
          );
      }
      for (const user of ['ana', 'ben', 'org'])
        expect(report(parts, ['team'], { user }).total).toEqual(report(whole, ['node'], { user }).total);
    }),
  );
});

test('it does not depend on the order in which an archive holds its sums', () => {
  fc.assert(
    fc.property(cube, (whole) => {
      const turned: CostCube = {
        ...whole,
        day: whole.day.toReversed(),
        group: whole.group.toReversed(),
        requests: whole.requests.toReversed(),
        promptTokens: whole.promptTokens.toReversed(),
        completionTokens: whole.completionTokens.toReversed(),
        unpriced: whole.unpriced.toReversed(),
        nano: whole.nano.toReversed(),
        rest: whole.rest.toReversed(),
      };
      expect(report(splitCube(turned, sharesOf), ['team'])).toEqual(
        report(splitCube(whole, sharesOf), ['team']),
      );
    }),
  );
});

test('money without a request of its own is a row all the same', () => {
  const one: CostCube = {
    groups: [{ teamId: '', model: 'm1', key: '', user: 'ben', ok: true, kind: 'model' }],
    day: [DAY],
    group: [0],
    requests: [1],
    promptTokens: [3],
    completionTokens: [0],
    unpriced: [0],
    nano: [5n],
    rest: [-3],
  };
  expect(report(splitCube(one, sharesOf), ['team']).rows).toMatchObject([
    { teamId: 'a', requests: 1, promptTokens: 2, spend: '0.000000002999999' },
    { teamId: 'b', requests: 0, promptTokens: 1, spend: '0.000000001999998' },
  ]);
});

import { expect, test } from 'vitest';

import { makeReport } from '../../../../electron/archive/query/cost-report.ts';
import type { CostCube } from '../../../../electron/archive/rollup/cost-cube.ts';
import type { Untold } from '../../../../shared/cost/untold.ts';

const DAY = Date.UTC(2026, 9, 1) / 86_400_000;

/** One request of somebody, as a node has it. */
const cubeOf = (user: string, unpriced: number): CostCube => ({
  groups: [{ teamId: '', model: 'm', key: '', user, ok: true, kind: 'model' }],
  day: [DAY],
  group: [0],
  requests: [1],
  promptTokens: [1],
  completionTokens: [1],
  unpriced: [unpriced],
  nano: [5n],
  rest: [0],
});

const report = (cubes: Record<string, CostCube>, untold: Record<string, readonly Untold[]>) =>
  makeReport(
    '2026-10',
    ['user'],
    {},
    new Map(Object.entries(cubes)),
    { team: new Map(), key: new Map() },
    [],
    [],
    new Map(Object.entries(untold)),
  );

test('failures of a row are not known where no log with requests of it names who failed', () => {
  const { rows, untold } = report(
    { dw: cubeOf('ann', 0), eu: cubeOf('bo', 0), both: cubeOf('ann', 0) },
    { dw: ['failures'] },
  );
  expect(rows.map(({ user, failuresUntold }) => [user, failuresUntold])).toEqual([
    ['ann', undefined],
    ['bo', undefined],
  ]);
  expect(untold).toEqual([{ node: 'dw', what: 'failures' }]);
  expect(report({ dw: cubeOf('ann', 0) }, { dw: ['failures'] }).rows[0]?.failuresUntold).toBe(true);
  expect(report({ dw: cubeOf('', 0) }, { dw: ['failures'] }).rows[0]?.failuresUntold).toBeUndefined();
});

test('charges that are lacking are spoken of only where a request has no price', () => {
  expect(report({ dw: cubeOf('ann', 0) }, { dw: ['charge'] }).untold).toBeUndefined();
  expect(
    report({ dw: cubeOf('ann', 1), other: cubeOf('bo', 0) }, { dw: ['charge'], other: ['charge'] }).untold,
  ).toEqual([{ node: 'dw', what: 'charge' }]);
});

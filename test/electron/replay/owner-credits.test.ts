import { expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import { ownerCredits, withCredits } from '../../../electron/replay/owner-credits.ts';
import { readRequestLog } from '../../../electron/replay/read-request-log.ts';
import { monthInterval } from '../../../shared/audit/months.ts';
import type { Snapshot } from '../../../shared/fleet/snapshot.ts';
import type { LogWindow } from '../../../electron/gateways/adapter.ts';
import { makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const OCTOBER = monthInterval('2026-10');
const paid = (id: string, time: string, dollars: number) =>
  makeRequest({
    id,
    startMs: Date.parse(time),
    user: 'u1',
    model: 'large',
    spendNano: dollars * 1_000_000_000,
  });

async function creditOf(
  takenAt: string,
  balance: number,
  rows: readonly ReturnType<typeof paid>[],
  windows: readonly (LogWindow | undefined)[] = [undefined],
) {
  const archive = openArchive(await temporaryFolder());
  for (const window of windows)
    await archive.importPages('batch', sourceOf([rows], window === undefined ? {} : { window }), quietWork());
  const [store] = await archive.stores();
  if (store === undefined) throw new Error('Nothing was imported.');
  const { log } = await readRequestLog(store, OCTOBER, 'doubleword');
  const snapshot = {
    takenAt,
    resources: [
      {
        kind: 'user',
        id: 'u1',
        name: 'alice',
        owner: 'database',
        fields: {},
        settings: {},
        observed: { credit_balance: balance },
      },
    ],
  } as unknown as Snapshot;
  return (await ownerCredits(store, snapshot, OCTOBER, log)).get('u1');
}

const ROWS = [
  paid('1', '2026-09-30T23:59:00Z', 100),
  paid('2', '2026-10-02T10:00:00Z', 3),
  paid('3', '2026-10-30T10:00:00Z', 4),
  paid('4', '2026-11-03T10:00:00Z', 5),
  paid('5', '2026-11-09T10:00:00Z', 50),
];

test('a pull after the month counts what was paid since the month began, and nothing before', async () => {
  expect(await creditOf('2026-11-04T08:00:00Z', 0, ROWS)).toBe(12_000_000_000n);
});

test('a pull within the month counts what was paid until then', async () => {
  expect(await creditOf('2026-10-15T08:00:00Z', 1, ROWS)).toBe(4_000_000_000n);
});

test('a pull that nothing was imported up to tells of those only who had credit left', async () => {
  expect(await creditOf('2026-12-24T08:00:00Z', 0, ROWS)).toBeUndefined();
  expect(await creditOf('2026-12-24T08:00:00Z', 2, ROWS)).toBe(9_000_000_000n);
});

test('where a part of the time until the pull was not imported, the same', async () => {
  const [begin, gap, end] = ['2026-09-01', '2026-10-10', '2026-12-01'].map((day) => Date.parse(day));
  const around = [
    { sinceMs: begin ?? 0, untilMs: gap ?? 0 },
    { sinceMs: (gap ?? 0) + 7_200_000, untilMs: end ?? 0 },
  ];
  expect(await creditOf('2026-11-04T08:00:00Z', 0, ROWS, around)).toBeUndefined();
  expect(await creditOf('2026-11-04T08:00:00Z', 2, ROWS, around)).toBe(9_000_000_000n);
  const touching = around.map((window, at) => (at === 0 ? window : { ...window, sinceMs: gap ?? 0 }));
  expect(await creditOf('2026-11-04T08:00:00Z', 0, ROWS, touching)).toBe(12_000_000_000n);
});

test('it depends on the requests up to the end of the day of the pull, and on none of after the month by itself', () => {
  expect(withCredits(OCTOBER, { takenAt: '2026-10-15T08:00:00.000Z' })).toEqual(OCTOBER);
  expect(withCredits(OCTOBER, { takenAt: '2026-11-04T08:00:00.000Z' })).toEqual({
    fromMs: OCTOBER.fromMs,
    untilMs: Date.UTC(2026, 10, 5),
  });
});

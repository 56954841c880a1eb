import { expect, test } from 'vitest';

import { FEMTO_PER_NANO } from '../../../../shared/cost/money.ts';
import { openArchive } from '../../../../electron/archive/archive.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 9, 1);
const EACH_HOUR = 20;
const CAPACITY = 400;

/** What begins in an hour; read again later, the cost of the last one has changed. */
const requestsOf = (hour: number, later: boolean) =>
  Array.from({ length: EACH_HOUR }, (_, at) =>
    makeRequest({
      id: `hour ${hour}, ${at}`,
      startMs: START_MS + hour * HOUR_MS + at * 1_000,
      spendNano: later && at === EACH_HOUR - 1 ? 7 : 5,
    }),
  );

test('a log that is read every hour, each time with the hour before, stays in few segments', async () => {
  let nowMs = START_MS;
  const archive = openArchive(await temporaryFolder(), { capacity: CAPACITY, now: () => new Date(nowMs) });
  const hours = 60;
  for (let hour = 0; hour < hours; hour += 1) {
    nowMs = START_MS + (hour + 1) * HOUR_MS;
    const window = { sinceMs: START_MS + Math.max(0, hour - 1) * HOUR_MS, untilMs: nowMs };
    const before = hour === 0 ? [] : requestsOf(hour - 1, true);
    const pages = [[...before, ...requestsOf(hour, false)]];
    const done = await archive.importPages('eu', sourceOf(pages, { window }), quietWork());
    expect(done).toMatchObject(
      hour === 0 ? { inserted: 20, repeated: 0, updated: 0 } : { inserted: 20, repeated: 19, updated: 1 },
    );
  }
  const [store] = await archive.stores();
  const segments = (await store?.segments()) ?? [];
  // A segment is closed when it is half full; only where one ends may an hour be read into the next one.
  const most = Math.ceil((hours * EACH_HOUR) / (CAPACITY / 2)) + 1;
  expect(segments.filter(({ rows }) => rows > 0).length).toBeLessThanOrEqual(most);
  expect(segments.filter(({ rows }) => rows === 0).length).toBeLessThanOrEqual(most);
  const found = await archive.requests.find({ where: [] });
  expect(found.total).toBe(hours * EACH_HOUR);
  expect(await found.femto()).toBe(BigInt(hours * EACH_HOUR * 5 + (hours - 1) * 2) * FEMTO_PER_NANO);
  expect((await archive.verify(quietWork())).problems).toEqual([]);
  await archive.close();
}, 60_000);

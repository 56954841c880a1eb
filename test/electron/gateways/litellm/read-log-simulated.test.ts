import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import { importWindow } from '../../../../electron/archive/import-window.ts';
import type { Connection } from '../../../../electron/gateways/adapter.ts';
import { createLitellmAdapter } from '../../../../electron/gateways/litellm/litellm-adapter.ts';
import type { Misbehaviour } from '../../../../electron/sample/litellm/misbehaviour.ts';
import type { Release } from '../../../../electron/sample/litellm/release.ts';
import { startLitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import type { LitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import { LAB_MASTER_KEY, labState } from '../../sample/litellm/lab-state.ts';
import { readWhole, savedOf, stoppedTime, tryRead } from '../log/read-log.ts';
import { everyMs, madeLog } from './made-log.ts';
import type { MadeLog, MadeRow } from './made-log.ts';

const ROUTE = 'GET /spend/logs/v2';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FROM = Date.UTC(2026, 9, 1);
const WINDOW = { sinceMs: FROM, untilMs: FROM + 6 * HOUR };
const LATER = new Date('2026-11-23T12:00:00Z');

interface Node {
  readonly simulator: LitellmSimulator;
  readonly connection: Connection;
  /** Path and query of every call for a page. */
  readonly asked: readonly URLSearchParams[];
}

const running: LitellmSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

async function start(log: MadeLog, release: Release = '1.106.2'): Promise<Node> {
  const asked: URLSearchParams[] = [];
  const simulator = await startLitellmSimulator({
    state: labState(),
    log,
    masterKey: LAB_MASTER_KEY,
    release,
    now: () => LATER.getTime(),
    onCall: ({ target }) => asked.push(new URL(target, 'http://127.0.0.1').searchParams),
  });
  running.push(simulator);
  return { simulator, asked, connection: { node: 'prod-1', url: simulator.url, key: LAB_MASTER_KEY } };
}

function adapterAt(now: () => Date = () => LATER, patience = stoppedTime()) {
  return createLitellmAdapter({ now, patience });
}

describe('a whole log of a simulated proxy', () => {
  it('comes although the proxy stops counting at 10,000, fifty rows a second', async () => {
    const rows = everyMs(12_000, FROM, 0).map((row, n) => ({
      ...row,
      startMs: FROM + Math.floor(n / 50) * 1000,
    }));
    const { connection } = await start(madeLog(rows));
    const { ids, covered } = await readWhole(adapterAt(), connection, WINDOW);
    expect(ids).toEqual(rows.map(({ id }) => id));
    expect(covered.at(-1)?.untilMs).toBe(WINDOW.untilMs);
    expect(covered.length).toBeGreaterThan(5);
  });

  it('comes from a second that holds more than the proxy counts', async () => {
    const rows = everyMs(10_400, FROM + HOUR, 0);
    const { connection } = await start(madeLog(rows));
    const { ids, covered } = await readWhole(adapterAt(), connection, WINDOW);
    expect(ids).toEqual(rows.map(({ id }) => id));
    expect(covered.at(-1)?.untilMs).toBe(WINDOW.untilMs);
  });

  it('comes by a hundred rows from 1.81.13, which refuses more', async () => {
    const rows = everyMs(3000, FROM, 997);
    const { connection, asked } = await start(madeLog(rows), '1.81.13');
    const { ids } = await readWhole(adapterAt(), connection, WINDOW);
    expect(ids).toEqual(rows.map(({ id }) => id));
    expect(asked.map((query) => query.get('page_size')).slice(0, 3)).toEqual(['500', '100', '100']);
    expect(new Set(asked.slice(1).map((query) => query.get('page_size')))).toEqual(new Set(['100']));
  });

  it('comes where its retention deletes the oldest rows while it is read', async () => {
    const rows = everyMs(6000, FROM, 500);
    const log = madeLog(rows);
    const { simulator, connection } = await start(log);
    const calls = (): readonly [] => {
      log.deleteBefore(FROM + 20 * MINUTE);
      return [];
    };
    simulator.misbehave({ on: ROUTE, after: 2, times: 1, does: { kind: 'meanwhile', calls } });
    const { ids } = await readWhole(adapterAt(), connection, WINDOW);
    expect(log.ids().length).toBeLessThan(rows.length);
    for (const id of log.ids()) expect(ids).toContain(id);
  });
});

describe('a node that is overloaded', () => {
  const rows = everyMs(1200, FROM, 1000);

  it.each<[string, Misbehaviour, readonly number[]]>([
    ['429', { kind: 'too-many-requests', retryAfterSeconds: 20 }, [20_500, 20_500, 20_500]],
    ['502', { kind: 'server-error', status: 502 }, [750, 1500, 3000]],
    ['503', { kind: 'server-error', status: 503 }, [750, 1500, 3000]],
    ['a broken connection', { kind: 'cut-before' }, [750, 1500, 3000]],
    ['a broken answer', { kind: 'cut-during' }, [750, 1500, 3000]],
  ])('with %s is asked again after a while', async (_what, does, waits) => {
    const { simulator, connection } = await start(madeLog(rows));
    simulator.misbehave({ on: ROUTE, after: 1, times: 3, does });
    const time = stoppedTime();
    const { ids } = await readWhole(
      adapterAt(() => LATER, time),
      connection,
      WINDOW,
    );
    expect(ids).toEqual(rows.map(({ id }) => id));
    expect(time.waits).toEqual(waits);
  });

  it('stands a storm of refusals through which every second question fails', async () => {
    const { simulator, connection } = await start(madeLog(everyMs(8000, FROM, 400)));
    for (let after = 0; after < 60; after += 2)
      simulator.misbehave({ on: ROUTE, after, times: 1, does: { kind: 'server-error', status: 503 } });
    const { ids } = await readWhole(adapterAt(), connection, WINDOW);
    expect(ids).toHaveLength(8000);
    expect(new Set(ids).size).toBe(8000);
  });

  it('is given up after a bounded number of tries, and the problem says what was asked', async () => {
    const { simulator, asked, connection } = await start(madeLog(rows));
    simulator.misbehave({ on: ROUTE, after: 3, does: { kind: 'server-error', status: 503 } });
    const { error, covered } = await tryRead(adapterAt(), connection, WINDOW);
    expect(error).toMatchObject({
      problem: { code: 'gateway_failed', where: ROUTE, next: expect.stringContaining('goes on from there') },
    });
    expect(String(error)).toMatch(/prod-1.*GET \/spend\/logs\/v2.*2026-10-01T\S+Z to \S+Z after 8 tries/);
    expect(asked).toHaveLength(3 + 8);
    expect(covered).not.toEqual([]);
  });
});

describe('a reading that is interrupted', () => {
  it('at any page has lost nothing when it is taken up again', async () => {
    const starts = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 5 * HOUR }), fc.integer({ min: 1, max: 700 })),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(starts, fc.integer({ min: 0, max: 30 }), async (bursts, cut) => {
        const rows = bursts.flatMap(([offset, count], burst) =>
          everyMs(count, FROM + offset, 3).map((row): MadeRow => ({ ...row, id: `${burst}-${row.id}` })),
        );
        const log = madeLog(rows);
        const { simulator, connection } = await start(log);
        try {
          simulator.misbehave({ on: ROUTE, after: cut, does: { kind: 'cut-during' } });
          const saved = savedOf(await tryRead(adapterAt(), connection, WINDOW), WINDOW);
          simulator.behave();
          if (saved.untilMs === WINDOW.untilMs) return;
          const rest = await readWhole(adapterAt(), connection, { ...WINDOW, sinceMs: saved.untilMs });
          // Not a row twice either: what was saved is not asked for again.
          expect([...saved.ids, ...rest.ids].toSorted()).toEqual(log.ids().toSorted());
        } finally {
          await simulator.close();
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('rows that appear late', () => {
  it('come with the next reading: the last seconds are not called complete, and an hour is read again', async () => {
    let nowMs = FROM + 3 * HOUR;
    const now = (): Date => new Date(nowMs);
    // A row is shown 10 s after its call has ended; some calls take long.
    const rows = everyMs(3000, FROM + HOUR, 3007).map((row, n): MadeRow => {
      const tookMs = n % 100 === 0 ? 49 * MINUTE : 400;
      return { ...row, shownMs: row.startMs + tookMs + 10_000 };
    });
    const log = madeLog(rows, () => nowMs);
    const { connection } = await start(log);
    const had = new Set<string>();
    let untilMs: number | null = null;
    for (let imports = 0; imports < 6; imports += 1) {
      const window = importWindow({}, untilMs, nowMs);
      const read = await readWhole(adapterAt(now), connection, window);
      for (const id of read.ids) had.add(id);
      ({ untilMs } = savedOf(read, window));
      expect(untilMs).toBeLessThanOrEqual(nowMs - 15_000);
      expect(untilMs).toBeGreaterThan(nowMs - 17_000);
      nowMs += 31 * MINUTE;
    }
    expect(had).toEqual(new Set(log.ids()));
  });

  it('are yielded when they are there already, without being called complete', async () => {
    const nowMs = FROM + HOUR;
    const { connection } = await start(madeLog(everyMs(1, nowMs - 4000, 0)));
    const { ids, covered } = await readWhole(
      adapterAt(() => new Date(nowMs)),
      connection,
      { sinceMs: nowMs - 10_000, untilMs: nowMs },
    );
    expect(ids).toEqual(['r0']);
    expect(covered).toEqual([]);
  });
});

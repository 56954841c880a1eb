import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LogPage, LogWindow } from '../../../../electron/gateways/adapter.ts';
import { readLogPages } from '../../../../electron/gateways/doubleword/read-log.ts';
import { createPatience } from '../../../../electron/gateways/log/patience.ts';
import { stoppedTime } from '../log/read-log.ts';
import { memoryNode } from './memory-node.ts';
import type { MadeRequest, MemoryNode } from './memory-node.ts';

const SINCE = Date.UTC(2026, 9, 1);
const WINDOW = { sinceMs: SINCE, untilMs: Date.UTC(2026, 11, 1) };
const NOW = Date.UTC(2026, 11, 20);
const DAY_US = 86_400_000_000;

/** A stretch of a log: a silence, then so many requests at equal distances, 0 for one instant. */
interface Stretch {
  readonly silenceUs: number;
  readonly rows: number;
  readonly gapUs: number;
}

const stretches = fc.array(
  fc.record<Stretch>({
    silenceUs: fc.constantFrom(0, 1, 1_000, 60_000_000, DAY_US, 9 * DAY_US),
    rows: fc.oneof(fc.nat(8), fc.nat(400)),
    gapUs: fc.constantFrom(0, 0, 1, 13, 900, 1_000, 400_000, 7_000_000),
  }),
  { maxLength: 6 },
);

/** Calls take their time, so that their numbers, given when they end, are not in the order of their times. */
function made(stretchList: readonly Stretch[], took: (index: number) => number): readonly MadeRequest[] {
  let us = SINCE * 1000;
  const calls: { startUs: number; durationMs: number }[] = [];
  for (const { silenceUs, rows, gapUs } of stretchList) {
    us += silenceUs;
    for (let row = 0; row < rows; row += 1) {
      calls.push({ startUs: us, durationMs: took(calls.length) });
      us += gapUs;
    }
  }
  return calls
    .toSorted((a, b) => a.startUs + a.durationMs * 1000 - (b.startUs + b.durationMs * 1000))
    .map((call, index) => ({
      ...call,
      id: index + 1,
      // A charge is dated a moment before or after the one that is written before it.
      chargedAfterMs: index % 11 === 0 ? null : 20 + (index % 3) * 15,
      amount: '0.000000290000000',
    }));
}

function readingOf(node: MemoryNode, spanRows: number) {
  const patience = createPatience(new AbortController().signal, stoppedTime());
  return { node: 'dw', session: node.session, patience, now: () => NOW, spanRows };
}

async function readAll(node: MemoryNode, spanRows: number, window: LogWindow = WINDOW) {
  const work = { signal: new AbortController().signal, progress: () => undefined };
  const pages: LogPage[] = [];
  for await (const page of readLogPages(readingOf(node, spanRows), window, work)) pages.push(page);
  return { pages, rows: pages.flatMap(({ rows }) => rows) };
}

/** Instants that fill more than a page are read anew once, by their number. */
function largeInstants(requests: readonly MadeRequest[]): number {
  const counts = new Map<number, number>();
  for (const { startUs } of requests) counts.set(startUs, (counts.get(startUs) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 100).length;
}

const durations = fc.func(fc.constantFrom(5, 900, 61_000, 3_000_000));

describe('a log of any density', () => {
  it('comes whole, each request once, oldest span first, with its charge, and covers the window without a gap', async () => {
    await fc.assert(
      fc.asyncProperty(
        stretches,
        durations,
        fc.constantFrom(1, 40, 150, 5_000),
        async (list, took, spanRows) => {
          const all = made(list, (index) => took(index));
          const node = memoryNode(() => all);
          const { pages, rows } = await readAll(node, spanRows);
          expect(rows.map(({ id }) => Number(id)).toSorted((a, b) => a - b)).toEqual(all.map(({ id }) => id));
          const charged = new Map(rows.map(({ id, user }) => [Number(id), user !== '']));
          for (const { id, chargedAfterMs } of all) expect(charged.get(id)).toBe(chargedAfterMs !== null);
          const starts = rows.map(({ startMs }) => startMs);
          expect(starts).toEqual(starts.toSorted((a, b) => a - b));
          let end = WINDOW.sinceMs;
          for (const { covered } of pages) {
            expect(covered?.sinceMs).toBe(end);
            end = covered?.untilMs ?? Number.NaN;
          }
          expect(end).toBe(WINDOW.untilMs);
          expect(node.most()).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is asked for hardly more pages than hold it', async () => {
    await fc.assert(
      fc.asyncProperty(stretches, durations, fc.constantFrom(300, 1_000), async (list, took, spanRows) => {
        const all = made(list, (index) => took(index));
        const node = memoryNode(() => all);
        await readAll(node, spanRows);
        // A page brings a hundred new rows; a span ends with one that is not full, and asks once where it begins.
        const spans = Math.ceil(all.length / spanRows) + 1;
        const fewest = Math.ceil(all.length / 100);
        expect(node.asked('/requests')).toBeLessThanOrEqual(fewest + 2 * spans + largeInstants(all) + 2);
        const charges = all.filter(({ chargedAfterMs }) => chargedAfterMs !== null).length;
        expect(node.asked('/transactions')).toBeLessThanOrEqual(Math.ceil(charges / 101) + 2 * spans + 2);
      }),
      { numRuns: 60 },
    );
  });

  it('loses nothing that was there at the beginning while calls end and are written, under old times too', async () => {
    const arrivals = fc.array(fc.record({ at: fc.nat(60), back: fc.nat(400) }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(stretches, durations, arrivals, async (list, took, arriving) => {
        const all = made(list, (index) => took(index));
        let asked = 0;
        const node = memoryNode(() => {
          asked += 1;
          const late = arriving.filter(({ at }) => at < asked);
          return [...all, ...late.map(({ back }, index) => arrival(all, back, index))];
        });
        const { rows } = await readAll(node, 150);
        const read = new Map(rows.map(({ id, user }) => [Number(id), user !== '']));
        for (const { id, chargedAfterMs } of all) expect(read.get(id)).toBe(chargedAfterMs !== null);
      }),
      { numRuns: 60 },
    );
  });

  it('is read to its end also where a page holds fewer rows than are asked for, and a ledger does not say whether more follow', async () => {
    await fc.assert(
      fc.asyncProperty(stretches, durations, fc.integer({ min: 2, max: 101 }), async (list, took, limit) => {
        const all = made(list, (index) => took(index));
        const node = memoryNode(() => all, { limit, hasMore: false });
        const { rows } = await readAll(node, 150);
        expect(rows).toHaveLength(all.length);
        expect(rows.filter(({ user }) => user !== '')).toHaveLength(
          all.filter(({ chargedAfterMs }) => chargedAfterMs !== null).length,
        );
      }),
      { numRuns: 40 },
    );
  });
});

/** Written last, under the time of a request that is there. */
function arrival(all: readonly MadeRequest[], back: number, index: number): MadeRequest {
  const beside = all.at(-1 - (back % Math.max(1, all.length)));
  return {
    id: all.length + index + 1,
    startUs: beside?.startUs ?? SINCE * 1000,
    durationMs: 5,
    chargedAfterMs: 30,
    amount: '0.000000290000000',
  };
}

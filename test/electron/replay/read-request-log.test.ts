import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import { readPricedLog, readRequestLog } from '../../../electron/replay/read-request-log.ts';
import type { ReadLog } from '../../../electron/replay/read-request-log.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { monthInterval } from '../../../shared/audit/months.ts';
import type { AskedMarks } from '../../../shared/replay/request-log.ts';
import { distinctRequests, makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const OCTOBER = monthInterval('2026-10');

/** The log of requests that were imported in these pieces, in segments of so many. */
async function logOf(imports: readonly (readonly LoggedRequest[])[], capacity: number): Promise<ReadLog> {
  return readRequestLog(await storeOf(imports, capacity), OCTOBER);
}

async function storeOf(imports: readonly (readonly LoggedRequest[])[], capacity: number) {
  const archive = openArchive(await temporaryFolder(), { capacity });
  for (const rows of imports) await archive.importPages('eu', sourceOf([rows]), quietWork());
  const [store] = await archive.stores();
  if (store === undefined) throw new Error('Nothing was imported.');
  return store;
}

/** What a verdict depends on, request by request. */
const told = ({ log }: ReadLog) =>
  [...log.startMs].map((ms, at) => [
    ms,
    log.combinations[log.combination[at] ?? 0],
    log.spendNano[at],
    log.tokens[at],
  ]);

test('is the same however requests were imported and cut into segments', async () => {
  await fc.assert(
    fc.asyncProperty(
      distinctRequests.filter((requests) => requests.length > 0),
      fc.integer({ min: 1, max: 4 }),
      async (any, pieces) => {
        // Some of one moment.
        const requests = any
          .map((row) => ({ ...row, startMs: row.startMs - (row.startMs % 500_000_000) }))
          // And some that differ in nothing but their ids.
          .flatMap((row, at) => (at % 3 === 0 ? [row, { ...row, id: `a${row.id}` }] : [row]));
        const parts = Array.from({ length: pieces }, (_, piece) =>
          requests.filter((__, at) => at % pieces === piece),
        );
        const whole = await logOf([requests], 100);
        const cut = await logOf(parts.toReversed(), 3);
        expect(told(cut)).toEqual(told(whole));
        const wanted = requests.filter(
          ({ kind, model, startMs }) =>
            kind === 'model' && model !== '' && startMs >= OCTOBER.fromMs && startMs < OCTOBER.untilMs,
        );
        expect(whole.log.count).toBe(wanted.length);
        expect([...whole.log.startMs]).toEqual([...whole.log.startMs].toSorted((a, b) => a - b));
        const ids = Array.from({ length: cut.log.count }, (_, place) => cut.idOf(place));
        expect(new Set(ids)).toEqual(new Set(wanted.map(({ id }) => id)));
        expect(ids).toHaveLength(wanted.length);
        expect(ids).toEqual(ids.map((_, place) => whole.idOf(place)));
        for (const [place, id] of ids.entries()) {
          const row = requests.find((one) => one.id === id);
          expect(cut.log.startMs[place]).toBe(row?.startMs);
          expect(cut.log.spendNano[place]).toBe(row?.spendNano ?? -1);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('tells what the gateway refused from what a provider failed, and leaves out what is no call', async () => {
  const failed = { ok: false, spendNano: 0 } as const;
  const read = await logOf(
    [
      [
        makeRequest({ id: '1' }),
        makeRequest({ id: '2', ...failed, errorCode: '403', errorClass: 'ModelAccessDeniedProxyException' }),
        makeRequest({ id: '3', ...failed, errorCode: '', errorClass: 'BudgetExceededError' }),
        makeRequest({ id: '4', ...failed, errorCode: '401', errorClass: 'ProxyException' }),
        makeRequest({ id: '5', ...failed, errorCode: '500', errorClass: 'InternalServerError' }),
        makeRequest({ id: '6', ...failed, errorCode: '429', errorClass: 'RateLimitError' }),
        makeRequest({ id: '7', kind: 'management', model: '' }),
        makeRequest({ id: '8', startMs: Date.UTC(2026, 8, 1) }),
      ],
    ],
    100,
  );
  const outcomes = new Map(
    [...read.log.combination].map((of, place) => [read.idOf(place), read.log.combinations[of]?.outcome]),
  );
  expect(Object.fromEntries([...outcomes].toSorted(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)))).toEqual({
    1: 'allowed',
    2: 'refused',
    3: 'refused',
    4: 'refused',
    5: 'allowed',
    6: 'allowed',
  });
  expect(read.otherRows).toBe(1);
});

test('carries what prices depend on when it is asked for, the same however requests were cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      distinctRequests.filter((requests) => requests.length > 0),
      async (any) => {
        const requests = any.map((row) => ({ ...row, startMs: row.startMs - (row.startMs % 500_000_000) }));
        const whole = await readPricedLog(await storeOf([requests], 100), OCTOBER);
        const cut = await readPricedLog(
          await storeOf(
            [requests.slice(1), requests.slice(0, 1)].filter((part) => part.length > 0),
            3,
          ),
          OCTOBER,
        );
        const pricesOf = ({ log }: typeof cut) =>
          told({ ...cut, log }).map((row, at) => [
            ...row,
            log.promptTokens[at],
            log.completionTokens[at],
            log.cachedTokens[at],
          ]);
        expect(pricesOf(cut)).toEqual(pricesOf(whole));
        for (let place = 0; place < cut.log.count; place += 1) {
          const row = requests.find(({ id }) => id === cut.idOf(place));
          const { servedModel, provider, isFree } =
            cut.log.combinations[cut.log.combination[place] ?? -1] ?? {};
          expect({
            servedModel,
            provider,
            isFree,
            promptTokens: cut.log.promptTokens[place],
            completionTokens: cut.log.completionTokens[place],
            cachedTokens: cut.log.cachedTokens[place],
          }).toEqual({
            servedModel: row?.servedModel,
            provider: row?.provider,
            isFree: row?.ok === false || row?.cacheHit === true,
            promptTokens: row?.promptTokens,
            completionTokens: row?.completionTokens,
            cachedTokens: row?.cachedTokens ?? -1,
          });
        }
      },
    ),
    { numRuns: 20 },
  );
  const plain = await logOf([[makeRequest({ id: '1' })]], 100);
  expect(Object.keys(plain.log)).not.toContain('promptTokens');
  expect(Object.keys(plain.log.combinations[0] ?? {})).not.toContain('servedModel');
});

describe('customers and tags', () => {
  const marks = { customers: ['cust-1'], tags: ['batch', 'vip'] };
  const requests = [
    makeRequest({ id: '1', startMs: Date.UTC(2026, 9, 1) }),
    makeRequest({ id: '2', startMs: Date.UTC(2026, 9, 2), endUser: 'cust-1' }),
    makeRequest({ id: '3', startMs: Date.UTC(2026, 9, 3), endUser: 'cust-2', tags: ['User-Agent: curl'] }),
    makeRequest({ id: '4', startMs: Date.UTC(2026, 9, 4), tags: ['vip', 'other', 'batch'] }),
    makeRequest({ id: '5', startMs: Date.UTC(2026, 9, 5), endUser: 'cust-1', tags: ['batch', 'vip', 'vip'] }),
  ];
  const marksOf = async (asked: AskedMarks | undefined, capacity = 2) => {
    const { log } = await readRequestLog(await storeOf([requests], capacity), OCTOBER, 'litellm', asked);
    return [...log.combination].map((of) => {
      const { customer, tags } = log.combinations[of] ?? {};
      return [customer, tags];
    });
  };

  test('are read where they make a difference, and only those', async () => {
    const tags = ['batch', 'vip'];
    expect(await marksOf(marks)).toEqual([
      [undefined, undefined],
      ['cust-1', undefined],
      [undefined, undefined],
      [undefined, tags],
      ['cust-1', tags],
    ]);
    expect((await marksOf({ customers: 'all', tags: [] })).map(([customer]) => customer)).toEqual([
      undefined,
      'cust-1',
      'cust-2',
      undefined,
      'cust-1',
    ]);
  });

  test('are not read where nothing depends on them: the requests are of one combination', async () => {
    for (const none of [undefined, { customers: [], tags: [] }]) {
      const { log } = await readRequestLog(await storeOf([requests], 2), OCTOBER, 'litellm', none);
      expect(log.combinations).toHaveLength(1);
      expect('customer' in (log.combinations[0] ?? {})).toBe(false);
    }
  });

  test('are the same however requests were cut into segments', async () => {
    await fc.assert(
      fc.asyncProperty(
        distinctRequests.filter((made) => made.length > 0),
        async (any) => {
          const made = any.map((row) => ({ ...row, startMs: row.startMs - (row.startMs % 500_000_000) }));
          const asked = { customers: 'all' as const, tags: made.flatMap(({ tags }) => tags).slice(0, 3) };
          const read = async (imports: readonly (readonly LoggedRequest[])[], capacity: number) =>
            readRequestLog(await storeOf(imports, capacity), OCTOBER, 'litellm', asked);
          const whole = await read([made], 100);
          const cut = await read(
            [made.filter((_, at) => at % 2 === 1), made.filter((_, at) => at % 2 === 0)],
            3,
          );
          expect(told(cut)).toEqual(told(whole));
          for (const [place, of] of [...whole.log.combination].entries()) {
            const row = made.find(({ id }) => id === whole.idOf(place));
            const { customer = '', tags = [], key, model } = whole.log.combinations[of] ?? {};
            expect({ customer, key, model }).toEqual({
              customer: row?.endUser,
              key: row?.key,
              model: row?.model,
            });
            expect(new Set(tags)).toEqual(new Set(row?.tags.filter((tag) => asked.tags.includes(tag))));
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

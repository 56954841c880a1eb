import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import type { Archive } from '../../../../electron/archive/archive.ts';
import { FIELD_NAMES } from '../../../../shared/audit/fields.ts';
import type { AuditRow, LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { compareRows } from '../../../../shared/audit/order.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';

/** More end users than are compared as whole texts, and more requests than are sorted at once. */
const ROWS = 22_000;
const START_MS = Date.UTC(2026, 9, 3);

/** Any number below `below`, always the same for a request. */
const pick = (at: number, salt: number, below: number): number =>
  (Math.imul(at * 31 + salt, 2_654_435_761) >>> 7) % below;

/** Ids as gateways write them, and some that cannot be packed; all have others that begin as they do. */
function idOf(at: number): string {
  const digits = (Math.imul(at + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  const shapes = [
    `chatcmpl-${digits}00${digits}`,
    `${digits}-0000-4000-8000-00000000${String(at).padStart(4, '0')}`,
    `request ${at}`,
    `Ünï ${at} 😀`,
    `\uD83D half ${at}`,
    `request \uFFFD ${at}`,
  ];
  return shapes[pick(at, 1, 40)] ?? shapes[at % 2] ?? '';
}

function requestOf(at: number): LoggedRequest {
  return makeRequest({
    id: idOf(at),
    // Many begin in the same millisecond.
    startMs: START_MS + pick(at, 2, 9) * 1_000,
    durationMs: pick(at, 3, 5) === 0 ? null : pick(at, 4, 3_000),
    spendNano: pick(at, 5, 7) === 0 ? null : pick(at, 6, 12) ** 9,
    ok: pick(at, 7, 10) > 0,
    kind: pick(at, 8, 30) === 0 ? 'management' : 'model',
    model: ['gpt-4o', 'gpt-4o-mini', '', 'логистика', 'gpt'][pick(at, 9, 5)] ?? '',
    endUser: `customer-${String(pick(at, 10, 2 ** 24)).padStart(8, '0')}${at % 2 === 0 ? '' : 'x'}`,
    session: pick(at, 11, 3) === 0 ? '' : `s${pick(at, 12, 400)}`,
    errorMessage: pick(at, 13, 50) === 0 ? `no ${pick(at, 14, 3)}` : null,
    cacheHit: [null, true, false][pick(at, 15, 3)] ?? null,
    tags: ['a', 'b', 'c'].slice(pick(at, 16, 4)),
    address:
      ['inside', ''][pick(at, 17, 9)] ?? `${pick(at, 20, 256)}.0.${pick(at, 18, 20)}.${pick(at, 19, 20)}`,
  });
}

describe('a page of many requests', () => {
  let folder: string;
  let archive: Archive;
  const rows: AuditRow[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'));
    archive = openArchive(folder, { capacity: 3_000, commitRows: 5_000 });
    const requests = Array.from({ length: ROWS }, (_, at) => requestOf(at));
    const eu = requests.filter((_, at) => at % 4 > 0);
    // Some ids are in both nodes.
    const us = requests.filter((_, at) => at % 4 === 0 || at % 50 === 1);
    await archive.importPages('eu', sourceOf([eu]), quietWork());
    await archive.importPages('us', sourceOf([us]), quietWork());
    rows.push(...eu.map((row) => ({ node: 'eu', ...row })), ...us.map((row) => ({ node: 'us', ...row })));
  }, 60_000);
  afterAll(async () => {
    await archive.close();
    await rm(folder, { recursive: true });
  });

  it.each(FIELD_NAMES)(
    'sorted by %s is where it has to be',
    async (sort) => {
      const found = await archive.requests.find({ where: [] });
      expect(found.total).toBe(rows.length);
      for (const descending of [false, true]) {
        const sorted = rows.toSorted((a, b) => compareRows(a, b, { sort, descending }));
        for (const [offset, limit] of [
          [0, 100],
          [9_000, 3_000],
          [12_345, 1],
          [rows.length - 40, 100],
        ] as const) {
          const page = await found.page({ sort, descending }, offset, limit);
          // Told by their ids first: what is shown of a difference stays short.
          const wanted = sorted.slice(offset, offset + limit);
          expect(page.map(({ node, id }) => `${node} ${id}`)).toEqual(
            wanted.map(({ node, id }) => `${node} ${id}`),
          );
          expect(page).toEqual(wanted);
        }
      }
    },
    60_000,
  );

  it('sorted by address is where it has to be when all are of one form', async () => {
    const filter = { where: [{ field: 'address', op: 'isNot', value: 'inside' }] } as const;
    const found = await archive.requests.find(filter);
    const those = rows.filter(({ address }) => address !== 'inside');
    expect(found.total).toBe(those.length);
    for (const descending of [false, true]) {
      const order = { sort: 'address', descending } as const;
      const sorted = those.toSorted((a, b) => compareRows(a, b, order));
      expect(await found.page(order, 7_000, 900)).toEqual(sorted.slice(7_000, 7_900));
      expect(await found.page(order, 0, 20)).toEqual(sorted.slice(0, 20));
    }
  }, 60_000);

  it('is whole when all of them are on it', async () => {
    const found = await archive.requests.find({ where: [] });
    const order = { sort: 'kind', descending: true } as const;
    const page = await found.page(order, 0, rows.length);
    expect(page).toEqual(rows.toSorted((a, b) => compareRows(a, b, order)));
  }, 60_000);

  it('is given up when nobody wants it any more, and the next one is right', async () => {
    const found = await archive.requests.find({ where: [] });
    const order = { sort: 'ok', descending: false } as const;
    const stop = (): never => {
      throw new Error('no longer wanted');
    };
    await expect(found.page(order, 0, rows.length, stop)).rejects.toThrow('no longer wanted');
    const sorted = rows.toSorted((a, b) => compareRows(a, b, order));
    expect(await found.page(order, 0, 50)).toEqual(sorted.slice(0, 50));
  }, 60_000);
});

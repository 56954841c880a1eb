import { describe, expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { fileOf, makeRequest, quietWork, sourceOf } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

async function archiveOf(...imports: readonly (readonly LoggedRequest[])[]) {
  const archive = openArchive(await temporaryFolder(), { now: () => new Date('2026-11-20T12:00:00Z') });
  for (const rows of imports) await archive.importPages('eu', sourceOf([rows]), quietWork());
  return archive;
}

const day = (number: number) => Date.UTC(2026, 9, number, 12);

describe('cost report', () => {
  test('is exact beyond what a number can hold', async () => {
    const nine = Number.MAX_SAFE_INTEGER;
    const archive = await archiveOf(
      Array.from({ length: 5 }, (_, index) => makeRequest({ id: String(index), spendNano: nine - index })),
    );
    const { total, rows } = await archive.costReport('2026-10', ['team']);
    const exact = 5n * BigInt(nine) - 10n;
    expect(total.spend).toBe(`${exact / 1_000_000_000n}.${exact % 1_000_000_000n}`);
    expect(rows[0]?.spend).toBe(total.spend);
  });

  test('calls a team by its newest name, also one from another import or an older month', async () => {
    const archive = await archiveOf(
      [
        makeRequest({ id: '1', startMs: day(20), teamAlias: 'new name' }),
        makeRequest({ id: '2', startMs: day(2), teamAlias: 'old name' }),
        makeRequest({ id: '3', startMs: day(28), teamAlias: null }),
      ],
      [makeRequest({ id: '4', startMs: day(3), teamAlias: 'other name' })],
      [makeRequest({ id: '5', startMs: Date.UTC(2026, 10, 3), teamAlias: null })],
    );
    for (const month of ['2026-10', '2026-11']) {
      const { rows } = await archive.costReport(month, ['team']);
      expect(rows).toMatchObject([{ teamId: 'team-1', teamAlias: 'new name' }]);
    }
  });

  test('forgets a name that a corrected reading took away', async () => {
    const archive = await archiveOf(
      [makeRequest({ teamAlias: 'wrong' })],
      [makeRequest({ teamAlias: 'right' })],
    );
    expect((await archive.costReport('2026-10', ['team'])).rows[0]?.teamAlias).toBe('right');
  });

  test('lists the dearest first, and days in their order', async () => {
    const archive = await archiveOf([
      makeRequest({ id: '1', startMs: day(9), teamId: 'small', spendNano: 1 }),
      makeRequest({ id: '2', startMs: day(3), teamId: 'big', spendNano: 5 }),
      makeRequest({ id: '3', startMs: day(9), teamId: 'big', spendNano: 7 }),
      makeRequest({ id: '4', startMs: day(21), teamId: 'big', spendNano: 2 }),
    ]);
    const teams = await archive.costReport('2026-10', ['team']);
    expect(teams.rows.map(({ teamId }) => teamId)).toEqual(['big', 'small']);
    const days = await archive.costReport('2026-10', ['day', 'team']);
    expect(days.rows.map((row) => `${row.day?.slice(8)} ${row.teamId}`)).toEqual([
      '03 big',
      '09 big',
      '09 small',
      '21 big',
    ]);
  });

  test('counts unknown spend as nothing and the request as one', async () => {
    const archive = await archiveOf([
      makeRequest({ id: '1', ok: false, spendNano: null, promptTokens: 0, completionTokens: 0 }),
      makeRequest({ id: '2', spendNano: 5 }),
    ]);
    const { total, currency, by } = await archive.costReport('2026-10', ['model', 'user', 'day']);
    expect({ total, currency, by }).toEqual({
      total: {
        requests: 2,
        failures: 1,
        promptTokens: 100,
        completionTokens: 20,
        spend: '0.000000005',
        unpriced: 1,
      },
      currency: 'USD',
      by: ['model', 'user', 'day'],
    });
  });

  test('has the dearest first, then the busiest, then by name', async () => {
    const one = (id: string, model: string, spendNano: number) => makeRequest({ id, model, spendNano });
    const archive = await archiveOf([
      one('1', 'b', 5),
      one('2', 'a', 5),
      one('3', 'c', 2),
      one('4', 'c', 3),
      one('5', 'd', 9),
    ]);
    const { rows } = await archive.costReport('2026-10', ['model']);
    expect(rows.map(({ model }) => model)).toEqual(['d', 'c', 'a', 'b']);
  });

  test('of a month nobody imported is empty and says so', async () => {
    const archive = await archiveOf([makeRequest()]);
    const { rows, total, coverage } = await archive.costReport('2026-08', ['team'], ['never-read']);
    expect(rows).toEqual([]);
    expect(total).toEqual({
      requests: 0,
      failures: 0,
      promptTokens: 0,
      completionTokens: 0,
      spend: '0',
      unpriced: 0,
    });
    expect(coverage.map(({ node, gaps }) => [node, gaps[0]?.why])).toEqual([
      ['eu', 'Nothing of this month was imported.'],
      ['never-read', 'Nothing of this month was imported.'],
    ]);
  });
});

describe('coverage', () => {
  test('is the window of a log, without what is still to come, and has a month without requests', async () => {
    const archive = await archiveOf();
    const covers = { sinceMs: Date.UTC(2026, 8, 15), untilMs: Date.UTC(2026, 11, 1) };
    await archive.importPages('eu', sourceOf([[makeRequest()]], { window: covers }), quietWork());
    expect(await archive.coverage(['new'])).toEqual([
      {
        node: 'eu',
        from: '2026-09-15T00:00:00.000Z',
        until: '2026-11-20T12:00:00.000Z',
        requests: 1,
        gaps: [
          {
            from: '2026-09-01T00:00:00.000Z',
            until: '2026-09-15T00:00:00.000Z',
            why: 'No import covers this time.',
          },
        ],
      },
      { node: 'new', from: null, until: null, requests: 0, gaps: [] },
    ]);
    expect(await archive.readUntil('eu')).toBe(Date.UTC(2026, 10, 20, 12));
    expect(await archive.readUntil('new')).toBeNull();
    expect(await archive.months()).toEqual(['2026-10']);
  });

  test('of files goes from row to row, and leaves open the time between them and days without any', async () => {
    const folder = await temporaryFolder();
    const archive = openArchive(folder, { now: () => new Date('2026-11-20T12:00:00Z') });
    const at = (number: number, id: string) => makeRequest({ id, startMs: day(number) });
    const files = [
      [at(1, 'a'), at(2, 'b'), at(5, 'c')],
      [at(30, 'd'), at(31, 'e')],
      [at(4, 'f'), at(5, 'g'), at(6, 'h')],
    ];
    for (const [index, requests] of files.entries()) {
      const { source, reading } = await fileOf(folder, requests, `${index}.jsonl`);
      await archive.importSource('eu', source, quietWork(), reading);
    }
    const [node] = await archive.coverage();
    expect(node).toMatchObject({ from: '2026-10-01T12:00:00.000Z', requests: 8 });
    expect(node?.gaps.map(({ from, until }) => [from.slice(0, 10), until.slice(0, 10)])).toEqual([
      ['2026-10-01', '2026-10-01'],
      ['2026-10-02', '2026-10-04'],
      ['2026-10-06', '2026-10-30'],
      ['2026-10-31', '2026-11-01'],
    ]);
  });
});

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SQL_TABLES } from '../../../../electron/archive/sql/tables.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { formatNano } from '../../../../shared/cost/money.ts';
import { distinctRequests, makeRequest } from '../../../helpers/requests.ts';
import { sqlWorld } from './sql-world.ts';

const flag = (value: boolean | null) => (value === null ? null : Number(value));

/** A row of the table `requests` as it must be. */
function rowOf(request: LoggedRequest, node: string): Record<string, unknown> {
  const start = new Date(request.startMs).toISOString();
  return {
    node,
    id: request.id,
    start,
    start_ms: request.startMs,
    day: start.slice(0, 10),
    duration_ms: request.durationMs,
    first_token_ms: request.firstTokenMs,
    team_id: request.teamId,
    model: request.model,
    key: request.key,
    user: request.user,
    ok: flag(request.ok),
    kind: request.kind,
    team_alias: request.teamAlias,
    key_alias: request.keyAlias,
    end_user: request.endUser,
    call_type: request.callType,
    served_model: request.servedModel,
    provider: request.provider,
    deployment: request.deployment,
    organization: request.organization,
    session: request.session,
    error_code: request.errorCode,
    error_class: request.errorClass,
    error_message: request.errorMessage,
    prompt_tokens: request.promptTokens,
    completion_tokens: request.completionTokens,
    cached_tokens: request.cachedTokens,
    spend_nano: request.spendNano,
    spend_usd: request.spendNano === null ? null : formatNano(request.spendNano),
    cache_hit: flag(request.cacheHit),
    tags: JSON.stringify(request.tags),
    address: request.address,
    extra: request.extra,
  };
}

const byId = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>) =>
  String(a['id']) < String(b['id']) ? -1 : 1;

describe('the table of requests', () => {
  it('has every field of every request, as it was imported', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(distinctRequests, distinctRequests, async (eu, us) => {
        const world = await sqlWorld();
        await world.take(eu);
        await world.take(us, 'us');
        const { columns, rows, truncated, lost } = await world.ask('SELECT * FROM requests');
        const read = rows.map((row) => {
          const named = Object.fromEntries(columns.map((name, index) => [name, row[index]]));
          return { ...named, extra: JSON.parse(String(named['extra'])) as unknown };
        });
        const meant = [...eu.map((one) => rowOf(one, 'eu')), ...us.map((one) => rowOf(one, 'us'))];
        expect(read.toSorted(byId)).toEqual(meant.toSorted(byId));
        expect({ truncated, lost }).toEqual({ truncated: false, lost: [] });
      }),
      { numRuns: 25 },
    );
  });

  it('gives each column alone what it gives among all', async () => {
    const world = await sqlWorld();
    const request = makeRequest({
      session: 's1',
      endUser: 'e',
      tags: ['a', 'b'],
      errorMessage: 'no',
      extra: { x: 1 },
    });
    await world.take([request]);
    const meant = rowOf(request, 'eu');
    for (const name of Object.keys(meant).filter((one) => one !== 'extra'))
      expect((await world.ask(`SELECT "${name}" FROM requests`)).rows, name).toEqual([[meant[name]]]);
  });

  it('counts a changed request once, as it is now, also in the sums', async () => {
    const world = await sqlWorld();
    await world.take([makeRequest({ id: 'a', spendNano: 5 }), makeRequest({ id: 'b', spendNano: 7 })]);
    expect((await world.ask('SELECT count(*), sum(spend_nano) FROM requests')).rows).toEqual([[2, 12]]);
    await world.take([makeRequest({ id: 'a', spendNano: 9, teamId: 'team-2' })]);
    expect((await world.ask('SELECT count(*), sum(spend_nano) FROM requests')).rows).toEqual([[2, 16]]);
    expect((await world.ask('SELECT team_id, requests, spend_usd FROM usage ORDER BY 1')).rows).toEqual([
      ['team-1', 1, '0.000000007'],
      ['team-2', 1, '0.000000009'],
    ]);
  });

  it('is of the span that is asked, the end exclusive', async () => {
    const world = await sqlWorld();
    const at = Date.UTC(2026, 9, 10, 12);
    const ids = ['a', 'b', 'c', 'd'];
    await world.take(ids.map((id, index) => makeRequest({ id, startMs: at + index * 3_600_000 })));
    const span = { fromMs: at + 3_600_000, untilMs: at + 3 * 3_600_000 };
    expect((await world.ask('SELECT id FROM requests ORDER BY id', { span })).rows).toEqual([['b'], ['c']]);
    expect((await world.ask('SELECT count(*), min(hour) FROM usage', { span })).rows).toEqual([
      [2, '2026-10-10T13:00:00Z'],
    ]);
    expect((await world.ask('SELECT count(*) FROM requests')).rows).toEqual([[4]]);
  });
});

describe('the sums by hour', () => {
  it('say of a span that ends within an hour which hours were counted', async () => {
    const world = await sqlWorld();
    const hour = Date.UTC(2026, 9, 10, 12);
    await world.take([0, 1, 2].map((at) => makeRequest({ id: `r${at}`, startMs: hour + at * 3_600_000 })));
    const count = 'SELECT sum(requests) FROM usage';
    const span = { fromMs: hour + 60_000, untilMs: hour + 2 * 3_600_000 + 1 };
    const { rows, notes } = await world.ask(count, { span });
    expect(rows).toEqual([[2]]);
    expect(notes).toEqual([
      'The table usage counts whole hours, by when they begin. Counted are those from 2026-10-10T13:00:00.000Z until 2026-10-10T15:00:00.000Z. The table requests has the span exactly.',
    ]);
    const within = { fromMs: hour + 60_000, untilMs: hour + 120_000 };
    expect((await world.ask(count, { span: within })).notes[0]).toContain('None begins within the span.');
    const open = { fromMs: hour + 60_000, untilMs: Number.MAX_SAFE_INTEGER };
    expect((await world.ask(count, { span: open })).notes[0]).toContain(
      'Counted are those from 2026-10-10T13:00:00.000Z.',
    );
    expect((await world.ask('SELECT count(*) FROM requests', { span })).notes).toEqual([]);
    expect((await world.ask(count, { span: { fromMs: hour, untilMs: hour + 3_600_000 } })).notes).toEqual([]);
    expect((await world.ask(count)).notes).toEqual([]);
  });

  it('are those of the requests', { timeout: 60_000 }, async () => {
    const sums = (table: string, count: string) =>
      `SELECT node, strftime('%Y-%m-%dT%H:00:00Z', start_or_hour / 1000, 'unixepoch') hour, team_id, model, key, user, ok, kind,
        sum(${count}), sum(prompt_tokens), sum(completion_tokens), sum(spend_nano)
       FROM (SELECT *, ${table === 'usage' ? 'hour_ms' : 'start_ms'} start_or_hour FROM ${table})
       GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8`;
    await fc.assert(
      fc.asyncProperty(distinctRequests, async (requests) => {
        const world = await sqlWorld();
        await world.take(requests);
        const changed = requests.slice(0, 5).map((one) => ({ ...one, promptTokens: one.promptTokens + 1 }));
        if (changed.length > 0) await world.take(changed);
        const counted = await world.ask(sums('requests', '1'));
        expect((await world.ask(sums('usage', 'requests'))).rows).toEqual(counted.rows);
      }),
      { numRuns: 15 },
    );
  });
});

describe('the small tables', () => {
  it('tell teams and keys by their newest names, imports, files and coverage', async () => {
    const world = await sqlWorld();
    await world.take([
      makeRequest({ id: 'a', teamAlias: 'old' }),
      makeRequest({ id: 'b', teamAlias: 'new', startMs: Date.UTC(2026, 9, 11) }),
      makeRequest({ id: 'c', teamId: 'team-9', teamAlias: null, keyAlias: null, key: '' }),
    ]);
    expect((await world.ask('SELECT * FROM teams')).rows).toEqual([
      ['team-1', 'new'],
      ['team-9', null],
    ]);
    expect((await world.ask('SELECT * FROM keys')).rows).toEqual([['a1', 'payments-prod']]);
    expect((await world.ask('SELECT node, number, description, read, inserted FROM commits')).rows).toEqual([
      ['eu', 1, '1.jsonl', 3, 3],
    ]);
    expect((await world.ask('SELECT node, rows FROM segments')).rows).toEqual([['eu', 3]]);
    const gap = { from: '2026-10-01T00:00:00Z', until: '2026-10-10T00:00:00Z', why: 'Nothing.' };
    const coverage = [{ node: 'eu', from: null, until: null, requests: 3, gaps: [gap] }];
    const { rows } = await world.ask('SELECT covered, start, why FROM coverage ORDER BY covered', {
      coverage,
    });
    expect(rows).toEqual([
      [0, '2026-10-01T00:00:00Z', 'Nothing.'],
      [1, '2026-10-10T12:00:00.000Z', null],
    ]);
    expect(
      (
        await world.ask(
          'SELECT t.alias, count(*) FROM requests r JOIN teams t ON t.id = r.team_id GROUP BY 1 ORDER BY 2',
        )
      ).rows,
    ).toEqual([
      [null, 1],
      ['new', 2],
    ]);
  });

  it('follow the archive', async () => {
    const world = await sqlWorld();
    expect((await world.ask('SELECT count(*) FROM commits')).rows).toEqual([[0]]);
    await world.take([makeRequest()]);
    expect((await world.ask('SELECT count(*) FROM commits')).rows).toEqual([[1]]);
  });
});

describe('the schema help', () => {
  it('tells the tables as they are', async () => {
    const world = await sqlWorld();
    for (const { name, columns } of SQL_TABLES) {
      expect((await world.ask(`SELECT * FROM ${name}`)).columns).toEqual(
        columns.map((column) => column.name),
      );
    }
  });
});

describe('what cannot be asked', () => {
  it('says so of too many requests, and answers sums all the same', async () => {
    const world = await sqlWorld();
    await world.take([makeRequest({ id: 'a' }), makeRequest({ id: 'b' })]);
    const limits = { requests: 1, bytes: 1e8 };
    await expect(world.ask('SELECT id FROM requests', { limits })).rejects.toMatchObject({
      problem: { code: 'query_too_large', next: expect.stringContaining('--since') },
    });
    expect((await world.ask('SELECT sum(requests) FROM usage', { limits })).rows).toEqual([[2]]);
    const bytes = { requests: 10, bytes: 100_000 };
    await expect(world.ask('SELECT id FROM requests', { limits: bytes })).rejects.toMatchObject({
      problem: { code: 'query_too_large' },
    });
  });

  it('tells of segments that cannot be read', async () => {
    const world = await sqlWorld();
    await world.take([makeRequest({ id: 'a' })]);
    await world.take([makeRequest({ id: 'b', startMs: Date.UTC(2026, 9, 12) })]);
    const folder = join(world.folder, 'archive', 'eu');
    const [first = ''] = (await readdir(folder)).filter((name) => name.endsWith('.seg')).toSorted();
    await writeFile(join(folder, first), 'nothing of a segment');
    const { rows, lost } = await world.ask('SELECT count(*) FROM requests');
    expect(rows).toEqual([[1]]);
    expect(lost).toEqual([expect.stringContaining('damaged')]);
  });
});

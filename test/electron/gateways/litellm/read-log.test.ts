import { describe, expect, it } from 'vitest';
import type { LogWindow } from '../../../../electron/gateways/adapter.ts';
import { createLitellmAdapter } from '../../../../electron/gateways/litellm/litellm-adapter.ts';
import { sendJson } from '../http/server.ts';
import type { Asked, Handler } from '../http/server.ts';
import { readWhole, stoppedTime, tryRead } from '../log/read-log.ts';
import { everyMs, rowOf } from './made-log.ts';
import { recordedBody } from './recorded.ts';
import { adapter, gateway, work } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2026, 9, 1);
const OCTOBER_1: LogWindow = { sinceMs: FROM, untilMs: FROM + DAY };

type Row = Record<string, unknown>;

/** A gateway that gives a list of rows from `rowsAt`, and counts them as `total` says. */
function logGateway(
  rowsAt: (asked: Asked, call: number) => readonly Row[],
  { most = 1000, total = (rows: readonly Row[]): number | undefined => rows.length } = {},
): Handler {
  let calls = 0;
  return (asked, response) => {
    calls += 1;
    const { query } = asked;
    const size = Math.min(most, Number(query.get('page_size')));
    const [since, until] = [query.get('start_date'), query.get('end_date')].map((text) =>
      Date.parse(`${String(text).replace(' ', 'T')}Z`),
    );
    const inside = rowsAt(asked, calls).filter(({ startTime }) => {
      const ms = Date.parse(String(startTime));
      return ms >= Number(since) && ms <= Number(until);
    });
    const start = (Number(query.get('page')) - 1) * size;
    sendJson(response, { data: inside.slice(start, start + size), total: total(inside) });
  };
}

function rows(count: number, stepMs: number): readonly Row[] {
  return everyMs(count, FROM, stepMs).map(rowOf);
}

function idsOf(made: readonly Row[]): readonly unknown[] {
  return made.map(({ request_id: id }) => id);
}

describe('the spend log of LiteLLM', () => {
  it('is asked for oldest first, in the form that every release takes', async () => {
    const { server, connection } = await gateway(logGateway(() => []));
    await readWhole(adapter, connection, { sinceMs: FROM + 1500, untilMs: FROM + 7 * HOUR + 1500 });
    const question = { page: '1', page_size: '500', sort_by: 'startTime', sort_order: 'asc' };
    expect(server.asked.map(({ query }) => Object.fromEntries(query))).toEqual([
      { start_date: '2026-10-01 00:00:01', end_date: '2026-10-01 01:00:01', ...question },
      { start_date: '2026-10-01 01:00:01', end_date: '2026-10-01 04:59:59', ...question },
      { start_date: '2026-10-01 04:59:59', end_date: '2026-10-01 07:00:02', ...question },
    ]);
  });

  it('takes few questions where there is nothing, and covers all of it', async () => {
    const { server, connection } = await gateway(logGateway(() => []));
    const window = { sinceMs: FROM - 60 * DAY, untilMs: FROM };
    const { covered } = await readWhole(adapter, connection, window);
    expect(covered.at(-1)?.untilMs).toBe(FROM);
    expect(server.asked.length).toBeLessThan(16);
  });

  it('leaves out what the inclusive ends bring beyond the window, and repeats nothing between spans', async () => {
    const starts = [FROM - 1, FROM, FROM + HOUR - 1, FROM + HOUR, FROM + 2 * DAY - 1, FROM + 2 * DAY];
    const made = starts.map((startMs, n) => rowOf({ id: `r${String(n)}`, startMs }));
    const { connection } = await gateway(logGateway(() => made));
    const { ids } = await readWhole(adapter, connection, { sinceMs: FROM, untilMs: FROM + 2 * DAY });
    expect(ids).toEqual(['r1', 'r2', 'r3', 'r4']);
  });

  it('can be saved after every page where it is not dense, and few rows come twice over the wire', async () => {
    const made = rows(9000, 100);
    const { server, connection } = await gateway(logGateway(() => made));
    const { ids, pages } = await readWhole(adapter, connection, OCTOBER_1);
    expect(ids).toEqual(idsOf(made));
    expect(pages.every(({ covered }) => covered !== null)).toBe(true);
    expect(server.asked.length).toBeLessThan(26);
  });

  it('does not end at a page that is shorter than asked for', async () => {
    const made = rows(450, 1000);
    const uncounted = { most: 100, total: () => undefined };
    const { connection } = await gateway(logGateway(() => made, uncounted));
    expect((await readWhole(adapter, connection, OCTOBER_1)).ids).toEqual(idsOf(made));
  });

  it('ends although a gateway ignores the page', async () => {
    const made = rows(3, 1000);
    const counted = logGateway(() => made, { total: () => undefined });
    const { connection } = await gateway((asked, response) => {
      asked.query.set('page', '1');
      return counted(asked, response);
    });
    const { ids, covered } = await readWhole(adapter, connection, OCTOBER_1);
    expect(ids).toEqual(idsOf(made));
    expect(covered.at(-1)?.untilMs).toBe(OCTOBER_1.untilMs);
  });

  it('is not read from a gateway that does not heed the time', async () => {
    const { connection } = await gateway((_, response) => {
      sendJson(response, { data: [rowOf({ id: 'r0', startMs: FROM + 3 * HOUR })], total: 1 });
    });
    await expect(readWhole(adapter, connection, OCTOBER_1)).rejects.toMatchObject({
      problem: {
        code: 'answer_unreadable',
        message: expect.stringContaining('a row of 2026-10-01T03:00:00Z') as unknown,
      },
    });
  });

  it('keeps rows it could not understand with their place, once, without the bodies of calls', async () => {
    const broken = { ...rowOf({ id: 'r1', startMs: FROM }), spend: 'free', api_key: 'sk-made-up-0002' };
    const { connection } = await gateway(logGateway(() => [...rows(1, 1), broken]));
    const { pages, ids } = await readWhole(adapter, connection, OCTOBER_1);
    expect(ids).toEqual(['r0']);
    const refused = pages.flatMap((page) => page.refused);
    expect(refused).toMatchObject([
      { where: '2026-10-01T00:00:00Z, page 1, row 2', reason: 'spend is not an amount in dollars' },
    ]);
    expect(refused[0]?.raw).toContain('"r1"');
    expect(refused[0]?.raw).not.toMatch(/private|made-up-0002/);
  });

  it('reads recorded pages', async () => {
    const { data } = recordedBody('spend-logs-v2-page1') as { readonly data: readonly Row[] };
    const { connection } = await gateway(
      logGateway(() => data.toSorted((a, b) => String(a['startTime']).localeCompare(String(b['startTime'])))),
    );
    const recordedDay = { sinceMs: Date.UTC(2026, 10, 23), untilMs: Date.UTC(2026, 10, 24) };
    const later = createLitellmAdapter({ now: () => new Date('2026-11-26T12:00:00Z') });
    const { pages, ids } = await readWhole(later, connection, recordedDay);
    expect(pages.flatMap(({ refused }) => refused)).toEqual([]);
    expect(ids).toHaveLength(data.length);
  });

  it('rejects a refusal with the gateway’s words, and an answer without rows', async () => {
    const refusing = await gateway((_, response) => {
      sendJson(response, { error: { message: 'Prisma Client is not initialized', code: '401' } }, 401);
    });
    await expect(readWhole(adapter, refusing.connection, OCTOBER_1)).rejects.toMatchObject({
      problem: { code: 'no_database' },
    });
    expect(refusing.server.asked).toHaveLength(1);
    const odd = await gateway((_, response) => {
      sendJson(response, { rows: [] });
    });
    await expect(readWhole(adapter, odd.connection, OCTOBER_1)).rejects.toMatchObject({
      problem: { code: 'answer_unreadable' },
    });
  });

  it('stops when cancelled between pages', async () => {
    const { server, connection } = await gateway(logGateway(() => rows(3000, 1000)));
    const controller = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const page of adapter.readLog(connection, OCTOBER_1, work(controller.signal)))
        if (page.rows.length > 0) controller.abort();
    };
    await expect(reading()).rejects.toMatchObject({ problem: { code: 'cancelled' } });
    expect(server.asked).toHaveLength(1);
  });
});

describe('rows that do not hold still', () => {
  const HOUR_1 = { sinceMs: FROM, untilMs: FROM + HOUR };

  it('are not lost between pages when rows of one instant change places', async () => {
    const made = rows(1400, 0).map((row, n): Row => ({
      ...row,
      startTime: new Date(FROM + Math.floor(n / 70) * 1000).toISOString(),
    }));
    // As a database may answer that is told to sort by time only: equal ones otherwise with every page.
    const turned = (call: number): readonly Row[] =>
      made.toSorted(
        (a, b) => String(a['startTime']).localeCompare(String(b['startTime'])) || (call % 2) - 0.5 || 0,
      );
    const { connection } = await gateway(logGateway((_, call) => turned(call)));
    const { ids } = await readWhole(adapter, connection, HOUR_1);
    expect(new Set(ids)).toEqual(new Set(idsOf(made)));
    expect(ids).toHaveLength(made.length);
  });

  it('are read again within a second that fills a page, with pages that end elsewhere', async () => {
    const made = rows(900, 0);
    // The row at the end of the first page of 500 and the one behind it, the other way round on the second page.
    const swapped = made.with(499, made[500] ?? {}).with(500, made[499] ?? {});
    const slips = ({ query }: Asked): boolean =>
      query.get('page_size') === '500' && query.get('page') === '2';
    const { server, connection } = await gateway(logGateway((asked) => (slips(asked) ? swapped : made)));
    const { ids, pages } = await readWhole(adapter, connection, HOUR_1);
    expect(ids).toHaveLength(900);
    expect(new Set(ids).size).toBe(900);
    expect(pages.flatMap(({ refused }) => refused)).toEqual([]);
    expect(server.asked.map(({ query }) => query.get('page_size'))).toContain('493');
  });

  it('are not lost when the oldest rows are deleted meanwhile, so that others slip', async () => {
    const made = rows(1400, 1000);
    const { connection } = await gateway(logGateway((_, call) => (call === 1 ? made : made.slice(200))));
    const { ids, covered } = await readWhole(adapter, connection, HOUR_1);
    expect(new Set(ids)).toEqual(new Set(idsOf(made)));
    expect(covered.at(-1)?.untilMs).toBe(HOUR_1.untilMs);
  });

  it('are told of when they never come', async () => {
    const { connection } = await gateway(
      logGateway(() => rows(900, 0), { total: (inside) => (inside.length === 0 ? 0 : 902) }),
    );
    const { pages } = await readWhole(adapter, connection, HOUR_1);
    const refused = pages.flatMap((page) => page.refused);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ where: '2026-10-01T00:00:00Z to 2026-10-01T00:00:01Z', raw: '' });
    expect(refused[0]?.reason).toContain('2 more rows');
  });
});

describe('pages that are too much for a node', () => {
  it('are asked for with fewer rows, which go on where the larger ones ended', async () => {
    const made = rows(1900, 0.5);
    const counted = logGateway(() => made);
    const failures = [500];
    const { server, connection } = await gateway((asked, response) => {
      const size = Number(asked.query.get('page_size'));
      const fails = asked.query.get('page') === '2' && size > 100 ? failures.shift() : undefined;
      if (fails === undefined) return counted(asked, response);
      sendJson(response, { error: { message: 'Timed out fetching a new connection' } }, fails);
      return undefined;
    });
    const { ids } = await readWhole(adapter, connection, { sinceMs: FROM, untilMs: FROM + HOUR });
    expect(ids).toEqual(idsOf(made));
    const asked = server.asked.map(({ query }) => [query.get('page_size'), query.get('page')]);
    expect(asked.slice(0, 5)).toEqual([
      ['500', '1'],
      ['500', '1'],
      ['500', '2'],
      ['250', '3'],
      ['250', '4'],
    ]);
  });

  it('get smaller when an answer is larger than what is read of one', async () => {
    const made = rows(600, 1).map((row) => ({ ...row, cache_key: 'x'.repeat(500) }));
    const { server, connection } = await gateway(logGateway(() => made));
    const small = createLitellmAdapter({ http: { maxBytes: 100_000 }, patience: stoppedTime() });
    const { ids } = await readWhole(small, connection, { sinceMs: FROM, untilMs: FROM + HOUR });
    expect(ids).toEqual(idsOf(made));
    expect(server.asked.map(({ query }) => query.get('page_size')).slice(0, 4)).toEqual([
      '500',
      '250',
      '100',
      '100',
    ]);
  });

  it('get smaller, and are asked for more slowly, when one comes late', async () => {
    const made = rows(600, 1);
    const counted = logGateway(() => made);
    const time = stoppedTime();
    const hasty = createLitellmAdapter({ http: { timeoutMs: 200 }, patience: time });
    let stuck = 2;
    const { server, connection } = await gateway((asked, response) => {
      if (asked.query.get('page') !== '2' || stuck === 0) return counted(asked, response);
      stuck -= 1;
      return undefined;
    });
    const { ids } = await readWhole(hasty, connection, { sinceMs: FROM, untilMs: FROM + HOUR });
    expect(ids).toEqual(idsOf(made));
    expect(time.waits).toEqual([750]);
    expect(server.asked.slice(2, 4).map(({ query }) => query.get('page_size'))).toEqual(['500', '250']);
  });

  it('stop the reading in the end, with the place and what to do', async () => {
    const counted = logGateway(() => rows(600, 1));
    const { connection } = await gateway((asked, response) => {
      if (asked.query.get('page') === '1') return counted(asked, response);
      sendJson(response, { detail: 'out of memory' }, 500);
      return undefined;
    });
    const { error } = await tryRead(adapter, connection, { sinceMs: FROM, untilMs: FROM + HOUR });
    expect(error).toMatchObject({ problem: { code: 'gateway_failed', where: 'GET /spend/logs/v2' } });
    expect(String(error)).toContain('prod-1');
    expect(String(error)).toContain('2026-10-01T00:00:00Z to 2026-10-01T00:00:01Z after 4 tries');
  });
});

import { describe, expect, it } from 'vitest';
import type { LogPage, LogWindow } from '../../../../electron/gateways/adapter.ts';
import { daysOf } from '../../../../electron/gateways/litellm/read-log.ts';
import { sendJson } from '../http/server.ts';
import type { Handler } from '../http/server.ts';
import { recordedBody } from './recorded.ts';
import { adapter, gateway, work } from './world.ts';

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 9, 1);
const OCTOBER_1: LogWindow = { sinceMs: FROM, untilMs: FROM + DAY };

function row(n: number, startMs: number): Record<string, unknown> {
  return {
    request_id: `r${String(n)}`,
    call_type: 'acompletion',
    startTime: new Date(startMs).toISOString(),
    endTime: new Date(startMs + 5).toISOString(),
    status: 'success',
    model_group: 'gpt-4o',
    spend: 0.5,
    messages: [{ role: 'user', content: 'private' }],
  };
}

/** A gateway with a log, that counts to 10,000 only, as the real one does. */
function logGateway(rows: readonly Record<string, unknown>[], mostPerPage = 1000): Handler {
  return ({ query }, response) => {
    const size = Number(query.get('page_size'));
    if (size > mostPerPage) {
      sendJson(
        response,
        {
          detail: [{ type: 'less_than_equal', loc: ['query', 'page_size'], msg: 'Input should be smaller' }],
        },
        422,
      );
      return;
    }
    const [since, until] = [query.get('start_date'), query.get('end_date')].map((text) =>
      Date.parse(`${String(text).replace(' ', 'T')}Z`),
    );
    const inside = rows.filter(
      ({ startTime }) =>
        Date.parse(String(startTime)) >= Number(since) && Date.parse(String(startTime)) <= Number(until),
    );
    const start = (Number(query.get('page')) - 1) * size;
    const total = Math.min(inside.length, 10_000);
    sendJson(response, {
      data: inside.slice(start, start + size),
      total,
      total_pages: Math.ceil(total / size),
    });
  };
}

async function readAll(
  connection: Parameters<typeof adapter.readLog>[0],
  window: LogWindow,
): Promise<readonly LogPage[]> {
  const pages: LogPage[] = [];
  for await (const page of adapter.readLog(connection, window, work())) pages.push(page);
  return pages;
}

function idsOf(pages: readonly LogPage[]): readonly string[] {
  return pages.flatMap(({ rows }) => rows.map(({ id }) => id));
}

describe('readLog', () => {
  it('walks far beyond what the gateway counts', async () => {
    const rows = Array.from({ length: 10_600 }, (_, n) => row(n, FROM + n * 1000));
    const { server, connection } = await gateway(logGateway(rows));
    const pages = await readAll(connection, OCTOBER_1);
    expect(idsOf(pages)).toEqual(rows.map(({ request_id: id }) => id));
    expect(pages[0]?.bytes).toBeGreaterThan(10_000);
    expect(server.asked).toHaveLength(23);
  });

  it('asks for UTC days, oldest first, in the form that every release takes', async () => {
    const { server, connection } = await gateway(logGateway([]));
    await readAll(connection, { sinceMs: FROM + 1500, untilMs: FROM + DAY + 1500 });
    expect(server.asked.map(({ query }) => Object.fromEntries(query))).toEqual([
      {
        start_date: '2026-10-01 00:00:01',
        end_date: '2026-10-02 00:00:00',
        page: '1',
        page_size: '500',
        sort_by: 'startTime',
        sort_order: 'asc',
      },
      {
        start_date: '2026-10-02 00:00:00',
        end_date: '2026-10-02 00:00:02',
        page: '1',
        page_size: '500',
        sort_by: 'startTime',
        sort_order: 'asc',
      },
    ]);
  });

  it('leaves out what the inclusive ends bring beyond the window, and repeats nothing between days', async () => {
    const rows = [FROM - 1, FROM, FROM + DAY - 1, FROM + DAY, FROM + 2 * DAY - 1, FROM + 2 * DAY].map(
      (ms, n) => row(n, ms),
    );
    const { connection } = await gateway(logGateway(rows));
    expect(idsOf(await readAll(connection, { sinceMs: FROM, untilMs: FROM + 2 * DAY }))).toEqual([
      'r1',
      'r2',
      'r3',
      'r4',
    ]);
  });

  it('makes do with pages of 100 where larger ones are refused, and asks for larger ones no more', async () => {
    const rows = Array.from({ length: 150 }, (_, n) => row(n, FROM + n * 1000));
    const { server, connection } = await gateway(logGateway(rows, 100));
    expect(idsOf(await readAll(connection, { sinceMs: FROM, untilMs: FROM + 2 * DAY }))).toHaveLength(150);
    expect(server.asked.map(({ query }) => query.get('page_size'))).toEqual([
      '500',
      '100',
      '100',
      '100',
      '100',
    ]);
  });

  it('keeps rows it could not understand with their place, without the bodies of calls', async () => {
    const broken = { ...row(1, FROM), spend: 'free', api_key: 'sk-made-up-0002' };
    const { connection } = await gateway(logGateway([row(0, FROM), broken]));
    const [page] = await readAll(connection, OCTOBER_1);
    expect(page?.rows).toHaveLength(1);
    expect(page?.refused).toMatchObject([
      { where: '2026-10-01, page 1, row 2', reason: 'spend is not an amount in dollars' },
    ]);
    expect(page?.refused[0]?.raw).toContain('"r1"');
    expect(page?.refused[0]?.raw).not.toMatch(/private|made-up-0002/);
  });

  it('ends although a gateway ignores the page', async () => {
    const { server, connection } = await gateway((_, response) => {
      sendJson(response, { data: [row(0, FROM)] });
    });
    expect(idsOf(await readAll(connection, OCTOBER_1))).toEqual(['r0']);
    expect(server.asked).toHaveLength(2);
  });

  it('reads recorded pages', async () => {
    const { connection } = await gateway(({ query }, response) => {
      sendJson(response, query.get('page') === '1' ? recordedBody('spend-logs-v2-page1') : { data: [] });
    });
    const recordedDay = { sinceMs: Date.UTC(2026, 10, 23), untilMs: Date.UTC(2026, 10, 24) };
    const [page] = await readAll(connection, recordedDay);
    expect(page?.refused).toEqual([]);
    expect(page?.rows.length).toBeGreaterThan(0);
  });

  it('rejects a refusal with the gateway’s words, and an answer without rows', async () => {
    const refusing = await gateway((_, response) => {
      sendJson(response, { error: { message: 'Prisma Client is not initialized', code: '401' } }, 401);
    });
    await expect(readAll(refusing.connection, OCTOBER_1)).rejects.toMatchObject({
      problem: { code: 'no_database' },
    });
    const odd = await gateway((_, response) => {
      sendJson(response, { rows: [] });
    });
    await expect(readAll(odd.connection, OCTOBER_1)).rejects.toMatchObject({
      problem: { code: 'answer_unreadable' },
    });
  });

  it('stops when cancelled between pages', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => row(n, FROM + n * 1000));
    const { server, connection } = await gateway(logGateway(rows));
    const controller = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const page of adapter.readLog(connection, OCTOBER_1, work(controller.signal)))
        if (page.rows.length > 0) controller.abort();
    };
    await expect(reading()).rejects.toMatchObject({ problem: { code: 'cancelled' } });
    expect(server.asked).toHaveLength(1);
  });
});

describe('daysOf', () => {
  it('cuts a window at midnight UTC, and an empty one into nothing', () => {
    expect(daysOf({ sinceMs: FROM + 1, untilMs: FROM + DAY + 1 })).toEqual([
      { sinceMs: FROM + 1, untilMs: FROM + DAY },
      { sinceMs: FROM + DAY, untilMs: FROM + DAY + 1 },
    ]);
    expect(daysOf({ sinceMs: FROM, untilMs: FROM })).toEqual([]);
  });
});

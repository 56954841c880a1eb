import { afterEach, describe, expect, it } from 'vitest';
import { textOr } from '../../../../electron/gateways/doubleword/fields.ts';
import { listPages } from '../../../../electron/gateways/doubleword/pages.ts';
import { createNodeLimits, openSession } from '../../../../electron/gateways/doubleword/session.ts';
import { sendJson, startServer } from '../http/server.ts';
import type { TestServer } from '../http/server.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A list of 150 rows; `meanwhile` runs after each page with the rows and the number of the page. */
async function read(meanwhile: (rows: string[], page: number) => void): Promise<{
  readonly ids: readonly string[];
  readonly held: readonly string[];
  readonly lacking: readonly string[];
  readonly asked: number;
}> {
  const held = Array.from({ length: 150 }, (_, index) => `r${String(index)}`);
  let pages = 0;
  const server = await startServer(({ query }, response) => {
    const skip = Number(query.get('skip'));
    const data = held.slice(skip, skip + Number(query.get('limit'))).map((id) => ({ id }));
    sendJson(response, { data, total_count: held.length });
    pages += 1;
    meanwhile(held, pages);
  });
  servers.push(server);
  const connection = { node: 'dw-eu', url: server.url, key: 'sk-made-up-admin-0001' };
  const session = openSession(connection, createNodeLimits(), new AbortController().signal);
  const ids: string[] = [];
  const lacking: string[] = [];
  try {
    for await (const { rows } of listPages(session, '/groups', {}, (why) => lacking.push(why)))
      ids.push(...rows.map(({ id }) => textOr(id, '')));
  } finally {
    session.close();
  }
  return { ids, held, lacking, asked: pages };
}

describe('listPages', () => {
  it('reads a list that holds still once', async () => {
    const { ids, held, lacking, asked } = await read(() => undefined);
    expect(ids).toEqual(held);
    expect(lacking).toEqual([]);
    expect(asked).toBe(2);
  });

  it('reads again when a row was deleted between two pages, and then has every row', async () => {
    const { ids, held, lacking } = await read((rows, page) => {
      if (page === 1) rows.splice(50, 1);
    });
    expect(ids).toEqual(held);
    expect(ids).toContain('r101');
    expect(lacking).toEqual([]);
  });

  it('reads again when a row came between two pages, and then has it too', async () => {
    const { ids, held } = await read((rows, page) => {
      if (page === 1) rows.unshift('new');
    });
    expect(ids).toEqual(held);
  });

  it('says so when the list never holds still', async () => {
    const { lacking, asked } = await read((rows) => rows.splice(3, 1));
    expect(lacking).toEqual(['It changed while it was read; some may be missing.']);
    expect(asked).toBe(6);
  });
});

describe('listPages of a list without a total', () => {
  /** Reads `/probes` of a server that answers with `answer`; what came, and how often it was asked. */
  async function readBare(
    answer: (skip: number, limit: number) => readonly object[],
  ): Promise<{ readonly rows: readonly object[]; readonly asked: number }> {
    const server = await startServer(({ query }, response) => {
      sendJson(response, answer(Number(query.get('skip')), Number(query.get('limit'))));
    });
    servers.push(server);
    const connection = { node: 'dw-eu', url: server.url, key: 'sk-made-up-admin-0001' };
    const session = openSession(connection, createNodeLimits(), new AbortController().signal);
    const rows: object[] = [];
    try {
      for await (const page of listPages(session, '/probes')) rows.push(...page.rows);
    } finally {
      session.close();
    }
    return { rows, asked: server.asked.length };
  }
  const made = Array.from({ length: 250 }, (_, index) => ({ id: `p${String(index)}` }));

  it.each([0, 1, 101, 202, 250])(
    'reads one of %i rows that obeys skip and limit to its end',
    async (length) => {
      const held = made.slice(0, length);
      const { rows, asked } = await readBare((skip, limit) => held.slice(skip, skip + Math.min(limit, 101)));
      expect(rows).toEqual(held);
      expect(asked).toBe(Math.ceil(length / 101) + 1);
    },
  );

  it('reads one that comes whole whatever is asked once, and ends', async () => {
    const { rows, asked } = await readBare(() => made);
    expect(rows).toEqual(made);
    expect(asked).toBe(2);
    expect(await readBare(() => [])).toEqual({ rows: [], asked: 1 });
  });

  it('keeps rows without an id of their own apart by what they say', async () => {
    const parts = [1, 2, 3].map((weight) => ({ weight, model: { id: 'same' } }));
    expect((await readBare(() => parts)).rows).toEqual(parts);
  });
});

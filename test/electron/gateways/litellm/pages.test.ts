import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PulledState } from '../../../../electron/gateways/adapter.ts';
import { readList } from '../../../../electron/gateways/litellm/pages.ts';
import type { Session } from '../../../../electron/gateways/litellm/session.ts';
import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { sendJson } from '../http/server.ts';
import type { Handler } from '../http/server.ts';
import { adapter, gateway, work } from './world.ts';

function states(pulled: PulledState): Partial<Record<ResourceKind, string>> {
  return Object.fromEntries(pulled.sections.map(({ kind, state }) => [kind, state]));
}

/** A gateway whose only list is `/v2/team/list`, with so many teams. */
function teamsGateway(count: () => number, size = 100): Handler {
  return ({ path, query }, response) => {
    if (path === '/health/readiness') sendJson(response, { status: 'healthy', litellm_version: '1.81.13' });
    else if (path === '/v2/team/list') {
      const start = (Number(query.get('page')) - 1) * size;
      const all = Array.from({ length: count() }, (_, n) => ({
        team_id: `t${String(n)}`,
        team_alias: `team ${String(n)}`,
      }));
      sendJson(response, { teams: all.slice(start, start + size), total: all.length });
    } else sendJson(response, { detail: 'Not Found' }, 404);
  };
}

const TEAM_ROUTE = {
  path: '/v2/team/list',
  query: {},
  paging: { page: 'page', size: 'page_size' },
  total: 'total',
} as const;

/** A conversation with a gateway that answers pages, without a network. */
function sessionOfPages(answer: (page: number) => JsonObject): Session {
  const get: Session['get'] = async (path, query = {}) => {
    const body = answer(Number(query['page']));
    await Promise.resolve();
    return {
      method: 'GET',
      path,
      query: {},
      status: 200,
      contentType: 'application/json',
      body,
      text: '',
      bytes: 0,
      ms: 0,
    };
  };
  const refuse = (): Promise<never> => Promise.reject(new Error('it only reads'));
  return { node: 'prod-1', signal: new AbortController().signal, get, send: refuse, write: refuse };
}

describe('the lists of a pull', () => {
  it('reads all pages', async () => {
    const { connection } = await gateway(teamsGateway(() => 250));
    const pulled = await adapter.pull(connection, work());
    expect(pulled.resources.map(({ id }) => id)).toEqual(
      Array.from({ length: 250 }, (_, n) => `t${String(n)}`),
    );
    expect(states(pulled).team).toBe('complete');
  });

  it('reads the pages of a list side by side once it knows how many there are', async () => {
    const pages = teamsGateway(() => 950);
    let under = 0;
    let most = 0;
    const { server, connection } = await gateway(async (request, response) => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setTimeout(resolve, 20));
      under -= 1;
      await pages(request, response);
    });
    const pulled = await adapter.pull(connection, work());
    expect(pulled.resources).toHaveLength(950);
    expect(states(pulled).team).toBe('complete');
    expect(most).toBe(4);
    const asked = server.asked.filter(({ path }) => path === '/v2/team/list');
    expect(asked.map(({ query }) => Number(query.get('page'))).sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    // The raw answers stand in the order of the pages, whichever came first.
    const raw = pulled.raw.get('GET /v2/team/list') ?? [];
    expect(
      raw.map((text) => (JSON.parse(text) as { teams: { team_id: string }[] }).teams[0]?.team_id),
    ).toEqual(Array.from({ length: 10 }, (_, n) => `t${String(n * 100)}`));
  });

  it.each<[string, number]>([
    ['far too many', 1_000_000],
    ['a number that stops, as some lists of LiteLLM count', 200],
    ['none', 0],
  ])('never trusts a total: %s', async (_, total) => {
    const { server, connection } = await gateway(({ path, query }, response) => {
      if (path === '/health/readiness') sendJson(response, { status: 'healthy' });
      else if (path === '/v2/team/list') {
        const start = (Number(query.get('page')) - 1) * 100;
        const teams = Array.from({ length: Math.max(0, Math.min(100, 430 - start)) }, (_unused, n) => ({
          team_id: `t${String(start + n)}`,
        }));
        sendJson(response, { teams, total });
      } else sendJson(response, { detail: 'Not Found' }, 404);
    });
    const pulled = await adapter.pull(connection, work());
    expect(pulled.resources).toHaveLength(430);
    expect(server.asked.length).toBeLessThan(60);
  });

  it('takes a smaller page than it asked for', async () => {
    const { connection } = await gateway(teamsGateway(() => 130, 25));
    const pulled = await adapter.pull(connection, work());
    expect(pulled.resources).toHaveLength(130);
    expect(states(pulled).team).toBe('complete');
  });

  it('does not keep what was deleted while it read, and reads what moved', async () => {
    let asked = 0;
    const { connection } = await gateway(({ path, query }, response) => {
      if (path === '/health/readiness') sendJson(response, { status: 'healthy' });
      else if (path === '/v2/team/list') {
        asked += 1;
        // Team 0 is deleted after the first page: the count falls with it, so the sum alone would look right.
        const all = Array.from({ length: 150 }, (_, n) => ({ team_id: `t${String(n)}` })).slice(
          asked > 1 ? 1 : 0,
        );
        const start = (Number(query.get('page')) - 1) * 100;
        sendJson(response, { teams: all.slice(start, start + 100), total: all.length });
      } else sendJson(response, { detail: 'Not Found' }, 404);
    });
    const pulled = await adapter.pull(connection, work());
    const ids = pulled.resources.map(({ id }) => id);
    expect(ids).toHaveLength(149);
    expect(ids).not.toContain('t0');
    expect(ids).toContain('t100');
    expect(states(pulled).team).toBe('complete');
  });

  it('loses no team whatever happens between its pages, or says that some may be missing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ add: fc.nat(3), remove: fc.nat(3), at: fc.nat(300) }), { maxLength: 6 }),
        async (changes) => {
          const steps = [...changes];
          let teams = Array.from({ length: 260 }, (_, n) => `t${String(n)}`);
          const stable = new Set(teams);
          let next = 0;
          const session = sessionOfPages((page) => {
            const start = (page - 1) * 100;
            const answer = {
              teams: teams.slice(start, start + 100).map((team_id) => ({ team_id })),
              total: teams.length,
            };
            const step = steps.shift();
            if (step !== undefined) {
              for (const gone of teams.slice(step.at, step.at + step.remove)) stable.delete(gone);
              teams = teams.toSpliced(step.at, step.remove);
              teams = [...Array.from({ length: step.add }, () => `new${String((next += 1))}`), ...teams];
            }
            return answer;
          });
          const { resources, lacking } = await readList(session, TEAM_ROUTE);
          const ids = resources.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          if (lacking === null) expect(ids).toEqual(expect.arrayContaining([...stable]));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('ends although a gateway ignores the page', async () => {
    const { connection } = await gateway(({ path }, response) => {
      if (path === '/health/readiness') sendJson(response, { status: 'healthy' });
      else if (path === '/user/list') sendJson(response, { users: [{ user_id: 'u' }] });
      else sendJson(response, { detail: 'Not Found' }, 404);
    });
    expect((await adapter.pull(connection, work())).resources).toHaveLength(1);
  });

  it('reads a list again when rows moved between its pages', async () => {
    let asked = 0;
    const { connection } = await gateway(({ path, query }, response) => {
      if (path === '/health/readiness') sendJson(response, { status: 'healthy' });
      else if (path === '/v2/team/list') {
        asked += 1;
        // Team 0 is deleted after the first page was read, so team 100 moves onto that page, unseen.
        const all = Array.from({ length: 150 }, (_, n) => ({ team_id: `t${String(n)}` })).slice(
          asked > 1 ? 1 : 0,
        );
        const start = (Number(query.get('page')) - 1) * 100;
        sendJson(response, { teams: all.slice(start, start + 100), total: 150 });
      } else sendJson(response, { detail: 'Not Found' }, 404);
    });
    const pulled = await adapter.pull(connection, work());
    expect(pulled.resources.some(({ id }) => id === 't100')).toBe(true);
  });
});

import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../../../electron/gateways/http/client.ts';
import type { ClientOptions, GatewayRequest } from '../../../../electron/gateways/http/client.ts';
import { GatewayError } from '../../../../electron/gateways/http/problems.ts';
import { ProblemError } from '../../../../shared/result.ts';
import { sendJson, startServer } from './server.ts';
import type { Handler, TestServer } from './server.ts';

const KEY = 'sk-topsecret-0123456789abcdef';
const FAST: ClientOptions = { retryWaitMs: 1, timeoutMs: 2000 };
const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(handler: Handler): Promise<TestServer> {
  const server = await startServer(handler);
  open.push(server.close);
  return server;
}

function ask(
  url: string,
  request: GatewayRequest,
  options: ClientOptions = FAST,
  signal = new AbortController().signal,
): ReturnType<ReturnType<typeof createClient>['send']> {
  const client = createClient({ node: 'prod-1', url, key: KEY }, options);
  open.push(client.close);
  return client.send(request, signal);
}

/** What a request fails with; fails itself when it does not, or when the key shows anywhere. */
async function problemOf(promise: Promise<unknown>): Promise<ProblemError> {
  const error: unknown = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw error;
  for (const text of [
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 9, showHidden: true }),
    error.stack,
  ])
    expect(text).not.toContain('topsecret');
  return error;
}

const TEAMS: GatewayRequest = { method: 'GET', path: '/team/list' };

describe('createClient', () => {
  it('sends the key, the query and the body below the address of the node', async () => {
    const server = await serve((_, response) => {
      sendJson(response, { ok: true });
    });
    const answer = await ask(`${server.url}/gateway/`, {
      method: 'POST',
      path: '/team/new',
      query: { 'a b': 'c&d', page: 2 },
      body: { team_alias: 'café' },
      headers: { 'LiteLLM-Changed-By': 'gatehouse' },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { ok: true },
      contentType: 'application/json',
      bytes: 11,
    });
    const [asked] = server.asked;
    expect(asked).toMatchObject({ method: 'POST', path: '/gateway/team/new', body: '{"team_alias":"café"}' });
    expect(asked?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'litellm-changed-by': 'gatehouse',
    });
    expect(Object.fromEntries(asked?.query ?? [])).toEqual({ 'a b': 'c&d', page: '2' });
  });

  it.each(['http://host:99999', 'http://exa%mple', 'http://[::1', 'host', ''])(
    'says that the address %j cannot be read, and does not repeat it',
    async (url) => {
      const { problem } = await problemOf(ask(url, TEAMS));
      expect(problem).toMatchObject({
        code: 'node_address',
        message: 'The address of prod-1 cannot be read.',
      });
    },
  );

  it('keeps the key to itself where none is needed', async () => {
    const server = await serve((_, response) => {
      sendJson(response, {});
    });
    await ask(server.url, { method: 'GET', path: '/health/readiness', withKey: false });
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it.each(['//evil.example/x', 'http://evil.example', '/a/../b', '/a/%2E%2e/b', '/a?b', '/a b', '', 'a'])(
    'sends nothing to the route %s',
    async (path) => {
      const server = await serve((_, response) => {
        sendJson(response, {});
      });
      expect((await problemOf(ask(server.url, { method: 'GET', path }))).problem.code).toBe('refused');
      expect(server.asked).toEqual([]);
    },
  );

  it('follows no redirect, and says where it would have led', async () => {
    const other = await serve((_, response) => {
      sendJson(response, {});
    });
    const server = await serve((_, response) => {
      response.writeHead(302, { location: `${other.url}/login?next=x` }).end();
    });
    const { problem } = await problemOf(ask(server.url, TEAMS));
    expect(problem.code).toBe('redirected');
    expect(problem.message).toContain(`${other.url}/login,`);
    expect(other.asked).toEqual([]);
  });

  it('takes a web page with status 200 for what it is', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><p>hello');
    });
    const { problem } = await problemOf(ask(server.url, TEAMS));
    expect(problem).toMatchObject({ code: 'answered_html', where: 'GET /team/list' });
    expect(problem.message).toContain(server.url);
    expect(problem.next).toContain('address');
  });

  it('refuses a success that is no JSON, unless text is expected', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('OK');
    });
    expect((await problemOf(ask(server.url, TEAMS))).problem.code).toBe('answer_unreadable');
    expect((await ask(server.url, { method: 'GET', path: '/healthz', expect: 'text' })).body).toBe('OK');
  });

  it('refuses JSON that was cut off', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"teams":[');
    });
    expect((await problemOf(ask(server.url, TEAMS))).problem.code).toBe('answer_unreadable');
  });

  it('reads an empty success as null', async () => {
    const server = await serve((_, response) => {
      response.writeHead(204).end();
    });
    expect((await ask(server.url, { method: 'DELETE', path: '/groups/1' })).body).toBeNull();
  });

  it.each([
    [401, 'wrong_key'],
    [403, 'not_permitted'],
    [404, 'not_found'],
    [405, 'not_found'],
    [400, 'refused'],
    [409, 'refused'],
    [422, 'refused'],
    [429, 'overloaded'],
    [500, 'gateway_failed'],
  ])(
    'turns %d into %s, with the status, the node, the route and the gateway’s words',
    async (status, code) => {
      const server = await serve((_, response) => {
        sendJson(response, { detail: { error: `said so to ${KEY}` } }, status);
      });
      const error = await problemOf(ask(server.url, TEAMS));
      expect(error).toBeInstanceOf(GatewayError);
      expect(error).toMatchObject({ status, problem: { code, where: 'GET /team/list' } });
      expect(error.problem.message).toMatch(/^prod-1 .*GET \/team\/list\. said so to ‹hidden›\.$/);
      expect(server.asked).toHaveLength(1);
    },
  );

  it('says that nothing listens', async () => {
    const server = await startServer(() => undefined);
    await server.close();
    const { problem } = await problemOf(ask(server.url, TEAMS));
    expect(problem.code).toBe('node_unreachable');
    expect(problem.message).toContain(server.url);
  });

  it('gives up waiting for an answer', async () => {
    const server = await serve(() => undefined);
    const { problem } = await problemOf(ask(server.url, TEAMS, { ...FAST, timeoutMs: 50 }));
    expect(problem.code).toBe('node_timeout');
  });

  it('gives up on an answer that drips, however lively the connection is, and asks no second time', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":"');
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    const began = performance.now();
    const { problem } = await problemOf(ask(server.url, TEAMS, { ...FAST, timeoutMs: 200 }));
    expect(problem.code).toBe('node_timeout');
    expect(performance.now() - began).toBeLessThan(1000);
    expect(server.asked).toHaveLength(1);
  });

  it('does not count the time in which others are asked first', async () => {
    const server = await serve((_, response) => {
      setTimeout(() => {
        sendJson(response, {});
      }, 150);
    });
    const client = createClient(
      { node: 'prod-1', url: server.url, key: KEY },
      { ...FAST, timeoutMs: 400, parallel: 1 },
    );
    open.push(client.close);
    const asked = [1, 2, 3, 4].map(() => client.send(TEAMS, new AbortController().signal));
    expect(await Promise.all(asked)).toHaveLength(4);
  });

  it('says when https is spoken to a gateway without it', async () => {
    const server = await serve(() => undefined);
    const { problem } = await problemOf(ask(server.url.replace('http:', 'https:'), TEAMS));
    expect(problem.code).toBe('node_unreachable');
    expect(problem.next).toContain('https://');
  });

  it('refuses an answer that is too large', async () => {
    const server = await serve((_, response) => {
      sendJson(response, { text: 'x'.repeat(5000) });
    });
    expect((await problemOf(ask(server.url, TEAMS, { ...FAST, maxBytes: 1000 }))).problem.code).toBe(
      'answer_too_large',
    );
  });

  it('says when the key cannot be sent', async () => {
    const client = createClient({ node: 'prod-1', url: 'http://127.0.0.1:1', key: `${KEY}\nx` }, FAST);
    open.push(client.close);
    const { problem } = await problemOf(client.send(TEAMS, new AbortController().signal));
    expect(problem.code).toBe('wrong_key');
  });

  it('asks again when the connection broke or the gateway is briefly away', async () => {
    const answers: ((response: Parameters<Handler>[1]) => void)[] = [
      (response) => response.destroy(),
      (response) => response.writeHead(503, { 'retry-after': '0' }).end(),
      (response) => {
        sendJson(response, [1]);
      },
    ];
    const server = await serve((_, response) => answers[server.asked.length - 1]?.(response));
    expect((await ask(server.url, TEAMS)).body).toEqual([1]);
    expect(server.asked).toHaveLength(3);
  });

  it('never repeats a write', async () => {
    const server = await serve((_, response) => {
      response.destroy();
    });
    const { problem } = await problemOf(ask(server.url, { method: 'POST', path: '/team/new', body: {} }));
    expect(problem.code).toBe('node_unreachable');
    expect(server.asked).toHaveLength(1);
  });

  it('does not wait longer than a minute, whatever Retry-After asks', async () => {
    const server = await serve((_, response) => {
      response.writeHead(503, { 'retry-after': '3600' }).end();
    });
    expect((await problemOf(ask(server.url, TEAMS))).problem.code).toBe('gateway_failed');
    expect(server.asked).toHaveLength(1);
  });

  it('stops when cancelled, while asked and while waiting to ask again', async () => {
    const hanging = await serve(() => undefined);
    const first = new AbortController();
    const asking = problemOf(ask(hanging.url, TEAMS, FAST, first.signal));
    await expect.poll(() => hanging.asked.length).toBe(1);
    first.abort();
    expect((await asking).problem.code).toBe('cancelled');

    const busy = await serve((_, response) => {
      response.writeHead(503, { 'retry-after': '30' }).end();
    });
    const second = new AbortController();
    const waiting = problemOf(ask(busy.url, TEAMS, FAST, second.signal));
    await expect.poll(() => busy.asked.length).toBe(1);
    second.abort();
    expect((await waiting).problem.code).toBe('cancelled');
  });

  it('asks no more than it may at once', async () => {
    let now = 0;
    let most = 0;
    const held: (() => void)[] = [];
    const server = await serve((_, response) => {
      now += 1;
      most = Math.max(most, now);
      held.push(() => {
        now -= 1;
        sendJson(response, {});
      });
      // Answered only when a second one is under way, a little later, so that a third could slip in.
      if (held.length === 2) for (const answer of held.splice(0)) setTimeout(answer, 20);
    });
    const client = createClient({ node: 'prod-1', url: server.url, key: KEY }, { ...FAST, parallel: 2 });
    open.push(client.close);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 8 }, () => client.send(TEAMS, signal)));
    expect(server.asked).toHaveLength(8);
    expect(most).toBe(2);
  });
});

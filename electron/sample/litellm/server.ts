import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { invalid, Refusal, type Answer } from './answer.ts';
import { authorise } from './auth.ts';
import { decode, encode, type Value } from './python.ts';
import { allRoutes, matchRoute } from './routes.ts';
import type { SpendLog } from './spend-log.ts';
import type { LitellmState } from './state.ts';

/** What a simulated proxy is made of. */
export interface LitellmSimulatorOptions {
  /** Changed in place by writes. */
  readonly state: LitellmState;
  readonly log: SpendLog;
  /** A free port when left out. */
  readonly port?: number;
  readonly masterKey: string;
  /** The release it says it is; 1.106.2 when left out. It answers like that release in any case. */
  readonly version?: string;
  /** Milliseconds since 1970. The machine's clock when left out. */
  readonly now?: () => number;
}

/** A running simulated proxy, reachable from this machine only. */
export interface LitellmSimulator {
  readonly url: string;
  readonly port: number;
  /** How many calls so far would have been paid for on a real proxy. */
  readonly paidCalls: () => number;
  readonly close: () => Promise<void>;
}

const BIGGEST_BODY = 4_000_000;

/**
 * Starts a server on 127.0.0.1 that answers as LiteLLM 1.106.2 does, with its state in memory. Rejects
 * when the port is taken.
 */
export async function startLitellmSimulator(options: LitellmSimulatorOptions): Promise<LitellmSimulator> {
  let paid = 0;
  let ids = 0;
  const routes = allRoutes(() => (paid += 1));
  const newId = (): string => {
    ids += 1;
    return uuidOf(`${options.state.seed}/id/${ids}`);
  };
  const server = createServer((request, response) => {
    answer(request)
      .catch(asAnswer)
      .then((result) => send(response, result))
      .catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = decodeURIComponent(url.pathname);
    const match = matchRoute(routes, request.method ?? 'GET', path);
    const text = await readText(request);
    if (match.found === 'nothing') return { status: 404, body: { detail: 'Not Found' } };
    if (match.found === 'other-methods') {
      const headers = { allow: match.methods.join(', ') };
      return { status: 405, body: { detail: 'Method Not Allowed' }, headers };
    }
    const { state, masterKey, log, version = '1.106.2' } = options;
    const nowMs = (options.now ?? Date.now)();
    const caller = authorise(match.route, path, request.headers, { state, masterKey, nowMs });
    return match.route.answer({
      query: url.searchParams,
      body: readBody(request, text),
      path: match.values,
      caller,
      nowMs,
      state,
      log,
      version,
      newId,
    });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    paidCalls: () => paid,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A bug in the simulator is a 500 in the words of the gateway's last resort. */
function asAnswer(error: unknown): Answer {
  if (error instanceof Refusal) return error.answer;
  const body = { error: { message: 'Internal server error', type: 'internal_server_error' } };
  return { status: 500, body };
}

function send(response: ServerResponse, { status, body, raw, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(raw ?? encode(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > BIGGEST_BODY) throw new RangeError('The body is too big.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A body that is not declared as JSON stays text, and then no route accepts it. */
function readBody(request: IncomingMessage, text: string): Value | undefined {
  if (text === '') return undefined;
  if (!/^application\/(json|[\w.-]+\+json)/.test(request.headers['content-type'] ?? 'application/json')) {
    return text;
  }
  try {
    return decode(text);
  } catch {
    throw invalid([{ type: 'json_invalid', loc: ['body', '0'], msg: 'JSON decode error' }]);
  }
}

/** An id of the UUID form that depends on nothing but its text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import { asOlder, lackingInOlder } from './older-release.ts';
import type { DoublewordRelease } from './older-release.ts';
import { createPool } from './overload.ts';
import type { Peaks } from './overload.ts';
import { ADMIN_BASE, answerRequest } from './routes.ts';
import { madeKey } from './model-calls.ts';
import type { DoublewordApiKey, DoublewordLog, DoublewordState } from './state.ts';
import { createStore } from './store.ts';

/** What a simulated node is made from. */
export interface DoublewordSimulatorOptions {
  readonly state: DoublewordState;
  readonly log: DoublewordLog;
  /** The platform key of its admin. */
  readonly adminKey: string;
  /** Further platform keys, each with the id of the user whose it is. */
  readonly platformKeys?: Readonly<Record<string, string>>;
  /** A key for calling models, which the admin API refuses. */
  readonly callKey?: string;
  /** Port on 127.0.0.1; any free one when left out. */
  readonly port?: number;
  /** How long each answer takes at least, milliseconds, or one to an address; 0 when left out. */
  readonly latencyMs?: number | ((asked: URL) => number);
  /** With it, six model lists at once get the node stuck for so many milliseconds. */
  readonly stallMs?: number;
  /** Whose answers it gives, 10.13.1 when left out. */
  readonly release?: DoublewordRelease;
}

/** A running simulated node. */
export interface DoublewordSimulator {
  readonly url: string;
  readonly port: number;
  /** Most calls and most model lists that were under way at once. */
  peaks(): Peaks;
  /** Switches a model on or off, by its alias, as a gateway does that finds it with its provider again, or no longer. */
  turnModel(alias: string, on: boolean): void;
  close(): Promise<void>;
}

const MAX_BODY = 2_000_000;

/** Headers that every answer of dwctl 10.13.1 carries. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
};

/**
 * Starts a Doubleword node on loopback that answers as recorded from dwctl 10.13.1, or from 8.94.2. State lives in memory;
 * writes take effect. The same data and the same calls give the same answers.
 */
export async function startDoublewordSimulator(
  options: DoublewordSimulatorOptions,
): Promise<DoublewordSimulator> {
  const store = createStore(options.state, options.log, { capsHold: options.release !== '8.94.2' });
  const pool = createPool(options.stallMs ?? null, (ms) => delay(ms, undefined, { ref: false }));
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    peaks: () => pool.peaks(),
    turnModel(alias, on) {
      for (const model of store.state.models) if (model.alias === alias) model.inactive = !on;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function callerOf(key: string): string | null {
    if (key === options.adminKey) return store.state.adminUserId;
    const made = madeKey(store, key);
    return options.platformKeys?.[key] ?? (made?.purpose === 'platform' ? made.created_by : null);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      send(response, await answer(request));
    } catch {
      response.destroy();
    }
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const made = madeKey(store, key);
    const text = await readBody(request);
    if (text === null)
      return { status: 413, type: 'text/plain; charset=utf-8', body: 'length limit exceeded' };
    const respond = async (): Promise<Answer> => {
      const { latencyMs } = options;
      if (latencyMs !== undefined) await delay(typeof latencyMs === 'number' ? latencyMs : latencyMs(url));
      return answerRequest(store, {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        body: { type: request.headers['content-type'] ?? null, text },
        callerId: callerOf(key),
        isCallKey: (key !== '' && key === options.callKey) || isForCalls(made),
        madeKey: made,
      });
    };
    if (!url.pathname.startsWith(ADMIN_BASE)) return respond();
    if (options.release !== '8.94.2') return pool.run(isModelList(request.method, url), respond);
    const lacking = lackingInOlder(request.method ?? 'GET', url.pathname.slice(ADMIN_BASE.length));
    return lacking ?? asOlder(await pool.run(isModelList(request.method, url), respond));
  }
}

function isForCalls(key: DoublewordApiKey | undefined): boolean {
  return key !== undefined && key.purpose !== 'platform';
}

/** A single model with its groups or prices holds as many connections as a list (seen with dwctl 10.13.1). */
function isModelList(method: string | undefined, url: URL): boolean {
  const heavy = /\b(groups|pricing)\b/.test(url.searchParams.get('include') ?? '');
  return method === 'GET' && /^\/models(?:\/[^/]+)?$/.test(url.pathname.slice(ADMIN_BASE.length)) && heavy;
}

/** Null when the body is longer than the gateway takes. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return size > MAX_BODY ? null : Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, type, body, headers }: Answer): void {
  response.writeHead(status, { ...HEADERS, ...headers, ...(type === null ? {} : { 'content-type': type }) });
  response.end(body);
}

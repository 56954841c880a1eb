import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { cancelled } from '../../../shared/result.ts';
import type { JsonValue } from '../../../shared/json.ts';
import type { Connection } from '../adapter.ts';
import type { Answer } from '../reader.ts';
import { understand } from './answer.ts';
import { startDeadline } from './deadline.ts';
import { createLimit } from './limit.ts';
import { isConnectionLost, problemOfNetwork } from './network-problems.ts';
import type { Place } from './problems.ts';
import { GatewayError, unusableAddress, unusableKey } from './problems.ts';
import { readRetryAfter, wait, waitBefore } from './retry.ts';
import { checkRoute } from './route.ts';

/** One question to a node. */
export interface GatewayRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the node's address, beginning with `/`, ids already escaped (see `segment` in route.ts). */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: JsonValue;
  readonly headers?: Readonly<Record<string, string>>;
  /** `json` (default) refuses an HTML page that comes with status 200; `text` takes what comes. */
  readonly expect?: 'json' | 'text';
  /** False for routes that need no key: it is not sent then. */
  readonly withKey?: boolean;
}

/** A successful answer with what it cost. */
export interface GatewayAnswer extends Answer {
  /** The body as it came; holds whatever the gateway sent, so it is redacted before it is kept. */
  readonly text: string;
  readonly bytes: number;
  readonly ms: number;
}

/** How a client behaves; every value has a default that suits both gateways. */
export interface ClientOptions {
  /**
   * Milliseconds for one attempt from its start to the last byte of the answer, however lively the connection is,
   * 45,000: an overloaded Doubleword (10.13.1) answers after 30,000.
   */
  readonly timeoutMs?: number;
  /** Questions at once, 4: six parallel model lists stall Doubleword (10.13.1). */
  readonly parallel?: number;
  /** Further attempts of a GET, 2. */
  readonly retries?: number;
  /** Milliseconds before the first further attempt, 300; then doubled. */
  readonly retryWaitMs?: number;
  /** Largest answer read, bytes, 50 MB. */
  readonly maxBytes?: number;
}

/** Asks one node. Rejects with a {@link GatewayError}, or with `cancelled` when the signal is aborted. */
export interface GatewayClient {
  send(request: GatewayRequest, signal: AbortSignal): Promise<GatewayAnswer>;
  /** Closes idle connections. */
  close(): void;
}

const RETRIED: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * A client for one node: its address, its key, its certificate authority. Follows no redirect (the key
 * would follow too), uses no proxy, and repeats nothing but GETs whose connection broke or that were
 * answered 502, 503 or 504, as `Retry-After` says. The key is in no error.
 */
export function createClient(connection: Connection, options: ClientOptions = {}): GatewayClient {
  const { timeoutMs = 45_000, parallel = 4, retries = 2, retryWaitMs = 300, maxBytes = 50_000_000 } = options;
  const agentOptions = { keepAlive: true, maxSockets: parallel };
  const httpAgent = new http.Agent(agentOptions);
  const httpsAgent = new https.Agent(
    connection.ca === undefined ? agentOptions : { ...agentOptions, ca: connection.ca },
  );
  const instance = axios.create({
    baseURL: connection.url,
    allowAbsoluteUrls: false,
    maxRedirects: 0,
    maxContentLength: maxBytes,
    maxBodyLength: 5_000_000,
    proxy: false,
    responseType: 'arraybuffer',
    validateStatus: () => true,
    transformResponse: (data: unknown) => data,
    httpAgent,
    httpsAgent,
  });
  const limit = createLimit(parallel);

  const send = async (request: GatewayRequest, signal: AbortSignal): Promise<GatewayAnswer> => {
    checkRoute(request.path);
    const place = placeOf(connection, request);
    const origin = URL.canParse(connection.url) ? new URL(connection.url).origin : null;
    if (origin === null) throw unusableAddress(place);
    // The library would quietly drop what a header cannot carry, and so send another key.
    if (request.withKey !== false && !/^[\x21-\x7e]+$/.test(connection.key)) throw unusableKey(place);
    for (let attempt = 0; ; attempt += 1) {
      const again = request.method === 'GET' && attempt < retries;
      const outcome = await limit(
        () => ask(instance, connection, request, { signal, timeoutMs }),
        signal,
      ).catch(() => null);
      if (outcome === null || signal.aborted) throw cancelled(`${place.node}: ${place.route}`);
      if ('code' in outcome) {
        const error = problemOfNetwork(place, origin, outcome.code, timeoutMs);
        if (!again || !isConnectionLost(outcome.code)) throw error;
      } else if (!again || !RETRIED.has(outcome.response.status)) {
        return judge(place, connection, request, outcome);
      }
      const retryAfter = 'response' in outcome ? headerOf(outcome.response, 'retry-after') : null;
      const pause = waitBefore(attempt, retryAfter, retryWaitMs, Date.now());
      if (pause === null && 'response' in outcome) return judge(place, connection, request, outcome);
      await wait(pause ?? retryWaitMs, signal).catch(() => undefined);
    }
  };

  const close = (): void => {
    httpAgent.destroy();
    httpsAgent.destroy();
  };
  return { send, close };
}

type Outcome = { readonly response: AxiosResponse<Buffer>; readonly ms: number } | { readonly code: string };

/** The only place that touches the library's errors: nothing of them but their code goes on. */
async function ask(
  instance: AxiosInstance,
  connection: Connection,
  request: GatewayRequest,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Outcome> {
  const { method, path, body, headers = {}, withKey = true } = request;
  const started = performance.now();
  const deadline = startDeadline(signal, timeoutMs);
  try {
    const response = await instance.request<Buffer>({
      method,
      url: path,
      params: new URLSearchParams(queryOf(request)),
      ...(body === undefined ? {} : { data: JSON.stringify(body) }),
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(withKey ? { Authorization: `Bearer ${connection.key}` } : {}),
        ...headers,
      },
      signal: deadline.signal,
    });
    return { response, ms: performance.now() - started };
  } catch (error) {
    return { code: deadline.passed() ? 'ETIMEDOUT' : codeOf(error) };
  } finally {
    deadline.end();
  }
}

function codeOf(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof message === 'string' && /maxContentLength|maxBodyLength/.test(message)) return 'ERR_TOO_LARGE';
  if (typeof message === 'string' && /socket hang up|aborted/i.test(message) && code !== 'ETIMEDOUT')
    return 'ECONNRESET';
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : 'an unexpected failure';
}

function placeOf(connection: Connection, request: GatewayRequest): Place {
  return {
    node: connection.node,
    route: `${request.method} ${request.path}`,
    secrets: connection.key.length < 4 ? [] : [connection.key],
  };
}

function queryOf(request: GatewayRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.query ?? {}).map(([name, value]) => [name, String(value)]),
  );
}

function headerOf(response: AxiosResponse, name: string): string | null {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : null;
}

function judge(
  place: Place,
  connection: Connection,
  request: GatewayRequest,
  { response, ms }: { readonly response: AxiosResponse<Buffer>; readonly ms: number },
): GatewayAnswer {
  const text = Buffer.from(response.data).toString('utf8');
  const answer = understood(headerOf(response, 'retry-after'), place, connection.url, {
    method: request.method,
    path: request.path,
    query: queryOf(request),
    status: response.status,
    contentType: headerOf(response, 'content-type') ?? '',
    location: headerOf(response, 'location'),
    text,
    ms,
    expect: request.expect ?? 'json',
  });
  return { ...answer, text, bytes: response.data.byteLength, ms };
}

/** As {@link understand}, with the time that a refusal asks to wait. */
function understood(retryAfter: string | null, ...given: Parameters<typeof understand>): Answer {
  try {
    return understand(...given);
  } catch (error) {
    if (!(error instanceof GatewayError) || retryAfter === null) throw error;
    throw new GatewayError(error.problem, error.status, readRetryAfter(retryAfter, Date.now()));
  }
}

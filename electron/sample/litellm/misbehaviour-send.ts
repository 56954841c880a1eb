import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { encode, isObject } from './python.ts';
import type { Answer } from './answer.ts';
import type { Misbehaviour } from './misbehaviour.ts';

/** How a call that meets a misbehaviour is answered. */
export interface BadSending {
  /** False: the call must not be carried out. */
  readonly carriedOut: boolean;
  /** `answer` is null where the call was not carried out. Rejects when the other side went away. */
  readonly send: (response: ServerResponse, answer: Answer | null) => Promise<void> | void;
}

const PAGE =
  '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>\n';

/** How a misbehaviour is sent, or null where the answer is sent as usual. */
export function sendingOf(does: Misbehaviour): BadSending | null {
  switch (does.kind) {
    case 'latency':
    case 'meanwhile':
      return null;
    case 'cut-before':
      return { carriedOut: false, send: (response) => void response.destroy() };
    case 'answer-lost':
      return { carriedOut: true, send: (response) => void response.destroy() };
    case 'cut-during':
      return { carriedOut: true, send: cutInTheMiddle };
    case 'slow-drip':
      return { carriedOut: true, send: (response, answer) => drip(response, answer, does) };
    case 'duplicate-keys':
      return { carriedOut: true, send: twice };
    case 'too-many-requests':
      return instead(
        429,
        { error: { message: 'Rate limit exceeded', type: 'throttling_error', param: null, code: '429' } },
        { 'retry-after': String(does.retryAfterSeconds ?? 1) },
      );
    case 'server-error':
      return instead(does.status ?? 500, {
        error: { message: 'Internal server error', type: 'internal_server_error' },
      });
    case 'error-in-200':
      return instead(200, {
        error: {
          message: does.message ?? 'Internal server error',
          type: 'internal_server_error',
          param: null,
          code: '500',
        },
      });
    case 'html':
      return { carriedOut: false, send: (response) => endWith(response, 200, HTML, PAGE) };
    case 'login-redirect': {
      const headers = { ...HTML, location: does.location ?? '/sso/key/generate?redirect=1' };
      return { carriedOut: false, send: (response) => endWith(response, 302, headers, PAGE) };
    }
    case 'huge-answer':
      return { carriedOut: false, send: (response) => pour(response, does.bytes) };
  }
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };

function instead(status: number, body: Answer['body'], headers: Record<string, string> = {}): BadSending {
  return {
    carriedOut: false,
    send: (response) => endWith(response, status, { ...JSON_TYPE, ...headers }, encode(body)),
  };
}

function endWith(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  text: string,
): void {
  response.writeHead(status, headers);
  response.end(text);
}

function textOf(answer: Answer | null): string {
  return answer === null ? 'null' : (answer.raw ?? encode(answer.body));
}

/** Says the true length, sends half of it and ends the connection. */
async function cutInTheMiddle(response: ServerResponse, answer: Answer | null): Promise<void> {
  const bytes = Buffer.from(textOf(answer));
  response.writeHead(answer?.status ?? 200, { ...JSON_TYPE, 'content-length': String(bytes.length) });
  const half = bytes.subarray(0, bytes.length >> 1);
  await new Promise<void>((resolve) => {
    response.write(half, () => resolve());
  });
  response.destroy();
}

async function drip(
  response: ServerResponse,
  answer: Answer | null,
  { bytes: size, everyMs }: { readonly bytes: number; readonly everyMs: number },
): Promise<void> {
  const bytes = Buffer.from(textOf(answer));
  response.writeHead(answer?.status ?? 200, { ...JSON_TYPE, 'content-length': String(bytes.length) });
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    response.write(bytes.subarray(at, at + size));
    await wait(everyMs);
  }
  response.end();
}

/** Text work, because an object cannot hold a key twice. Answers that are no object go unharmed. */
function twice(response: ServerResponse, answer: Answer | null): void {
  const text = textOf(answer);
  const body = answer?.raw === undefined ? (answer?.body ?? null) : null;
  const first = isObject(body) ? Object.keys(body)[0] : /^\{"(\w+)"/.exec(text)?.[1];
  const doubled = first === undefined ? text : `${text.slice(0, -1)},${JSON.stringify(first)}:null}`;
  endWith(response, answer?.status ?? 200, { ...JSON_TYPE, ...answer?.headers }, doubled);
}

const CHUNK = `${'{"team_id":"filler","team_alias":"filler"},'.repeat(1500)}\n`;

/** One JSON object of this size or a little more, at the pace at which the other side reads it. */
async function pour(response: ServerResponse, bytes: number): Promise<void> {
  response.writeHead(200, JSON_TYPE);
  response.write('{"teams":[');
  for (let sent = 0; sent < bytes && !response.destroyed; sent += CHUNK.length) {
    if (!response.write(CHUNK)) await drained(response);
  }
  response.end('{}],"total":1}');
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import { readText } from './call-text.ts';
import { createDispatch } from './dispatch.ts';
import { sendingOf } from './misbehaviour-send.ts';
import {
  createMisbehaviourBook,
  type ActiveRule,
  type AdminCall,
  type Hit,
  type MisbehaviourRule,
} from './misbehaviour.ts';
import { encode } from './python.ts';
import type { LitellmSimulatorOptions } from './simulator-options.ts';

/** A running simulated proxy, reachable from this machine only. */
export interface LitellmSimulator {
  readonly url: string;
  readonly port: number;
  /** How many calls so far would have been paid for on a real proxy. */
  readonly paidCalls: () => number;
  /** Makes coming calls go wrong, until their number is reached or it is stopped. */
  readonly misbehave: (rule: MisbehaviourRule) => ActiveRule;
  /** Takes every rule away. */
  readonly behave: () => void;
  readonly close: () => Promise<void>;
}

/**
 * Starts a server on 127.0.0.1 that answers as LiteLLM does, with its state in memory. Rejects
 * when the port is taken, and when one of the prepared calls is refused.
 */
export async function startLitellmSimulator(options: LitellmSimulatorOptions): Promise<LitellmSimulator> {
  let paid = 0;
  const { prepared, now = Date.now } = options;
  let clock = now;
  const dispatch = createDispatch({ ...options, now: () => clock() }, () => (paid += 1));
  const book = createMisbehaviourBook(options.misbehaviour);
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: target = '/', headers } = request;
    const text = await readText(request);
    const hits = book.meet(method, target.replace(/\?.*$/, ''));
    await delay(hits);
    for (const { does, number } of hits) {
      if (does.kind === 'meanwhile') for (const call of does.calls(number)) meanwhile(call);
    }
    const bad = hits.map(({ does }) => sendingOf(does)).find((sending) => sending !== null);
    const answer = bad?.carriedOut === false ? null : dispatch({ method, target, headers, text });
    options.onCall?.({ method, target, text, status: answer?.status ?? null });
    if (bad !== undefined) await bad.send(response, answer);
    else if (answer !== null) send(response, answer);
  }

  function meanwhile({ method, path, body }: AdminCall): Answer {
    const headers = { authorization: `Bearer ${options.masterKey}`, 'content-type': 'application/json' };
    return dispatch({ method, target: path, headers, text: body === undefined ? '' : JSON.stringify(body) });
  }

  if (prepared !== undefined) {
    clock = () => prepared.atMs;
    for (const call of prepared.calls) {
      const { status } = meanwhile(call);
      if (status >= 300) throw new Error(`${call.method} ${call.path} was answered ${status}`);
    }
    clock = now;
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
    misbehave: (rule) => book.add(rule),
    behave: () => book.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function delay(hits: readonly Hit[]): Promise<void> {
  for (const { does } of hits) if (does.kind === 'latency') await wait(does.ms);
}

function send(response: ServerResponse, { status, body, raw, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(raw ?? encode(body));
}

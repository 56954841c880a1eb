import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal, type Answer } from './answer.ts';
import { authorise } from './auth.ts';
import { readBody } from './call-text.ts';
import { allRoutes, matchRoute } from './routes.ts';
import type { LitellmSimulatorOptions } from './server.ts';

/** One call as it came in. */
export interface IncomingCall {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Makes what carries calls out and answers them. `paid` is told of calls that cost money on a real proxy.
 * A bug in the simulator is a 500 in the words of the gateway's last resort.
 */
export function createDispatch(
  options: LitellmSimulatorOptions,
  paid: () => void,
): (call: IncomingCall) => Answer {
  const routes = allRoutes(paid);
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return uuidOf(`${options.state.seed}/id/${ids}`);
  };
  const { state, masterKey, log, version = '1.106.2' } = options;

  function answer({ method, target, headers, text }: IncomingCall): Answer {
    const url = new URL(target, 'http://127.0.0.1');
    const path = decodeURIComponent(url.pathname);
    const match = matchRoute(routes, method, path);
    if (match.found === 'nothing') return { status: 404, body: { detail: 'Not Found' } };
    if (match.found === 'other-methods') {
      const allowed = { allow: match.methods.join(', ') };
      return { status: 405, body: { detail: 'Method Not Allowed' }, headers: allowed };
    }
    const nowMs = (options.now ?? Date.now)();
    const caller = authorise(match.route, path, headers, { state, masterKey, nowMs });
    return match.route.answer({
      query: url.searchParams,
      body: readBody(headers['content-type'], text),
      path: match.values,
      caller,
      nowMs,
      state,
      log,
      version,
      newId,
    });
  }

  return (call) => {
    try {
      return answer(call);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      const body = { error: { message: 'Internal server error', type: 'internal_server_error' } };
      return { status: 500, body };
    }
  };
}

/** An id of the UUID form that depends on nothing but its text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal, type Answer } from './answer.ts';
import { authorise } from './auth.ts';
import { readBody } from './call-text.ts';
import { asInRelease } from './older-answer.ts';
import { refuseWithoutDatabase } from './no-database.ts';
import { allRoutes, createMatcher } from './routes.ts';
import { liveLog } from './spend/live-log.ts';
import { makeStore } from './store/make-store.ts';
import type { LitellmSimulatorOptions } from './simulator-options.ts';

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
  const { masterKey, log, release = '1.106.2', version = release, database = true } = options;
  const store = makeStore(options.state, { release, database });
  const wholeLog = liveLog(log, store.logged, release);
  const match = createMatcher(allRoutes(release, paid));
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return uuidOf(`${options.state.seed}/id/${ids}`);
  };
  function answer({ method, target, headers, text }: IncomingCall): Answer {
    const url = new URL(target, 'http://127.0.0.1');
    const path = decodeURIComponent(url.pathname);
    const found = match(method, path);
    if (found.found === 'nothing') return { status: 404, body: { detail: 'Not Found' } };
    if (found.found === 'other-methods') {
      const allowed = { allow: found.methods.join(', ') };
      return { status: 405, body: { detail: 'Method Not Allowed' }, headers: allowed };
    }
    const nowMs = (options.now ?? Date.now)();
    const caller = authorise(found.route, path, headers, { store, masterKey, nowMs });
    if (!database) refuseWithoutDatabase(found.route);
    return found.route.answer({
      query: url.searchParams,
      body: readBody(headers['content-type'], text),
      path: found.values,
      headers,
      caller,
      nowMs,
      store,
      older: release === '1.81.13',
      log: wholeLog,
      version,
      newId,
    });
  }

  return (call) => {
    try {
      return answer(call);
    } catch (error) {
      if (error instanceof Refusal) return asInRelease(error.answer, release === '1.81.13');
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

import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './answer.ts';
import type { Value } from './python.ts';
import type { SpendLog } from './spend-log.ts';
import type { Store } from './store/store.ts';
import type { Caller } from './caller.ts';

/** One call, already authorised. */
export interface Call {
  readonly query: URLSearchParams;
  /** Undefined when there was none. */
  readonly body: Value | undefined;
  /** The values of `{…}` in the route's path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly store: Store;
  /** True for release 1.81.13, false for 1.106.2. */
  readonly older: boolean;
  readonly log: SpendLog;
  readonly version: string;
  /** A fresh id of the UUID form; the same sequence in every run. */
  readonly newId: () => string;
}

/**
 * Who may call a route: `open` anybody, without a key; `admin` an admin, and for reading an admin viewer;
 * `user` whoever may make their own things; `any` some key; `llm` some key, also one for models only;
 * `master` the master key alone.
 */
export type Access = 'open' | 'admin' | 'user' | 'any' | 'llm' | 'master';

/** One route. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `{name}` for one variable segment. */
  readonly path: string;
  readonly access: Access;
  readonly answer: (call: Call) => Answer;
  /** The releases that have it; both when left out. */
  readonly since?: '1.106.2';
}

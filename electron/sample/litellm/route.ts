import type { Answer } from './answer.ts';
import type { Caller } from './auth.ts';
import type { Value } from './python.ts';
import type { SpendLog } from './spend-log.ts';
import type { LitellmState } from './state.ts';

/** One call, already authorised. */
export interface Call {
  readonly query: URLSearchParams;
  /** Undefined when there was none. */
  readonly body: Value | undefined;
  /** The values of `{…}` in the route's path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly state: LitellmState;
  readonly log: SpendLog;
  readonly version: string;
  /** A fresh id of the UUID form; the same sequence in every run. */
  readonly newId: () => string;
}

/** One route. `open` needs no key; `admin` an admin's (a viewer's for reading); `any` some key. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `{name}` for one variable segment. */
  readonly path: string;
  readonly access: 'open' | 'admin' | 'any';
  readonly answer: (call: Call) => Answer;
}

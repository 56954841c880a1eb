import type { AdminCall, MisbehaviourRule } from './misbehaviour.ts';
import type { Release } from './release.ts';
import type { SpendLog } from './spend-log.ts';
import type { LitellmState } from './state.ts';

/** What a simulated proxy is made of. */
export interface LitellmSimulatorOptions {
  /** What it holds at the start; left as it is. */
  readonly state: LitellmState;
  readonly log: SpendLog;
  /** A free port when left out. */
  readonly port?: number;
  readonly masterKey: string;
  /** The release that it answers like; 1.106.2 when left out. */
  readonly release?: Release;
  /** The version that it says it is; its release when left out. */
  readonly version?: string;
  /** False: it runs from its config file only, without a database. */
  readonly database?: boolean;
  /** Milliseconds since 1970. The machine's clock when left out. */
  readonly now?: () => number;
  /** Calls of the administrator that were made before it starts. */
  readonly prepared?: PreparedCalls;
  /** How it goes wrong from the start. */
  readonly misbehaviour?: readonly MisbehaviourRule[];
  /** Told of every call when its fate is known. */
  readonly onCall?: (call: SeenCall) => void;
}

/** Calls with the master key, all at one instant: milliseconds since 1970. */
export interface PreparedCalls {
  readonly atMs: number;
  readonly calls: readonly AdminCall[];
}

/** A call that reached the simulator. */
export interface SeenCall {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** The body as sent; empty for none. */
  readonly text: string;
  /** What the simulator made of it; null where it was not carried out. The caller may not have seen it. */
  readonly status: number | null;
}

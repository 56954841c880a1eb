import { create, type StoreApi, type UseBoundStore } from 'zustand';

import type { CallAnswer, CallArgs, CallName } from '../../../shared/contract/contract.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../api.ts';

/**
 * What the window knows of one answer of the core.
 * `value` stays while a newer one is on its way and when that fails, so a screen never goes blank.
 */
export interface RemoteState<T> {
  readonly loading: boolean;
  readonly value: T | null;
  readonly problem: Problem | null;
}

/** One call's newest answer as a store, with the one action that refreshes it. */
export interface Remote<K extends CallName> {
  /** The state as a React hook. */
  readonly use: UseBoundStore<StoreApi<RemoteState<CallAnswer<K>>>>;
  /** Asks again. An older answer that arrives late is thrown away. */
  readonly load: (args: CallArgs<K>) => Promise<void>;
  /** Asks again with the arguments of the last time; does nothing when it never was asked. */
  readonly reload: () => Promise<void>;
  /** Forgets everything, as when another workspace is opened. */
  readonly reset: () => void;
}

/** Makes the store of one call. One per call and purpose, at module level. */
export function createRemote<K extends CallName>(name: K): Remote<K> {
  type State = RemoteState<CallAnswer<K>>;
  const empty: State = { loading: false, value: null, problem: null };
  const use = create<State>()(() => empty);
  let newest = 0;
  let lastArgs: CallArgs<K> | null = null;

  async function load(args: CallArgs<K>): Promise<void> {
    newest += 1;
    const turn = newest;
    lastArgs = args;
    use.setState({ loading: true });
    const result = await call(name, args);
    if (turn !== newest) return;
    if (result.ok) use.setState({ loading: false, value: result.value, problem: null });
    else use.setState({ loading: false, problem: result.problem });
  }

  return {
    use,
    load,
    reload: async () => {
      if (lastArgs !== null) await load(lastArgs);
    },
    reset: () => {
      newest += 1;
      lastArgs = null;
      use.setState(empty, true);
    },
  };
}

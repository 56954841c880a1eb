import { create, type StoreApi, type UseBoundStore } from 'zustand';

import type { CallAnswer, CallArgs, CallName } from '../../../shared/contract/contract.ts';
import { call, newTask } from '../../app/api.ts';
import type { RemoteState } from '../../app/state/remote.ts';

/** What follows what a person types: the newest answer of one call, and no answer of an older question. */
export interface LiveAnswer<K extends CallName> {
  /** The state as a React hook. `value` stays while a newer answer is on its way, and when that fails. */
  readonly use: UseBoundStore<StoreApi<RemoteState<CallAnswer<K>>>>;
  /**
   * Asks once nothing else was asked for `delayMs`. What still runs for an older question is cancelled at once, and its
   * answer is thrown away.
   */
  readonly ask: (args: CallArgs<K>, delayMs?: number) => void;
  /** Asks the last question again; does nothing when there was none. */
  readonly again: () => void;
  /** Cancels what runs and keeps what is known. */
  readonly stop: () => void;
  /** Cancels what runs and forgets everything. */
  readonly reset: () => void;
}

/** Makes the store of one call and purpose, at module level. */
export function createLiveAnswer<K extends CallName>(name: K): LiveAnswer<K> {
  type State = RemoteState<CallAnswer<K>>;
  const empty: State = { loading: false, value: null, problem: null };
  const use = create<State>()(() => empty);
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: string | null = null;
  let last: CallArgs<K> | null = null;

  function stop(): void {
    newest += 1;
    clearTimeout(timer);
    if (running !== null) void call('tasks.cancel', { task: running });
    running = null;
    use.setState({ loading: false });
  }

  async function run(args: CallArgs<K>, turn: number): Promise<void> {
    const task = newTask();
    running = task;
    const result = await call(name, args, { task });
    if (turn !== newest) return;
    running = null;
    if (result.ok) use.setState({ loading: false, value: result.value, problem: null });
    else use.setState({ loading: false, problem: result.problem });
  }

  function ask(args: CallArgs<K>, delayMs = 0): void {
    stop();
    last = args;
    const turn = newest;
    use.setState({ loading: true });
    if (delayMs === 0) void run(args, turn);
    else timer = setTimeout(() => void run(args, turn), delayMs);
  }

  return {
    use,
    ask,
    again: () => {
      if (last !== null) ask(last);
    },
    stop,
    reset: () => {
      stop();
      last = null;
      use.setState(empty, true);
    },
  };
}

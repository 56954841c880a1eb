import type {
  CallAnswer,
  CallArgs,
  CallName,
  ContractEvents,
  EventName,
} from '../../shared/contract/contract.ts';
import type { CallOptions, GatehouseBridge } from '../../shared/contract/bridge.ts';
import type { Result } from '../../shared/result.ts';

/**
 * The window's only way out. Everything the window asks goes through {@link call}; nothing else touches
 * the bridge, so tests and the development page put another one in its place.
 */
let bridge: GatehouseBridge | null = null;

/** Sets the bridge that all calls use. Called once, before the first render; by tests, before each test. */
export function connectBridge(next: GatehouseBridge): void {
  bridge = next;
}

function connected(): GatehouseBridge {
  if (bridge === null) throw new Error('The window has no bridge yet.');
  return bridge;
}

/** Asks the core or the shell. Never rejects: what went wrong is in the result. */
export function call<K extends CallName>(
  name: K,
  args: CallArgs<K>,
  options?: CallOptions,
): Promise<Result<CallAnswer<K>>> {
  return connected().calls[name](args, options);
}

/** Listens to what comes unasked, until the returned function is called. */
export function listen<K extends EventName>(
  event: K,
  listener: (payload: ContractEvents[K]) => void,
): () => void {
  return connected().on(event, listener);
}

let lastTask = 0;

/** A name for one piece of long work, unique in this run of the window. */
export function newTask(): string {
  lastTask += 1;
  return `w${lastTask}`;
}

import type { Result } from '../result.ts';
import type { CallAnswer, CallArgs, CallName, ContractEvents, EventName } from './contract.ts';

/** What may go with a call besides its arguments. */
export interface CallOptions {
  /** Name for long work, chosen by the caller, unique in the run; `task.changed` and `tasks.cancel` use it. */
  readonly task?: string;
}

/** One function a call of the contract. They never reject: what went wrong is in the result. */
export type BridgeCalls = {
  readonly [K in CallName]: (args: CallArgs<K>, options?: CallOptions) => Promise<Result<CallAnswer<K>>>;
};

/** All that the window can reach: what the preload exposes as `window.gatehouse`. */
export interface GatehouseBridge {
  readonly calls: BridgeCalls;
  /** Listens until the returned function is called. Names are those of the contract, nothing else. */
  readonly on: <K extends EventName>(event: K, listener: (payload: ContractEvents[K]) => void) => () => void;
}

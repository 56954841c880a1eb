import type {
  CallAnswer,
  CallArgs,
  CallName,
  ContractEvents,
  EventName,
} from '../../shared/contract/contract.ts';

/** What the fake answers to one call; a thrown `ProblemError` becomes a failed result, as in the core. */
export type FakeHandlers = {
  readonly [K in CallName]: (
    args: CallArgs<K>,
    context: FakeContext,
  ) => CallAnswer<K> | Promise<CallAnswer<K>>;
};

/** Sends an event to whoever listens. */
export type Emit = <K extends EventName>(event: K, payload: ContractEvents[K]) => void;

export interface FakeContext {
  readonly emit: Emit;
  readonly task: string | null;
}

import type { Result } from '../result.ts';
import type { CoreCallName, ContractEvents, EventName } from './contract.ts';

/** Window to core, over the message port. */
export interface CallMessage {
  readonly type: 'call';
  readonly id: number;
  readonly name: CoreCallName;
  readonly args: unknown;
  readonly task?: string;
}

/** Core to window: the answer to one call. */
export interface AnswerMessage {
  readonly type: 'answer';
  readonly id: number;
  readonly result: Result<unknown>;
}

/** Core to window: something happened. */
export interface EventMessage<K extends EventName = EventName> {
  readonly type: 'event';
  readonly event: K;
  readonly payload: ContractEvents[K];
}

export type ToWindow = AnswerMessage | EventMessage;

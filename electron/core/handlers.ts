import type { CallAnswer, CoreCallName, ValidArgs } from '../../shared/contract/contract.ts';
import type { GatewayKind } from '../../shared/fleet/node.ts';
import type { TaskState } from '../../shared/contract/answers.ts';
import type { GatewayAdapter } from '../gateways/adapter.ts';
import type { Clock, CoreEvents, SecretStore } from './ports.ts';

/** What a handler is given besides its arguments. */
export interface CallContext {
  /** Aborted when the person cancels; a handler then stops and rejects with `cancelled(…)`. */
  readonly signal: AbortSignal;
  /** Reports how far long work is. Cheap to call often: the router thins it out. */
  readonly progress: (
    state: Partial<Pick<TaskState, 'label' | 'done' | 'total' | 'unit' | 'detail' | 'secondsLeft'>>,
  ) => void;
}

/** One call's handler: valid arguments in; the answer, or a ProblemError, out. */
export type Handler<K extends CoreCallName> = (
  args: ValidArgs<K>,
  context: CallContext,
) => Promise<CallAnswer<K>>;

/** Every call of the core. A service provides the part under its own prefix. */
export type Handlers = { readonly [K in CoreCallName]: Handler<K> };

/** The handlers under one prefix, such as `fleet`, or of one call. */
export type HandlersOf<Prefix extends string> = Pick<
  Handlers,
  Extract<CoreCallName, Prefix | `${Prefix}.${string}`>
>;

/** What the core needs from the process it runs in. */
export interface CoreDependencies {
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly events: CoreEvents;
  /** The adapter of a kind of gateway; loaded when it is first asked for. */
  readonly adapter: (kind: GatewayKind) => Promise<GatewayAdapter>;
  /** Resolves when the nodes can be asked: a sample's simulated gateways come up after the window. */
  readonly nodesUp: Promise<void>;
}

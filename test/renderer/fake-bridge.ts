import type { TaskState } from '../../shared/contract/answers.ts';
import type { CallOptions, GatehouseBridge } from '../../shared/contract/bridge.ts';
import {
  CALL_NAMES,
  contract,
  type CallAnswer,
  type CallArgs,
  type CallName,
  type EventName,
} from '../../shared/contract/contract.ts';
import { failure, ProblemError, success, type Result } from '../../shared/result.ts';
import { defaultAnswers } from './fake/answers.ts';
import type { Emit, FakeHandlers } from './fake-handlers.ts';

/** One call that was made. */
export interface RecordedCall {
  readonly name: CallName;
  readonly args: unknown;
  readonly task: string | null;
}

export interface FakeBridge extends GatehouseBridge {
  /** Every call so far, in order. */
  readonly made: readonly RecordedCall[];
  readonly emit: Emit;
}

/**
 * Stands in for the preload's bridge: every call of the contract has an answer, from canned data unless
 * a test says otherwise. Long calls report that they begin and end, as the core does.
 */
export function createFakeBridge(overrides: Partial<FakeHandlers> = {}): FakeBridge {
  const handlers: FakeHandlers = { ...defaultAnswers(), ...overrides };
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const made: RecordedCall[] = [];

  const emit: Emit = (event, payload) => {
    for (const listener of listeners.get(event) ?? []) listener(payload as never);
  };

  async function answer<K extends CallName>(
    name: K,
    args: CallArgs<K>,
    options?: CallOptions,
  ): Promise<Result<CallAnswer<K>>> {
    const task = options?.task ?? null;
    made.push({ name, args, task });
    const progress = (state: TaskState['state']) => {
      if (contract[name].long !== true || task === null) return;
      emit('task.changed', { task, call: name, label: name, state, done: 0, total: null, unit: 'rows' });
    };
    progress('running');
    try {
      const value = await handlers[name](args, { emit, task });
      progress('done');
      return success(value);
    } catch (error) {
      progress('failed');
      if (error instanceof ProblemError) return failure(error.problem);
      throw error;
    }
  }

  return {
    calls: Object.fromEntries(
      CALL_NAMES.map((name) => [name, (args: never, options?: CallOptions) => answer(name, args, options)]),
    ) as unknown as GatehouseBridge['calls'],
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    made,
    emit,
  };
}

/** A handler that never answers: what a screen shows while it waits. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** A handler that fails with a problem. */
export function fails(code: string, message: string, next?: string): () => never {
  return () => {
    throw new ProblemError({ code, message, ...(next !== undefined && { next }) });
  };
}

import { setMaxListeners } from 'node:events';

import * as v from 'valibot';

import type { TaskState } from '../../shared/contract/answers.ts';
import { contract, type CallDefinition, type CoreCallName } from '../../shared/contract/contract.ts';
import { CANCELLED, ProblemError, failure, success, type Problem, type Result } from '../../shared/result.ts';
import type { CallContext, Handlers } from './handlers.ts';
import type { CoreEvents } from './ports.ts';

/** Progress is sent on at most this often, milliseconds; the first and the last always. */
const PROGRESS_EVERY_MS = 100;

/** Routes calls by name to validated handlers. */
export interface Router {
  /** Never rejects: a wrong name, wrong arguments and a failing handler are all problems in the result. */
  handle(name: string, args: unknown, options?: { readonly task?: string }): Promise<Result<unknown>>;
  /** Cancels all running work and resolves when it has ended. */
  close(): Promise<void>;
}

/** The handlers a router is made of; it answers `tasks.cancel` itself. */
export type ServiceHandlers = Omit<Handlers, 'tasks.cancel'>;

/**
 * Makes the router of the core.
 * @param report is told of errors that are not problems: faults of ours, for the log.
 */
export function createRouter(
  handlers: ServiceHandlers,
  events: CoreEvents,
  report: (call: string, error: unknown) => void,
): Router {
  const running = new Map<string, AbortController>();
  const pending = new Set<Promise<unknown>>();
  let counter = 0;

  const all: Handlers = {
    ...handlers,
    'tasks.cancel': async ({ task }) => {
      const controller = running.get(task);
      controller?.abort();
      return { cancelled: controller !== undefined };
    },
  };

  async function run(name: CoreCallName, args: unknown, task: string): Promise<Result<unknown>> {
    const definition: CallDefinition<v.GenericSchema, unknown> = contract[name];
    const parsed = v.safeParse(definition.args, args);
    if (!parsed.success) return failure(argumentProblem(name, parsed.issues));

    const controller = new AbortController();
    // Every request that is under way listens for the cancel: many are no leak.
    setMaxListeners(0, controller.signal);
    const reporter = definition.long === false ? null : createReporter(name, task, events);
    running.set(task, controller);
    if (definition.long === true) reporter?.start();
    const context: CallContext = {
      signal: controller.signal,
      progress: (state) => reporter?.progress(state),
    };
    try {
      // The contract ties each name's arguments to its handler; the cast only undoes the widening by `name`.
      const handler = all[name] as (valid: unknown, context: CallContext) => Promise<unknown>;
      const value = await handler(parsed.output, context);
      reporter?.end('done');
      return success(value);
    } catch (error) {
      const problem = toProblem(error, name, report);
      reporter?.end(problem.code === CANCELLED ? 'cancelled' : 'failed', problem);
      return failure(problem);
    } finally {
      running.delete(task);
    }
  }

  return {
    async handle(name, args, options) {
      if (!isCoreCall(name))
        return failure({ code: 'unknown_call', message: `There is no call named "${name}".` });
      counter += 1;
      const task = options?.task ?? `${name}#${counter}`;
      if (running.has(task)) {
        return failure({ code: 'task_exists', message: `Work named "${task}" is already running.` });
      }
      const work = run(name, args, task);
      pending.add(work);
      try {
        return await work;
      } finally {
        pending.delete(work);
      }
    },
    async close() {
      for (const controller of running.values()) controller.abort();
      await Promise.allSettled(pending);
    },
  };
}

function isCoreCall(name: string): name is CoreCallName {
  return Object.hasOwn(contract, name) && !name.startsWith('shell.');
}

function argumentProblem(name: string, issues: readonly v.BaseIssue<unknown>[]): Problem {
  const [first] = issues;
  const path = first === undefined ? null : v.getDotPath(first);
  return {
    code: 'bad_arguments',
    // A validator's own sentence may quote what it received, which may be a key: ours are used, or none.
    message:
      first !== undefined && first.message.startsWith('Invalid')
        ? 'This value cannot be used here.'
        : (first?.message ?? 'This value cannot be used here.'),
    where: path === null ? name : `${name}: ${path}`,
  };
}

function toProblem(error: unknown, name: string, report: (call: string, error: unknown) => void): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof Error && error.name === 'AbortError') {
    return { code: CANCELLED, message: 'Cancelled.' };
  }
  report(name, error);
  return {
    code: 'internal',
    message: 'Gatehouse made a mistake while doing this. Nothing was pushed that is not in the journal.',
    next: 'Try again. If it happens again, send the log file named under Help.',
    where: name,
  };
}

function createReporter(call: string, task: string, events: CoreEvents) {
  let state: TaskState = { task, call, label: call, state: 'running', done: 0, total: null, unit: 'rows' };
  let sentAt: number | null = null;

  function send(force: boolean): void {
    const now = performance.now();
    if (!force && sentAt !== null && now - sentAt < PROGRESS_EVERY_MS) return;
    sentAt = now;
    events.taskChanged(state);
  }

  return {
    start: () => send(true),
    progress(change: Parameters<CallContext['progress']>[0]) {
      state = { ...state, ...change };
      send(false);
    },
    end(how: 'done' | 'failed' | 'cancelled', problem?: Problem) {
      // Nobody was told that it began.
      if (sentAt === null) return;
      state = { ...state, state: how, ...(problem === undefined ? {} : { problem }) };
      send(true);
    },
  };
}

import { create } from 'zustand';

import type { TaskState } from '../../../shared/contract/answers.ts';
import type { CallAnswer, CallArgs, CallName } from '../../../shared/contract/contract.ts';
import type { Result } from '../../../shared/result.ts';
import { call, newTask } from '../api.ts';

/** Ended work that stays listed. */
const ENDED_KEPT = 20;

/** Long work of this run, newest first. */
export const useActivity = create<{ readonly tasks: readonly TaskState[] }>()(() => ({ tasks: [] }));

/** Takes in one report of progress: replaces what was known of that task. */
export function noteTask(state: TaskState): void {
  useActivity.setState(({ tasks }) => {
    const known = tasks.some(({ task }) => task === state.task);
    const next = known ? tasks.map((old) => (old.task === state.task ? state : old)) : [state, ...tasks];
    const ended = next.filter((task) => task.state !== 'running');
    const drop = new Set(ended.slice(ENDED_KEPT).map(({ task }) => task));
    return { tasks: next.filter(({ task }) => !drop.has(task)) };
  });
}

/** Takes ended work off the list. */
export function clearEnded(): void {
  useActivity.setState(({ tasks }) => ({ tasks: tasks.filter((task) => task.state === 'running') }));
}

/** Asks the core to stop a task. */
export async function cancelTask(task: string): Promise<void> {
  await call('tasks.cancel', { task });
}

/**
 * Starts long work under a name of its own. `started` is told the name before the work begins, for a
 * progress bar and a cancel button beside the button that started it.
 */
export function runLong<K extends CallName>(
  name: K,
  args: CallArgs<K>,
  started?: (task: string) => void,
): Promise<Result<CallAnswer<K>>> {
  const task = newTask();
  started?.(task);
  return call(name, args, { task });
}

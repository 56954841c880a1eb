import type { TaskState } from '../../shared/contract/answers.ts';
import type { CliIo } from './io.ts';

/** One line of progress on stderr, drawn over itself; only where stderr is a terminal. */
export interface ProgressLine {
  show(state: TaskState): void;
  clear(): void;
}

/** Makes the line; one that is not shown does nothing. */
export function createProgressLine(io: CliIo, shown: boolean): ProgressLine {
  if (!shown) return { show: () => undefined, clear: () => undefined };
  return {
    show(state) {
      // Until there is something to say, its label is the name of the call.
      if (state.label === state.call) return;
      const amount =
        state.total === null
          ? `${state.done} ${state.unit}`
          : `${state.done} of ${state.total} ${state.unit}`;
      const left = state.secondsLeft == null ? '' : `, ${Math.ceil(state.secondsLeft)} s left`;
      const detail = state.detail === undefined || state.detail === '' ? '' : ` (${state.detail})`;
      io.err(`\r\u001b[2K${state.label}: ${amount}${left}${detail}`);
    },
    clear: () => io.err('\r\u001b[2K'),
  };
}

import type { TaskState } from '../../shared/contract/answers.ts';
import { formatBytes, formatCount } from '../ui/format.ts';

/** Seconds as a rough promise: whole seconds, whole minutes. */
function formatLeft(seconds: number): string {
  return seconds < 60 ? `${Math.max(1, Math.ceil(seconds))} s` : `${Math.ceil(seconds / 60)} min`;
}

/** How far work is, in its own unit: `12,000 of 50,000 rows · 4 s left`. */
export function describeProgress(task: TaskState): string {
  const size = (value: number) => (task.unit === 'bytes' ? formatBytes(value) : formatCount(value));
  const unit = task.unit === 'bytes' ? '' : ` ${task.unit}`;
  const far =
    task.total === null ? `${size(task.done)}${unit}` : `${size(task.done)} of ${size(task.total)}${unit}`;
  const left =
    task.state === 'running' && typeof task.secondsLeft === 'number'
      ? `${formatLeft(task.secondsLeft)} left`
      : undefined;
  return [far, task.detail, left].filter((part) => part !== undefined && part !== '').join(' · ');
}

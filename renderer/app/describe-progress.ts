import type { TaskState } from '../../shared/contract/answers.ts';
import { formatBytes, formatCount, formatDuration } from '../ui/format.ts';

/** How far work is, in its own unit: `12,000 of 50,000 rows · 4 s left`. */
export function describeProgress(task: TaskState): string {
  const size = (value: number) => (task.unit === 'bytes' ? formatBytes(value) : formatCount(value));
  const unit = task.unit === 'bytes' ? '' : ` ${task.unit}`;
  const far =
    task.total === null ? `${size(task.done)}${unit}` : `${size(task.done)} of ${size(task.total)}${unit}`;
  const left =
    task.state === 'running' && typeof task.secondsLeft === 'number'
      ? `${formatDuration(Math.max(1, task.secondsLeft) * 1000)} left`
      : undefined;
  return [far, task.detail, left].filter((part) => part !== undefined && part !== '').join(' · ');
}

import type { ReactNode } from 'react';

import type { TaskState } from '../../../shared/contract/answers.ts';
import { ProgressBar } from '../../ui/bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Tag, type TagTone } from '../../ui/tag.tsx';
import { describeProgress } from '../describe-progress.ts';
import { cancelTask } from '../state/activity.ts';

const ENDED: Readonly<Record<Exclude<TaskState['state'], 'running'>, readonly [TagTone, string]>> = {
  done: ['good', 'done'],
  failed: ['bad', 'failed'],
  cancelled: ['neutral', 'cancelled'],
};

/** One piece of long work: how far it is, how long it will take, and the way to stop it. */
export function TaskLine({ task }: { readonly task: TaskState }): ReactNode {
  const ended = task.state === 'running' ? null : ENDED[task.state];
  return (
    <li className="task">
      <div className="task__line">
        <span className="strong truncate">{task.label}</span>
        {ended === null ? (
          <Button tone="quiet" onClick={() => void cancelTask(task.task)}>
            Cancel
          </Button>
        ) : (
          <Tag tone={ended[0]}>{ended[1]}</Tag>
        )}
      </div>
      {ended === null && <ProgressBar label={task.label} done={task.done} total={task.total} />}
      <p className="muted">{describeProgress(task)}</p>
      {task.problem !== undefined && task.state === 'failed' && (
        <p className="soft">
          {task.problem.message} {task.problem.next}
        </p>
      )}
    </li>
  );
}

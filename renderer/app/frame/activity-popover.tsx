import type { ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { Popover } from '../../ui/popover.tsx';
import { clearEnded, useActivity } from '../state/activity.ts';
import { TaskLine } from './task-line.tsx';

/** Running work with its progress, and what ended. */
export function ActivityPopover(): ReactNode {
  const tasks = useActivity((state) => state.tasks);
  const running = tasks.filter(({ state }) => state === 'running').length;
  const failed = tasks.filter(({ state }) => state === 'failed').length;
  const words = running > 0 ? `${running} running` : failed > 0 ? `${failed} failed` : 'No work running';
  return (
    <Popover
      title="Activity"
      trigger={
        <Button
          icon="activity"
          tone={running > 0 ? 'default' : 'quiet'}
          className={running > 0 ? 'top-bar__activity--on' : ''}
        >
          <span className="top-bar__activity-words">{words}</span>
        </Button>
      }
    >
      <div className="activity">
        <header className="activity__header">
          <h2>Activity</h2>
          {tasks.length > running && (
            <Button tone="quiet" onClick={clearEnded}>
              Clear ended
            </Button>
          )}
        </header>
        {tasks.length === 0 ? (
          <p className="activity__empty muted">
            Nothing has run yet. Checks, pulls, pushes and imports appear here.
          </p>
        ) : (
          <ul aria-label={plural(tasks.length, 'task')}>
            {tasks.map((task) => (
              <TaskLine key={task.task} task={task} />
            ))}
          </ul>
        )}
      </div>
    </Popover>
  );
}

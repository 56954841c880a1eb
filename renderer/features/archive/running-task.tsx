import type { ReactNode } from 'react';

import './coverage.css';
import { describeProgress } from '../../app/describe-progress.ts';
import { cancelTask, useActivity } from '../../app/state/activity.ts';
import { ProgressBar } from '../../ui/bar.tsx';
import { Button } from '../../ui/button.tsx';

interface RunningTaskProps {
  /** Its name in the activity list. */
  readonly task: string;
  /** What it does, until it has said so itself: `Comparing`. */
  readonly label: string;
}

/** Work that runs, on a line: how far it is, and the way to stop it. */
export function RunningTask({ task, label }: RunningTaskProps): ReactNode {
  const state = useActivity(({ tasks }) => tasks.find((one) => one.task === task));
  return (
    <div className="compared">
      <div className="compared__progress">
        <ProgressBar label={state?.label ?? label} done={state?.done ?? 0} total={state?.total ?? null} />
        <p className="muted">{state === undefined ? label : `${state.label} · ${describeProgress(state)}`}</p>
      </div>
      <Button tone="danger" onClick={() => void cancelTask(task)}>
        Cancel
      </Button>
    </div>
  );
}

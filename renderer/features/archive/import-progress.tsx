import type { ReactNode } from 'react';

import { describeProgress } from '../../app/describe-progress.ts';
import { cancelTask, useActivity } from '../../app/state/activity.ts';
import { ProgressBar } from '../../ui/bar.tsx';
import { Button } from '../../ui/button.tsx';
import { closeImport } from './import-state.ts';

/** The import that runs: how far it is, and the way to stop it. */
export function ImportProgress({ task }: { readonly task: string }): ReactNode {
  const state = useActivity(({ tasks }) => tasks.find((one) => one.task === task));
  return (
    <>
      <div className="import__progress">
        <p className="strong">{state?.label ?? 'Starting'}</p>
        <ProgressBar label={state?.label ?? 'Import'} done={state?.done ?? 0} total={state?.total ?? null} />
        <p className="muted">{state === undefined ? '…' : describeProgress(state)}</p>
      </div>
      <div className="import__buttons">
        <Button onClick={closeImport}>Go on in the background</Button>
        <Button tone="danger" onClick={() => void cancelTask(task)}>
          Cancel the import
        </Button>
      </div>
    </>
  );
}

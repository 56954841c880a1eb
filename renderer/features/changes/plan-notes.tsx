import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import type { Change, PlanWarning } from '../../../shared/plan/plan.ts';
import type { Problem } from '../../../shared/result.ts';
import { describeProgress } from '../../app/describe-progress.ts';
import { cancelTask, useActivity } from '../../app/state/activity.ts';
import { go } from '../../app/state/navigation.ts';
import { ProgressBar } from '../../ui/bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { plural } from '../../ui/format.ts';
import { isFocusLost, pageTitle } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Tag } from '../../ui/tag.tsx';
import { ChangeOutcome } from './change-outcome.tsx';
import { planAgain, useDoing } from './changes-state.ts';
import { FileEdits } from './file-edits.tsx';
import { otherWarnings, type OperationRow } from './operation-groups.ts';

/** What must be known before anything else: running work, what went wrong, warnings. */
export function PlanNotes(props: {
  readonly change: Change;
  readonly rows: readonly OperationRow[];
}): ReactNode {
  const { change, rows } = props;
  const { problem } = useDoing();
  return (
    <>
      <RunningNote />
      {change.status === 'pushing' && <ElsewhereNote />}
      {problem !== null && <PushProblem problem={problem} change={change} />}
      <ChangeOutcome change={change} />
      <Warnings warnings={otherWarnings(change.plan, rows)} />
      <FileEdits plan={change.plan} />
    </>
  );
}

/** A push or pull that runs. It takes the focus that its button lost, one Tab before the way to stop it. */
function RunningNote(): ReactNode {
  const { work, task } = useDoing();
  const state = useActivity(({ tasks }) => tasks.find((one) => one.task === task));
  const note = useRef<HTMLDivElement | null>(null);
  const shown = task !== null && work !== null && work !== 'planning' && work !== 'discarding';
  useEffect(() => {
    if (!shown) return undefined;
    // After the dialog that is closing has given the focus away.
    const timer = setTimeout(() => {
      if (isFocusLost() || document.activeElement === pageTitle()) {
        note.current?.focus({ preventScroll: true });
      }
    }, 0);
    return () => clearTimeout(timer);
  }, [shown]);
  if (!shown) return null;
  const label = state?.label ?? (work === 'pushing' ? 'Pushing' : 'Reading the nodes');
  return (
    <Card padded>
      <div ref={note} className="changes__running" role="group" aria-label={label} tabIndex={-1} data-running>
        <div className="changes__progress">
          <span className="strong">{label}</span>{' '}
          <span className="soft">{state === undefined ? '' : describeProgress(state)}</span>
          <ProgressBar label={label} done={state?.done ?? 0} total={state?.total ?? null} />
        </div>
        <Button onClick={() => void cancelTask(task)}>
          {work === 'pushing' ? 'Stop after what is under way' : 'Cancel'}
        </Button>
      </div>
    </Card>
  );
}

/** A push that this window did not begin: nothing here can stop it. */
function ElsewhereNote(): ReactNode {
  const ours = useDoing((state) => state.work === 'pushing');
  if (ours) return null;
  return (
    <Card padded>
      <div className="changes__running" role="status">
        <Tag tone="accent">being pushed</Tag>
        <p className="soft">
          Another window or the command line is at it. What is shown here follows as it goes.
        </p>
      </div>
    </Card>
  );
}

/** A push that could not go on. A state that moved is no fault: the way out is a new plan. */
function PushProblem({ problem, change }: { readonly problem: Problem; readonly change: Change }): ReactNode {
  if (problem.code !== 'state_moved') return <ProblemNote problem={problem} />;
  return (
    <Card padded>
      <div className="changes__running" role="alert">
        <Tag tone="caution">the node changed</Tag>
        <div className="changes__progress">
          <p className="strong">{problem.message}</p>
          <p className="soft">
            {problem.next ?? 'A plan is pushed only while the state it was made from still holds.'}
          </p>
        </div>
        <PlanAgainButton change={change} />
      </div>
    </Card>
  );
}

function PlanAgainButton({ change }: { readonly change: Change }): ReactNode {
  const work = useDoing((state) => state.work);
  return (
    <Button
      tone="primary"
      icon="refresh"
      busy={work === 'reading' || work === 'planning'}
      disabled={work !== null}
      onClick={() => void again(change)}
    >
      Plan again
    </Button>
  );
}

async function again(change: Change): Promise<void> {
  const next = await planAgain(change);
  if (next !== null) go({ screen: 'changes', id: next.id });
}

function Warnings({ warnings }: { readonly warnings: readonly PlanWarning[] }): ReactNode {
  if (warnings.length === 0) return null;
  return (
    <details className="card warnings" open={warnings.length <= 3}>
      <summary>
        <Tag tone="caution">{plural(warnings.length, 'warning')}</Tag>{' '}
        <span className="soft">of what this plan leaves as it is</span>
      </summary>
      <ul>
        {warnings.map(({ node, message }) => (
          <li key={`${node} ${message}`}>
            {message}
            {node !== undefined && !message.includes(node) && <span className="muted"> ({node})</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

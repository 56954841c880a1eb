import type { ReactNode } from 'react';

import type { Change } from '../../../shared/plan/plan.ts';
import type { Problem } from '../../../shared/result.ts';
import { cancelTask, useActivity } from '../../app/state/activity.ts';
import { go } from '../../app/state/navigation.ts';
import { ProgressBar } from '../../ui/bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { plural } from '../../ui/format.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Tag } from '../../ui/tag.tsx';
import { planAgain, useDoing } from './changes-state.ts';

/** What must be known before anything else: running work, what went wrong, warnings. */
export function PlanNotes({ change }: { readonly change: Change }): ReactNode {
  const { problem } = useDoing();
  return (
    <>
      <RunningNote />
      {problem !== null && <PushProblem problem={problem} change={change} />}
      {change.status === 'interrupted' && <InterruptedNote change={change} />}
      <Warnings change={change} />
    </>
  );
}

function RunningNote(): ReactNode {
  const { work, task } = useDoing();
  const state = useActivity(({ tasks }) => tasks.find((one) => one.task === task));
  if (task === null || (work !== 'pushing' && work !== 'reading')) return null;
  const label = state?.label ?? (work === 'pushing' ? 'Pushing' : 'Reading the nodes');
  return (
    <Card padded>
      <div className="changes__running">
        <div className="changes__progress">
          <span className="strong">{label}</span>{' '}
          <span className="soft">
            {state === undefined ? '' : progressWords(state)} {state?.detail}
          </span>
          <ProgressBar label={label} done={state?.done ?? 0} total={state?.total ?? null} />
        </div>
        <Button onClick={() => void cancelTask(task)}>
          {work === 'pushing' ? 'Stop after this one' : 'Cancel'}
        </Button>
      </div>
    </Card>
  );
}

function progressWords({ done, total }: { readonly done: number; readonly total: number | null }): string {
  return total === null ? '' : `${done} of ${total}`;
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

function InterruptedNote({ change }: { readonly change: Change }): ReactNode {
  return (
    <Card padded>
      <div className="changes__running">
        <Tag tone="caution">interrupted</Tag>
        <div className="changes__progress">
          <p className="strong">This push began and never came to its end.</p>
          <p className="soft">
            What is marked verified is done; what is marked unknown was sent and may be done. Plan again: the
            nodes are read first, so the new plan holds only what is still missing.
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

function Warnings({ change }: { readonly change: Change }): ReactNode {
  const { warnings } = change.plan;
  if (warnings.length === 0) return null;
  return (
    <details className="card warnings" open={warnings.length <= 3}>
      <summary>
        <Tag tone="caution">{plural(warnings.length, 'warning')}</Tag>
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

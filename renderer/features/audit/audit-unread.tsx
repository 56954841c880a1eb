import { useEffect, useState, type ReactNode } from 'react';

import type { Problem } from '../../../shared/result.ts';
import { coverage } from '../../app/state/workspace.ts';
import { plural } from '../../ui/format.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Tag } from '../../ui/tag.tsx';
import { RepairButton, RepairSteps } from '../archive/archive-check.tsx';
import { useArchiveCheck } from '../archive/check-state.ts';
import { RunningTask } from '../archive/running-task.tsx';

/** So many parts are named; the table needs the room. */
const SHOWN = 3;

export interface AuditUnreadProps {
  readonly problems: readonly Problem[];
}

/** What of the archive could not be read: the numbers above and the rows below are without it; and the way to repair. */
export function AuditUnread({ problems }: AuditUnreadProps): ReactNode {
  const { running, found, failure } = useArchiveCheck();
  // What a repair did is told where it was asked for.
  const [asked, setAsked] = useState(false);
  const steps = asked && running === null ? (found?.steps ?? []) : [];
  // What was found only now is missing from every other figure, too.
  useEffect(() => {
    if (problems.length > 0) void coverage.reload();
  }, [problems]);
  if (problems.length === 0 && steps.length === 0) return null;
  return (
    <section className="unread" aria-label="What is missing here">
      {problems.length > 0 && (
        <div className="unread__head">
          <Tag tone="bad">not all</Tag>
          <p className="unread__words">
            <span className="strong">The requests and sums shown here are not all:</span>{' '}
            {plural(problems.length, 'part')} of the archive could not be read.
          </p>
          <RepairButton onRepair={() => setAsked(true)} />
        </div>
      )}
      {running?.repairs === true && <RunningTask task={running.task} label="Repairing the archive" />}
      {failure !== null && <ProblemNote inline problem={failure} />}
      <RepairSteps steps={steps} />
      {problems.length > 0 && (
        <ul className="unread__parts" aria-label="What could not be read">
          {problems.slice(0, SHOWN).map(({ message, where }) => (
            <li key={`${where} ${message}`} className="soft">
              {message} {where !== undefined && <span className="mono muted">{where}</span>}
            </li>
          ))}
          {problems.length > SHOWN && (
            <li className="muted">…and {problems.length - SHOWN} more; a check of the archive names all.</li>
          )}
        </ul>
      )}
    </section>
  );
}

import { useState, type ReactNode } from 'react';

import { runLong } from '../../app/state/activity.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { notify } from '../../ui/notice.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { auditEvents, type Shown } from './audit-events.ts';
import { SOURCE_NAMES } from './event-words.ts';

/** Where the admin events come from, what they cannot tell, and the way to newer ones. */
export function EventsNote(props: { readonly shown: Shown; readonly sortedByTime: boolean }): ReactNode {
  const { value, problem } = auditEvents.use();
  const reasons = (value?.sources ?? []).flatMap(({ node, source, why }) =>
    why === null ? [] : [`${node}, from ${SOURCE_NAMES[source]}: ${why}`],
  );
  if (problem !== null) return <ProblemNote problem={problem} onRetry={() => void auditEvents.reload()} />;
  return (
    <div className="audit__sources soft">
      <FetchEvents />
      {props.shown === 'both' && !props.sortedByTime && (
        <span>Admin events stand between the requests when the table is sorted by time.</span>
      )}
      {reasons.length > 0 && (
        <details>
          <summary>What these events cannot tell</summary>
          <ul>
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Asks the nodes themselves; everything else here comes from what was read before. */
function FetchEvents(): ReactNode {
  const [busy, setBusy] = useState(false);
  const fetchThem = async (): Promise<void> => {
    setBusy(true);
    const result = await runLong('audit.fetchEvents', {});
    setBusy(false);
    if (!result.ok) {
      notify(result.problem.message, result.problem.next);
      return;
    }
    const { fetched, failed } = result.value;
    const [first] = failed;
    const found = plural(
      fetched.reduce((sum, { events }) => sum + events, 0),
      'new event',
    );
    if (first === undefined) notify(`Read ${found}`);
    else notify(`Read ${found}, but not from ${first.node}: ${first.problem.message}`, first.problem.next);
    await auditEvents.reload();
  };
  return (
    <Button icon="pull" busy={busy} onClick={() => void fetchThem()}>
      Read the nodes’ audit logs
    </Button>
  );
}

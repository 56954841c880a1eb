import { useState, type ReactNode } from 'react';

import type { RepairStep } from '../../../shared/audit/logged-request.ts';
import type { Problem } from '../../../shared/result.ts';
import { runLong } from '../../app/state/activity.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';

/** What of the archive could not be read: the numbers above and the rows below are without it. */
export function AuditUnread({ problems }: { readonly problems: readonly Problem[] }): ReactNode {
  const [steps, setSteps] = useState<readonly RepairStep[]>([]);
  const [failure, setFailure] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (problems.length === 0 && steps.length === 0) return null;

  async function repair(): Promise<void> {
    setBusy(true);
    const result = await runLong('archive.repair', {}, () => undefined);
    setBusy(false);
    setSteps(result.ok ? result.value.steps : []);
    setFailure(result.ok ? null : result.problem);
  }

  return (
    <section aria-label="What is missing here">
      {problems.length > 0 && (
        <p className="soft">
          The requests and sums shown here are not all: some of the archive could not be read.{' '}
          <Button disabled={isBusy} onClick={() => void repair()}>
            {isBusy ? 'Repairing the archive' : 'Repair the archive'}
          </Button>
        </p>
      )}
      {steps.map(({ node, text }) => (
        <p key={`${node} ${text}`} className="soft" role="status">
          {node}: {text}
        </p>
      ))}
      {failure !== null && <ProblemNote inline problem={failure} />}
      {problems.map((problem) => (
        <ProblemNote key={problem.message} inline problem={problem} />
      ))}
    </section>
  );
}

import type { ReactNode } from 'react';

import type { Problem } from '../../../shared/result.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';

/** What of the archive could not be read: the numbers above and the rows below are without it. */
export function AuditUnread({ problems }: { readonly problems: readonly Problem[] }): ReactNode {
  if (problems.length === 0) return null;
  return (
    <section aria-label="What is missing here">
      <p className="soft">
        The requests and sums shown here are not all: some of the archive could not be read.
      </p>
      {problems.map((problem) => (
        <ProblemNote key={problem.message} inline problem={problem} />
      ))}
    </section>
  );
}

import type { ReactNode } from 'react';

import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import type { Problem } from '../../../shared/result.ts';
import { Tag } from '../../ui/tag.tsx';
import { CoverageNote } from '../archive/coverage-note.tsx';

export interface ReplayBasisProps {
  /** A line for each node, in a list. */
  readonly nodes: ReactNode;
  readonly problems: readonly Problem[];
  readonly coverage: readonly NodeCoverage[];
  /** `YYYY-MM`. */
  readonly month: string;
  /** What stands between the coverage and the notes. */
  readonly children?: ReactNode;
  /** What the list of notes is called. */
  readonly notesLabel: string;
  /** Entries of that list. */
  readonly notes: ReactNode;
}

/** What an answer about a month's requests stands on: its nodes, what of the archive is there, and what cannot be known. */
export function ReplayBasis({
  nodes,
  problems,
  coverage,
  month,
  children,
  notesLabel,
  notes,
}: ReplayBasisProps): ReactNode {
  return (
    <div className="replay__limits">
      <ul className="replay__nodes" aria-label="Nodes">
        {nodes}
      </ul>
      {problems.map(({ message, next }) => (
        <p key={message}>
          <Tag tone="bad">missing</Tag> {message} {next}
        </p>
      ))}
      <p className="soft">
        Archive: <CoverageNote nodes={coverage} month={month} />
      </p>
      {children}
      <ul className="replay__notes muted" aria-label={notesLabel}>
        {notes}
      </ul>
    </div>
  );
}

/** Sentences as entries of a list. */
export function Sentences({ of }: { readonly of: readonly string[] }): ReactNode {
  return of.map((sentence) => <li key={sentence}>{sentence}</li>);
}

/** A node of which nothing is said, and why. */
export function LeftNode({ tag, why }: { readonly tag: string; readonly why: string | null }): ReactNode {
  return (
    <li>
      <Tag tone="unknown">{tag}</Tag> <span className="soft">{why}</span>
    </li>
  );
}

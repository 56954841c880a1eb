import type { ReactNode } from 'react';

import './coverage.css';
import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { describeCoverage } from './coverage-words.ts';
import { openCoverage } from './coverage-state.ts';

/** What the figures beside it cover, in words; pressing it shows which hours are missing and why. */
export function CoverageNote({
  nodes,
  month,
  node,
}: {
  readonly nodes: readonly NodeCoverage[];
  /** `YYYY-MM`. */
  readonly month: string;
  /** The node that is shown first. */
  readonly node?: string;
}): ReactNode {
  const first = node ?? nodes.find(({ gaps }) => gaps.length > 0)?.node;
  return (
    <button
      type="button"
      className="coverage-note"
      title="Show what the archive covers"
      onClick={() => openCoverage({ month, ...(first !== undefined && { node: first }) })}
    >
      {describeCoverage(nodes, month)}
    </button>
  );
}

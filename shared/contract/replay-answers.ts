// What the calls about replays answer.

import type { NodeCoverage } from '../audit/logged-request.ts';
import type { AccessMatrix } from '../replay/access-matrix.ts';
import type { ReplayReport } from '../replay/replay-report.ts';
import type { Problem } from '../result.ts';

/** How the requests of one node were replayed. */
export interface ReplayedNode {
  readonly node: string;
  /** The version that the node said when it was pulled; null when it said none. */
  readonly version: string | null;
  /** The release whose rules were taken, and whether they are the version's own; null when it was not replayed. */
  readonly rules: { readonly release: string; readonly exact: boolean } | null;
  readonly requests: number;
  /** Rows of its log that are no calls of a model: they are not counted. */
  readonly otherRows: number;
  /** Why it was not replayed, as a sentence; null when it was. */
  readonly left: string | null;
}

/** Who may call what today and under a policy, node by node. */
export interface AccessMatrixView {
  /** ISO 8601 UTC, `until` exclusive. */
  readonly from: string;
  readonly until: string;
  readonly nodes: readonly (AccessMatrix & { readonly node: string })[];
  /** Nodes that are not among them, with the reason. */
  readonly left: readonly ReplayedNode[];
}

/** What a policy would have said to the requests of the archive. */
export interface ReplayView extends ReplayReport {
  /** ISO 8601 UTC, `until` exclusive. */
  readonly from: string;
  readonly until: string;
  readonly nodes: readonly ReplayedNode[];
  /** What it cannot know, as sentences, to stand beside the numbers. */
  readonly notes: readonly string[];
  readonly coverage: readonly NodeCoverage[];
  /** Of the archive: what of it cannot be read. */
  readonly problems: readonly Problem[];
  readonly tookMs: number;
}

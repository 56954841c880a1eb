// What the calls about replays answer.

import type { NodeCoverage } from '../audit/logged-request.ts';
import type { Suggestion } from '../policy/suggest-policy.ts';
import type { ReplayHolder } from '../replay/replay-state.ts';
import type { AccessMatrix } from '../replay/access-matrix.ts';
import type { ReplayReport } from '../replay/replay-report.ts';
import type { RulesTaken } from '../replay/rules-taken.ts';
import type { Problem } from '../result.ts';

/** How the requests of one node were replayed. */
export interface ReplayedNode {
  readonly node: string;
  /** The version that the node said when it was pulled; null when it said none. */
  readonly version: string | null;
  /** Null when it was not replayed. */
  readonly rules: RulesTaken | null;
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

/** A budget under one set of rules. Amounts are decimal text of US dollars, instants ISO 8601 UTC. */
export interface BudgetSide {
  /** At the end of the span; where there is none then, the last before it. */
  readonly limit: string;
  /** Where it changes within the span: at the end of each day, null while there is none. */
  readonly limits: readonly (string | null)[] | null;
  /** As the gateway spells it; null never starts anew. */
  readonly period: string | null;
  /** The most it held on each day. */
  readonly fills: readonly string[];
  /** When it was used up, when it started anew or got another limit (null: not within the span), and what it refused in between. */
  readonly closings: readonly {
    readonly at: string;
    readonly until: string | null;
    readonly refused: number;
  }[];
  readonly refused: number;
}

/** A budget today and under a policy; null where it has none there. */
export interface BudgetTrack {
  readonly node: string;
  readonly holder: ReplayHolder;
  readonly id: string;
  /** The model, or the group or pattern of models, that it is for; null for all. */
  readonly model: string | null;
  /** Null where the node has none for it. */
  readonly name: string | null;
  readonly before: BudgetSide | null;
  readonly after: BudgetSide | null;
}

/** How budgets fill while a span is replayed. */
export interface BudgetsView {
  /** ISO 8601 UTC, `until` exclusive. */
  readonly from: string;
  readonly until: string;
  /** UTC days, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  /** Those that refuse most first, then those that come nearest to their limits. */
  readonly budgets: readonly BudgetTrack[];
  /** So many are not among them: they come less near. */
  readonly more: number;
  /** The first threshold of the policy for alerts, percent of a budget. */
  readonly alertAt: number;
  /** Nodes that were not replayed, with the reason. */
  readonly left: readonly ReplayedNode[];
}

/** Model lists and budgets from what was used, as an edit of a policy's text. */
export interface SuggestionView extends Suggestion {
  /** What it does not know, as sentences. */
  readonly notes: readonly string[];
  /** Nodes whose use is not in it, with the reason. */
  readonly leftNodes: readonly ReplayedNode[];
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

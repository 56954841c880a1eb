// What the call about an upgrade answers.

import type { NodeCoverage } from '../audit/logged-request.ts';
import type { ReplaySample } from '../replay/replay-report.ts';
import type { RuleDifference } from '../replay/litellm/rule-difference.ts';
import type { MapSpend } from '../replay/prices/map-spend.ts';
import type { RulesTaken } from '../replay/rules-taken.ts';
import type { Problem } from '../result.ts';
import type { ReplayedNode } from './replay-answers.ts';

/** Requests under the rules of today and under those of another release. */
export interface UpgradeCounts {
  readonly requests: number;
  readonly unchanged: number;
  readonly denied: number;
  readonly gained: number;
  readonly notEvaluable: number;
  /** Decimal text of US dollars: what the denied requests cost when they were made. */
  readonly spendDenied: string;
  readonly tokensDenied: number;
}

/** Requests whose verdict one difference between two releases changes. */
export interface UpgradeCauseView extends Pick<RuleDifference, 'code' | 'text'> {
  readonly denied: number;
  readonly gained: number;
  /** Decimal text of US dollars. */
  readonly spendDenied: string;
  /** Public names, sorted. */
  readonly models: readonly string[];
  /** An empty id is of requests without a team; the name is null where the log has none. */
  readonly teams: readonly { readonly id: string; readonly name: string | null }[];
  /** The first of them. */
  readonly samples: readonly ReplaySample[];
}

/** What budgets are filled with under the cost maps of both releases. */
export interface UpgradedSpend extends Pick<MapSpend, 'releases' | 'priced' | 'kept' | 'models'> {
  /** Decimal text of US dollars: what all requests cost when they were made, and would by the other map. */
  readonly was: string;
  readonly wouldBe: string;
}

/** What another release would mean for the requests of one node. */
export interface UpgradedNodeView extends UpgradeCounts {
  readonly node: string;
  /** The version that the node said when it was pulled; null when it said none. */
  readonly version: string | null;
  readonly before: RulesTaken;
  readonly after: RulesTaken;
  /** Null where both releases fill budgets with what was logged: they have one cost map, or one of two is not known. */
  readonly spend: UpgradedSpend | null;
  /** With most requests first; only what changes any. */
  readonly causes: readonly UpgradeCauseView[];
  /** What differs between the releases and changes no verdict here. */
  readonly idle: readonly RuleDifference[];
}

/** What the requests of the archive would have been told by another release. */
export interface UpgradeView extends UpgradeCounts {
  /** ISO 8601 UTC, `until` exclusive. */
  readonly from: string;
  readonly until: string;
  /** The version as it was asked for. */
  readonly to: string;
  readonly nodes: readonly UpgradedNodeView[];
  /** Nodes that are not among them, with the reason. */
  readonly left: readonly ReplayedNode[];
  /** What it cannot know, as sentences, to stand beside the numbers. */
  readonly notes: readonly string[];
  readonly coverage: readonly NodeCoverage[];
  /** Of the archive: what of it cannot be read. */
  readonly problems: readonly Problem[];
  readonly tookMs: number;
}

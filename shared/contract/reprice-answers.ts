// What the call about other prices answers.

import type { NodeCoverage } from '../audit/logged-request.ts';
import type { RepriceReport } from '../replay/prices/reprice-report.ts';
import type { Problem } from '../result.ts';
import type { PriceSource } from './arguments.ts';
import type { ReplayedNode } from './replay-answers.ts';

/** What the requests of the archive would have cost by other prices. */
export interface RepriceView extends RepriceReport {
  /** ISO 8601 UTC, `until` exclusive. */
  readonly from: string;
  readonly until: string;
  /** Where the prices come from, as it was asked for. */
  readonly source: PriceSource;
  /** Whose prices, in words: `the cost map of 1.106.2`. */
  readonly prices: string;
  readonly nodes: readonly {
    readonly node: string;
    /** The version that the node said when it was pulled; null when it said none. */
    readonly version: string | null;
    readonly requests: number;
    /** Public names of its models that have a price of their own, sorted. */
    readonly ownPriced: readonly string[];
  }[];
  /** Requests of which the log does not say what they cost: in no number. */
  readonly unsaid: number;
  /** What budgets would have done, filled by these prices: requests that they would refuse, and let through, beside today. */
  readonly verdicts: {
    readonly denied: number;
    readonly gained: number;
    /** Decimal text of US dollars: what the denied ones cost when they were made. */
    readonly spendDenied: string;
  };
  /** Nodes that are not among them, with the reason. */
  readonly left: readonly ReplayedNode[];
  /** What it cannot know, as sentences, to stand beside the numbers. */
  readonly notes: readonly string[];
  readonly coverage: readonly NodeCoverage[];
  /** Of the archive: what of it cannot be read. */
  readonly problems: readonly Problem[];
  readonly tookMs: number;
}

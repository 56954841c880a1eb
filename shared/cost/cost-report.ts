import type { NodeCoverage } from '../audit/logged-request.ts';
import type { GroupAllocation } from './group-rule.ts';
import type { UntoldCosts } from './untold.ts';

/** What costs can be split by. */
export const COST_DIMENSIONS = ['team', 'model', 'key', 'user', 'day', 'node'] as const;
export type CostDimension = (typeof COST_DIMENSIONS)[number];

/**
 * What is counted. `spend` is US dollars as exact decimal text; `unpriced` says of how many requests the price is not
 * known: what they cost is not in it.
 */
export interface CostMeasures {
  readonly requests: number;
  readonly failures: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly spend: string;
  readonly unpriced: number;
  /** The log does not say whose a failed request was: `failures` is no figure then, see {@link CostReport.untold}. */
  readonly failuresUntold?: true;
}

/** One row: the dimensions it was asked by, and the measures. */
export interface CostRow extends CostMeasures {
  /** Empty text is "no team". */
  readonly teamId?: string;
  /** The newest name seen; null when none was. */
  readonly teamAlias?: string | null;
  readonly model?: string;
  readonly key?: string;
  readonly keyAlias?: string | null;
  readonly user?: string;
  /** Its name at the last pull, where the log has an id alone (Doubleword's users and organisations). */
  readonly userName?: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day?: string;
  readonly node?: string;
}

/** Spend of one month, from the archive alone. */
export interface CostReport {
  /** `YYYY-MM`, UTC. */
  readonly month: string;
  readonly currency: 'USD';
  readonly by: readonly CostDimension[];
  /** Dearest first; by the day where the day is the first dimension. */
  readonly rows: readonly CostRow[];
  readonly total: CostMeasures;
  /** What the figures cover and what they lack, within the month. */
  readonly coverage: readonly NodeCoverage[];
  /** By which rules the figures of teams were made, where a gateway does not say which team paid. */
  readonly allocation?: readonly GroupAllocation[];
  /** What logs with figures in it do not say, where these would need it. */
  readonly untold?: readonly UntoldCosts[];
}

import type { ReleaseRules } from './release-rules.ts';

/** One thing in which the rules of two releases differ. */
export interface RuleDifference {
  /** For programs: `budgets.user`. */
  readonly code: string;
  /** For a person, as a sentence. */
  readonly text: string;
  /** True where it can let through what was refused or the other way round; else only an answer looks otherwise. */
  readonly changesVerdicts: boolean;
}

/** A difference that can change verdicts between two sides, such as rules, and how to take over that alone. */
export interface AppliedDifference<Side = ReleaseRules> extends RuleDifference {
  /** The one side, with what the other has in this one thing. */
  apply(onto: Side, from: Side): Side;
}

/** What can be said of a request, by number: {@link RULES} names them. */
export const RULES = [
  'allowed',
  'not-evaluable',
  'key-blocked',
  'key-models',
  'key-budget',
  'team-blocked',
  'team-models',
  'team-budget',
  'user-no-models',
  'user-models',
  'user-budget',
  'unknown-model',
] as const;
export type Rule = (typeof RULES)[number];

export const ALLOWED = RULES.indexOf('allowed');
export const NOT_EVALUABLE = RULES.indexOf('not-evaluable');

/** The number of a rule. */
export function ruleNumber(rule: Rule): number {
  return RULES.indexOf(rule);
}

/** A budget that requests fill. */
export interface ReplayBudget {
  readonly holder: 'key' | 'team' | 'user';
  /** The holder's own id. */
  readonly id: string;
  /** Nano-dollars; null where spend is only added up. */
  readonly max: bigint | null;
  /** As the gateway spells it; null never starts anew. */
  readonly period: string | null;
  /** From which spend on it refuses. */
  readonly bound: 'reached' | 'passed';
  /** The rule that a refusal is by. */
  readonly rule: number;
}

/** What a request of one combination meets. */
export interface ReplayCourse {
  /** Numbers of budgets that are looked at, in their order. */
  readonly budgets: readonly number[];
  /** The rule that it ends with when none of them refuses: {@link ALLOWED}, or what refuses it. */
  readonly end: number;
  /** Numbers of budgets that its spend is added to. */
  readonly charged: readonly number[];
}

/** One set of rules, made ready for requests. */
export interface ReplayState {
  readonly budgets: readonly ReplayBudget[];
  /** For each combination of a log. */
  readonly courses: readonly ReplayCourse[];
  /** The zone by whose clock budgets start anew, an IANA name. */
  readonly zone: string;
}

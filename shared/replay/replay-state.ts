import type { BudgetClock } from './budget-windows.ts';
import type { SpendWindow } from './spend-windows.ts';

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
  'key-requests',
  'key-tokens',
  'key-parallel',
  'user-requests',
  'user-tokens',
  'team-requests',
  'team-tokens',
  'key-model-requests',
  'key-model-tokens',
  'team-model-requests',
  'team-model-tokens',
  'member-budget',
  'organization-budget',
  'tag-budget',
  'customer-budget',
  'proxy-budget',
  'member-requests',
  'member-tokens',
  'customer-requests',
  'customer-tokens',
  'organization-requests',
  'organization-tokens',
  'no-access',
  'credits',
  'traffic-rule',
  'key-rate',
  'model-rate',
  'model-parallel',
  'key-expired',
  'key-model-budget',
  'user-model-budget',
  'customer-model-budget',
  'team-model-budget',
  'member-model-budget',
] as const;
export type Rule = (typeof RULES)[number];

export const ALLOWED = RULES.indexOf('allowed');
export const NOT_EVALUABLE = RULES.indexOf('not-evaluable');

/** The number of a rule. */
export function ruleNumber(rule: Rule): number {
  return RULES.indexOf(rule);
}

/** Something that a replay does not know or leaves out, and that bears on what it says. */
export interface ReplayNote {
  /** For programs: `keys-unknown`. */
  readonly code: string;
  /** For a person, in sentences; to stand beside the numbers. */
  readonly text: string;
}

/**
 * Whose a budget or a limit is: a member is a user within one team, the proxy is all of a node, the owner of a key pays
 * from credits.
 */
export type ReplayHolder =
  'key' | 'team' | 'user' | 'member' | 'organization' | 'tag' | 'customer' | 'proxy' | 'owner' | 'model';

/** A budget that requests fill. */
export interface ReplayBudget {
  readonly holder: ReplayHolder;
  /** The holder's own id; of a member `team/user`. */
  readonly id: string;
  /** The model or models that it is for, as its holder has it; all when left out. */
  readonly model?: string;
  /** Nano-dollars; null where spend is only added up. */
  readonly max: bigint | null;
  /** As the gateway spells it; null never starts anew. */
  readonly period: string | null;
  /** It starts anew with what is spent of it, not by the clock. */
  readonly opens?: SpendWindow;
  /** Nano-dollars that are spent of it when the log begins; none when left out. */
  readonly spent?: bigint;
  /** From which spend on it refuses. */
  readonly bound: 'reached' | 'passed';
  /** The rule that a refusal is by. */
  readonly rule: number;
  /** It is in the list before, too: this is another look at it. */
  readonly isRepeated?: boolean;
}

/** Limits of one holder, which share a window. */
export interface ReplayLimit {
  readonly holder: ReplayHolder;
  /** The holder's own id; of a member `team/user`. */
  readonly id: string;
  /** The model that it is for; null for all. */
  readonly model: string | null;
  /** Within a window; null for none. */
  readonly requests: number | null;
  /** Of prompts and answers, within a window; null for none. */
  readonly tokens: number | null;
  /** At the same time; null for none. */
  readonly parallel: number | null;
  /** Requests a second; `burst` of them may come at once. Refusals are by the rule for requests. Null for none. */
  readonly rate: { readonly perSecond: number; readonly burst: number } | null;
  /** The rules that refusals are by. */
  readonly rules: { readonly requests: number; readonly tokens: number; readonly parallel: number };
}

/** How limits are counted. */
export interface LimitCounting {
  /** A window opens with the first request after the last one's end, and is as long as this, milliseconds. */
  readonly windowMs: number;
  /** A request that is looked at counts as a token for the whole window; else only while it is looked at. */
  readonly keepsTokenOfCheck: boolean;
}

/** What a request of one combination meets. */
export interface ReplayCourse {
  /** Numbers of budgets that are looked at, in their order. */
  readonly budgets: readonly number[];
  /** Numbers of limits that are looked at after them, in their order. */
  readonly limits: readonly number[];
  /** The rule that it ends with when none of them refuses: {@link ALLOWED}, or what refuses it. */
  readonly end: number;
  /**
   * What refuses requests that come later than an instant (milliseconds since 1970 UTC), before all limits and all budgets
   * but the first so many.
   */
  readonly expiry?: { readonly afterMs: number; readonly rule: number; readonly budgetsBefore: number };
  /** Numbers of budgets that its spend is added to. */
  readonly charged: readonly number[];
  /** False where the node does not know the key, so that its own rules are left out. */
  readonly isKeyKnown: boolean;
}

/** One set of rules, made ready for requests. */
export interface ReplayState {
  readonly budgets: readonly ReplayBudget[];
  readonly limits: readonly ReplayLimit[];
  readonly counting: LimitCounting;
  /** For each combination of a log. */
  readonly courses: readonly ReplayCourse[];
  /** What these rules leave out, as far as it bears on these combinations. */
  readonly remarks: readonly ReplayNote[];
  /** By what budgets start anew. */
  readonly clock: BudgetClock;
}

import { ProblemError } from '../../result.ts';
import { nearestRelease } from '../nearest-release.ts';
import type { ReplayHolder } from '../replay-state.ts';
import type { RulesBasis } from '../rules-taken.ts';

/** From which spend on a budget refuses: as soon as it is reached, or once it is passed. */
export type BudgetBound = 'reached' | 'passed';

/** Who may have a budget in LiteLLM. */
export type BudgetHolder = Exclude<ReplayHolder, 'owner' | 'model'>;

/** Who may have budgets for single models in LiteLLM (`model_max_budget`). */
export type ModelBudgetHolder = 'key' | 'user' | 'customer' | 'team' | 'member';

/**
 * What LiteLLM's checks of a request do otherwise from one release to the next. Of 1.81.13 and 1.106.2 each value was seen
 * in the answers of that release's own check functions (`can_key_call_model` and its like, `common_checks`) and of the
 * proxy built from it. The check functions of the others were asked the same cases about lists of models and budgets; their
 * limits and windows were read in their source.
 */
export interface ReleaseRules {
  readonly release: string;
  /** What they are known from. */
  readonly basis: RulesBasis;
  /** The release whose cost map says which provider a bare model name stands for. */
  readonly costMap: string;
  /** The release whose cost map says what costs nothing, where it is another one: between two releases that are compared. */
  readonly freeBy?: string;
  /** HTTP statuses. */
  readonly statuses: {
    readonly modelDenied: number;
    readonly budgetExceeded: number;
    readonly blocked: number;
    readonly unknownModel: number;
  };
  /** The `type` of the error for a model that the router does not know. */
  readonly unknownModelType: string;
  readonly budgets: Readonly<Record<BudgetHolder, BudgetBound>>;
  /** An organization's budget of zero is one; else it is none. */
  readonly countsZeroOrganization: boolean;
  /** A member without a budget of their own has the one that the team gives its members. */
  readonly givesTeamMemberBudget: boolean;
  /**
   * A model whose price nobody knows costs nothing, so that budgets are not looked at (`get_model_group_info` gives it
   * prices of zero); else only a price that is said to be zero is one.
   */
  readonly unknownPriceIsFree: boolean;
  /**
   * From which spend on a member's budget refuses before the key's end and budget are looked at. It is looked at once more
   * after all others but the customer's.
   */
  readonly memberFirst: BudgetBound;
  /** Budgets of the tags of a key are looked at; else only those of the request's own (`apply_key_tags_pre_auth`). */
  readonly asksTagsOfKeys: boolean;
  /** A key's own alias for a model is replaced before the models of its team or user are looked at. */
  readonly replacesKeyAliases: boolean;
  /** A team with `all-team-models` in its own list may use all that the router has a name for. */
  readonly teamListMayNameAll: boolean;
  /** Access groups with members (`/v1/access_group`). */
  readonly accessGroups: {
    /** Whom a group is assigned to has it; else only who names it. */
    readonly entersMembers: boolean;
    /** A group of a key that is assigned to it or its team lets it call what its team may not. */
    readonly letPastTeam: boolean;
  };
  /** When budgets start anew (`get_next_standardized_reset_time`). */
  readonly windows: {
    /** `fixed` are some zones whose hour stays the same all year, set where nobody looks; else all of IANA's. */
    readonly zones: 'fixed' | 'all';
    /** `1w` is seven days; else it is no period, and such a budget starts anew each midnight. */
    readonly readsWeeks: boolean;
    /** `hourly`, `daily`, `weekly` and `monthly` are periods; else none, as above. */
    readonly readsWords: boolean;
    /** Days, weeks and months begin at `litellm_settings.budget_reset_time`; else at midnight. */
    readonly readsTimeOfDay: boolean;
  };
  /** Budgets of a holder for single models (`model_max_budget`, `model_max_budget_limiter`). */
  readonly modelBudgets: {
    /** Whose are looked at after the key's own budget, before anything is asked of its team; in this order. */
    readonly first: readonly ModelBudgetHolder[];
    /** Whose are looked at after all other checks. A team's gives way to the key's for the same model. */
    readonly last: readonly ModelBudgetHolder[];
    readonly bound: BudgetBound;
    /** One of zero refuses all; else it is none. */
    readonly countsZero: boolean;
    /**
     * What they may be named after: `plain` is a model with or without what stands before its last slash, `bedrock` also a
     * model of Bedrock without its region or vendor, `patterns` also an access group or a pattern with `*`.
     */
    readonly names: 'plain' | 'bedrock' | 'patterns';
    /**
     * By what spend is added up: the name of the deployment that served, which refuses only where requests name it so; the
     * name that was asked for; or the budget.
     */
    readonly spendBy: 'served' | 'asked' | 'budget';
    /** All of a holder's begin together, see {@link SpendWindow}. */
    readonly sharesBegin: boolean;
  };
  /** How requests and tokens a minute are counted (`parallel_request_limiter_v3`). */
  readonly limits: {
    /** The status of a refusal. */
    readonly status: number;
    /** Milliseconds; a window opens with its first request. */
    readonly windowMs: number;
    /**
     * A check counts as one token until the window ends. Newer releases set tokens aside until the answer is there; how
     * many depends on what the request says, which no log does, and is one at least.
     */
    readonly keepsTokenOfCheck: boolean;
    /** A key's own limits for a model are looked at instead of its team's for that model, not beside them. */
    readonly keyModelReplacesTeamModel: boolean;
  };
}

/** What has been so in every release that is known. */
const BOUNDS = {
  key: 'reached',
  team: 'passed',
  member: 'reached',
  organization: 'reached',
  tag: 'passed',
  customer: 'passed',
  proxy: 'passed',
} as const;

const FIRST: ReleaseRules = {
  release: '1.81.13',
  basis: 'recorded',
  costMap: '1.81.13',
  statuses: { modelDenied: 401, budgetExceeded: 400, blocked: 401, unknownModel: 400 },
  unknownModelType: 'None',
  budgets: { ...BOUNDS, user: 'passed' },
  countsZeroOrganization: false,
  givesTeamMemberBudget: false,
  unknownPriceIsFree: true,
  memberFirst: 'passed',
  asksTagsOfKeys: false,
  replacesKeyAliases: false,
  teamListMayNameAll: false,
  accessGroups: { entersMembers: false, letPastTeam: false },
  windows: { zones: 'fixed', readsWeeks: false, readsWords: false, readsTimeOfDay: false },
  modelBudgets: {
    first: ['key'],
    last: [],
    bound: 'passed',
    countsZero: false,
    names: 'plain',
    spendBy: 'served',
    sharesBegin: true,
  },
  limits: { status: 429, windowMs: 60_000, keepsTokenOfCheck: true, keyModelReplacesTeamModel: false },
};

/** What each of the releases after it does otherwise than the one before. */
const CHANGES: readonly (Pick<ReleaseRules, 'release'> & Partial<ReleaseRules>)[] = [
  {
    release: '1.84.0',
    basis: 'functions',
    budgets: { ...BOUNDS, user: 'reached' },
    givesTeamMemberBudget: true,
    unknownPriceIsFree: false,
    accessGroups: { entersMembers: true, letPastTeam: true },
    windows: { ...FIRST.windows, zones: 'all' },
    modelBudgets: { ...FIRST.modelBudgets, first: ['key', 'customer'], spendBy: 'asked' },
  },
  {
    release: '1.90.0',
    basis: 'functions',
    asksTagsOfKeys: true,
    statuses: { modelDenied: 403, budgetExceeded: 429, blocked: 401, unknownModel: 400 },
    windows: { ...FIRST.windows, zones: 'all', readsWeeks: true },
    limits: { ...FIRST.limits, keepsTokenOfCheck: false },
  },
  {
    release: '1.103.0',
    basis: 'functions',
    unknownModelType: 'invalid_request_error',
    countsZeroOrganization: true,
    memberFirst: 'reached',
    teamListMayNameAll: true,
    windows: { zones: 'all', readsWeeks: true, readsWords: true, readsTimeOfDay: true },
    modelBudgets: {
      first: ['key', 'user', 'customer'],
      last: ['team'],
      bound: 'reached',
      countsZero: true,
      names: 'bedrock',
      spendBy: 'budget',
      sharesBegin: false,
    },
    limits: { ...FIRST.limits, keepsTokenOfCheck: false, keyModelReplacesTeamModel: true },
  },
  {
    release: '1.106.2',
    basis: 'recorded',
    statuses: { modelDenied: 403, budgetExceeded: 422, blocked: 401, unknownModel: 400 },
    replacesKeyAliases: true,
  },
  {
    release: '1.110.2',
    basis: 'functions',
    modelBudgets: {
      first: ['key', 'user'],
      last: ['team', 'member', 'customer'],
      bound: 'reached',
      countsZero: true,
      names: 'patterns',
      spendBy: 'budget',
      sharesBegin: false,
    },
  },
];

const RELEASES: readonly ReleaseRules[] = releases();

function releases(): readonly ReleaseRules[] {
  let last = FIRST;
  const later = CHANGES.map((change) => {
    last = { ...last, basis: 'source', ...change, costMap: change.release };
    return last;
  });
  return [FIRST, ...later];
}

/** The rules of the newest release that is known. */
export const NEWEST_RULES: ReleaseRules = RELEASES.at(-1) ?? FIRST;

/** Releases whose rules are known, oldest first. */
export const KNOWN_RELEASES: readonly string[] = RELEASES.map(({ release }) => release);

/** The rules for a version, and whether they are its own or those of the nearest release that is known. */
export interface ChosenRules {
  readonly rules: ReleaseRules;
  readonly exact: boolean;
}

/** The rules of a version of LiteLLM, see {@link nearestRelease}. Null for what is no version. */
export function rulesOf(version: string): ChosenRules | null {
  return nearestRelease(version, RELEASES);
}

/** As {@link rulesOf}, for a version that a person named. Throws a ProblemError for what is no version. */
export function namedRulesOf(version: string): ChosenRules {
  const chosen = rulesOf(version);
  if (chosen !== null) return chosen;
  throw new ProblemError({
    code: 'no_version',
    message: `${JSON.stringify(version)} is no version of LiteLLM.`,
    next: `Write one such as ${KNOWN_RELEASES.at(-1) ?? ''}.`,
  });
}

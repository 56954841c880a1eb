import type { RuleValue } from './policy-rules.ts';
import {
  alertOnly,
  byHand,
  differently,
  enforced,
  type GatewayRules,
  type Judgement,
} from './enforcement.ts';
import { doublewordRoles } from './roles.ts';

const NO_GROUP_BUDGETS = 'A group has no budget there; Costs shows what it spent.';
const NO_GROUP_LIMITS = 'A group has no limits there.';
const NO_TOKEN_LIMITS = 'Doubleword counts requests, never tokens, against a limit.';
const NO_MODEL_BUDGETS = 'Doubleword has no budgets of single models.';

/**
 * What Doubleword's control layer makes of each rule (dwctl 8.94.2 and 10.13.1): groups give access to models, keys carry
 * spend limits and rates, users a prepaid balance. Gatehouse writes groups there, and nothing else.
 */
export const DOUBLEWORD_RULES: GatewayRules = {
  'team.models': ({ models }) =>
    models === null
      ? differently('As the models of today: a group has no "every model". Plan again when one is added.')
      : enforced(
          'By the models of the group. Who is in several groups may use what any of them, or Everyone, may.',
        ),
  'user.models': () => alertOnly('Users have models through their groups only.'),
  'key.models': () => alertOnly('A key may use what its owner may; it has no models of its own.'),
  'team.budget': noneThere(NO_GROUP_BUDGETS),
  'team.memberBudget': noneThere(NO_GROUP_BUDGETS),
  'team.soft': () => alertOnly(NO_GROUP_BUDGETS),
  'team.modelBudget': () => alertOnly(NO_MODEL_BUDGETS),
  'user.budget': noneThere(
    byHand(
      "By the user's prepaid balance, at the end of which keys are refused with 402; it does not start anew by itself. Grant it there.",
    ),
  ),
  'user.soft': () =>
    byHand('By the balance below which the user is warned (low_balance_threshold): set it there.'),
  'user.modelBudget': () => alertOnly(NO_MODEL_BUDGETS),
  'key.budget': keyBudget,
  'key.soft': () =>
    alertOnly('A key has no soft budget there. "gatehouse policy check" tells when it is passed.'),
  'key.modelBudget': () => alertOnly(NO_MODEL_BUDGETS),
  'team.members': () =>
    enforced('Members that the node knows are put into the group, all others are taken out of it.'),
  'team.memberRole': () => alertOnly('As a member: a group has no roles.'),
  'user.role': ({ role }) =>
    byHand(`As ${role === undefined ? 'StandardUser' : doublewordRoles(role).join(' and ')}: set it there.`),
  'team.requests': noneThere(NO_GROUP_LIMITS),
  'team.tokens': noneThere(NO_GROUP_LIMITS),
  'team.parallel': noneThere(NO_GROUP_LIMITS),
  'user.requests': noneThere('A user has no limits there; their keys have.'),
  'user.tokens': noneThere(NO_TOKEN_LIMITS),
  'user.parallel': noneThere('A user has no limits there; models have a capacity.'),
  'key.requests': ({ limit }) =>
    limit === null
      ? byHand("A key's rate can be changed there, and never taken away: make another key.")
      : byHand(`By the key's rate a second, with a burst (${rate(limit)}): set it there.`),
  'key.tokens': noneThere(NO_TOKEN_LIMITS),
  'key.parallel': noneThere('A key has no such limit there; models have a capacity.'),
  'model.requests': noneThere(byHand("By the model's rate a second, with a burst: set it there.")),
  'model.tokens': noneThere(NO_TOKEN_LIMITS),
  'model.parallel': noneThere(byHand('By the capacity of the model: set it there.')),
  'model.budget': noneThere(NO_MODEL_BUDGETS),
  'model.soft': () => alertOnly(NO_MODEL_BUDGETS),
  roles: () => byHand('Users get the nearest roles that Doubleword has: give them there.'),
  alerts: () =>
    alertOnly('"gatehouse policy check" tells of keys; Doubleword counts nothing else by the period.'),
  exception: () =>
    differently(
      'Gatehouse works it into what it pushes: plan and push again when it begins and when it ends.',
    ),
};

/** A rule that takes something away needs nothing where there is no such thing. */
function noneThere(otherwise: string | Judgement): GatewayRules['team.budget'] {
  return ({ budget, limit }) => {
    if (budget === null || limit === null) return enforced('There is none on this gateway.');
    return typeof otherwise === 'string' ? alertOnly(otherwise) : otherwise;
  };
}

const INTERVALS: Readonly<Record<string, string>> = {
  '1d': 'daily',
  '24h': 'daily',
  '7d': 'weekly',
  '1w': 'weekly',
  '30d': 'monthly',
  '1mo': 'monthly',
};

function keyBudget({ budget, timeZone }: RuleValue): Judgement {
  if (budget === null || budget === undefined)
    return byHand('The spend limit of the key: take it away there.');
  const interval = budget.period === null ? 'for good' : INTERVALS[budget.period];
  if (interval === undefined)
    return alertOnly(
      `A key's spend limit starts anew by the day, week or month, not every ${budget.period}.`,
    );
  const zone =
    budget.period === null || timeZone === 'UTC' ? '' : ` It ends at midnight UTC, not of ${timeZone}.`;
  return byHand(
    `By the key's spend limit (${interval}), refused with 402 once it is reached: set it there. Releases before 10 ignore it.${zone}`,
  );
}

/** `0.5 a second`. */
function rate(limit: number | undefined): string {
  return `${Number(((limit ?? 0) / 60).toPrecision(3))} a second`;
}

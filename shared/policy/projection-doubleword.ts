import { heldRate, spendLimit } from './doubleword-limits.ts';
import type { RuleValue } from './policy-rules.ts';
import {
  alertOnly,
  byHand,
  differently,
  enforced,
  type GatewayRules,
  type Judgement,
} from './enforcement.ts';
import { doublewordRoles, EVERYBODYS_ROLE } from './roles.ts';

const NO_GROUP_BUDGETS = 'A group has no budget there; Costs shows what it spent.';
const NO_GROUP_LIMITS = 'A group has no limits there.';
const NO_TOKEN_LIMITS = 'Doubleword counts requests, never tokens, against a limit.';
const NOTHING_REFUSED = 'Taken away: nothing is refused by it.';
const NO_MODEL_BUDGETS = 'Doubleword has no budgets of single models.';

/**
 * What Doubleword's control layer makes of each rule (dwctl 8.94.2 and 10.13.1): groups give access to models, keys carry
 * spend limits and rates, users roles and a prepaid balance, models a rate and a capacity. A push
 * writes all but the balance and the capacity.
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
  'team.ownMemberBudget': () => alertOnly(NO_GROUP_BUDGETS),
  'team.soft': () => alertOnly(NO_GROUP_BUDGETS),
  'team.modelBudget': () => alertOnly(NO_MODEL_BUDGETS),
  'user.budget': noneThere(
    byHand(
      "By the user's prepaid balance, at the end of which keys are refused with 402; it does not start anew by itself. Grant it in the resource file.",
    ),
  ),
  'user.soft': () =>
    byHand(
      'By the balance below which the user is warned (low_balance_threshold): set it in the resource file.',
    ),
  'user.modelBudget': () => alertOnly(NO_MODEL_BUDGETS),
  'key.budget': keyBudget,
  'key.soft': () =>
    alertOnly('A key has no soft budget there. "gatehouse policy check" tells when it is passed.'),
  'key.modelBudget': () => alertOnly(NO_MODEL_BUDGETS),
  'team.members': () =>
    enforced('Members that the node knows are put into the group, all others are taken out of it.'),
  'team.memberRole': () => alertOnly('As a member: a group has no roles.'),
  'user.role': ({ role }) =>
    differently(
      `As ${role === undefined ? EVERYBODYS_ROLE : doublewordRoles(role).join(' and ')}; roles that a policy has no word for, such as BatchAPIUser, stay.`,
    ),
  'team.requests': noneThere(NO_GROUP_LIMITS),
  'team.tokens': noneThere(NO_GROUP_LIMITS),
  'team.parallel': noneThere(NO_GROUP_LIMITS),
  'user.requests': noneThere('A user has no limits there; their keys have.'),
  'user.tokens': noneThere(NO_TOKEN_LIMITS),
  'user.parallel': noneThere('A user has no limits there; models have a capacity.'),
  'key.requests': rateOf('key'),
  'key.tokens': noneThere(NO_TOKEN_LIMITS),
  'key.parallel': noneThere('A key has no such limit there; models have a capacity.'),
  'model.requests': rateOf('model'),
  'model.tokens': noneThere(NO_TOKEN_LIMITS),
  'model.parallel': noneThere(byHand('By the capacity of the model: set it there.')),
  'model.budget': noneThere(NO_MODEL_BUDGETS),
  'model.soft': () => alertOnly(NO_MODEL_BUDGETS),
  roles: () => differently('Users get the nearest of the roles that Doubleword has.'),
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

function keyBudget({ budget, timeZone }: RuleValue): Judgement {
  if (budget === null || budget === undefined) return enforced(NOTHING_REFUSED);
  const held = spendLimit(budget);
  if (!held.ok) return alertOnly(held.why);
  const zone =
    held.form.period === null || timeZone === 'UTC' ? '' : ` It ends at midnight UTC, not of ${timeZone}.`;
  return differently(
    `By the key's spend limit (${held.form.word}), refused with 402 once it is reached. Releases before 10 take one and keep none: it is not written there.${zone}`,
  );
}

/** @param whose whose rate it is: `key` */
function rateOf(whose: string): GatewayRules['key.requests'] {
  return ({ limit }) => {
    if (limit === null || limit === undefined)
      return whose === 'key'
        ? differently(
            'Where the key has no rate. One can be changed there, and never taken away: make another key.',
          )
        : enforced(NOTHING_REFUSED);
    const held = heldRate(limit);
    return held.ok
      ? differently(`By the ${whose}'s rate a second, with a burst (${rate(limit)}), refused with 429.`)
      : alertOnly(held.why);
  };
}

/** `0.5 a second`. */
function rate(limit: number): string {
  return `${Number((limit / 60).toPrecision(3))} a second`;
}

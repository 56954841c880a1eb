import { isCalendarPeriod } from './period.ts';
import type { RuleValue } from './policy-rules.ts';
import {
  alertOnly,
  byHand,
  differently,
  enforced,
  type GatewayRules,
  type Judgement,
} from './enforcement.ts';
import { LICENSED_MODEL_BUDGETS } from '../fleet/licence.ts';
import { whyNoModelBudget, type ModelBudgetSubject } from './litellm-model-budgets.ts';
import { releaseOf } from './litellm-release.ts';
import { litellmRole } from './roles.ts';

/**
 * What LiteLLM makes of each rule (1.81.13 and 1.106.2, and what lies between by the nearer of the two): its order of
 * checks, its operators and its statuses as they were recorded.
 */
export const LITELLM_RULES: GatewayRules = {
  'team.models': modelsOf('of the team'),
  'key.models': modelsOf('of the key'),
  'user.models': (_value, version) =>
    differently(
      `Only for keys of the user that belong to no team: those are refused with ${statusOf(version, 'modelDenied')}. A key of a team has the team's models.`,
    ),
  'team.budget': (value, version) => budgetOf(value, version, 'team'),
  'key.budget': (value, version) => budgetOf(value, version, 'key'),
  'user.budget': (value, version) => {
    const { how, ...rest } = budgetOf(value, version, 'user');
    if (value.budget === null) return { ...rest, how };
    return differently(`Only for keys of the user that belong to no team. ${how}`);
  },
  'team.soft': () => enforced('LiteLLM alerts by itself where alerting is set up; it refuses nothing.'),
  'user.soft': () => alertOnly(`A user has no soft budget there. ${TOLD}`),
  'key.soft': () => alertOnly(`LiteLLM keeps it in a budget that it does not show with the key. ${TOLD}`),
  'team.modelBudget': modelBudgetOf('team'),
  'user.modelBudget': modelBudgetOf('user'),
  'key.modelBudget': modelBudgetOf('key'),
  'team.memberBudget': givenBudget,
  'team.ownMemberBudget': ownBudget,
  'team.members': () =>
    enforced('Members that the node knows are put into the team, all others are taken out of it.'),
  'team.memberRole': ({ role }) =>
    role !== undefined && litellmRole(role).name === 'internal_user'
      ? differently('As a plain member, whose permissions LiteLLM sets for the whole team.')
      : alertOnly('As a plain member: another role within a team needs a licence.'),
  'user.role': ({ role }) => {
    const { name, exact } = role === undefined ? { name: 'internal_user', exact: false } : litellmRole(role);
    return exact
      ? enforced(`As "${name}".`)
      : differently(
          `As "${name}", the nearest of the roles that LiteLLM has; what it allows is fixed there.`,
        );
  },
  'team.requests': limitOf,
  'user.requests': limitOf,
  'key.requests': limitOf,
  'model.requests': modelLimit,
  'team.tokens': limitOf,
  'user.tokens': limitOf,
  'key.tokens': limitOf,
  'model.tokens': modelLimit,
  'key.parallel': (value) =>
    value.limit === null ? enforced(NOTHING_REFUSED) : enforced('One request too many is refused with 429.'),
  'team.parallel': () => alertOnly('LiteLLM limits the parallel requests of keys only.'),
  'user.parallel': () => alertOnly('LiteLLM limits the parallel requests of keys only.'),
  'model.parallel': modelLimit,
  'model.budget': () =>
    alertOnly('LiteLLM has no budget of a model for all who call it; Costs shows what it took.'),
  'model.soft': () =>
    alertOnly('LiteLLM has no budget of a model for all who call it; Costs shows what it took.'),
  roles: () => differently('Users get the nearest of the four roles that LiteLLM has.'),
  alerts: () => alertOnly(`${TOLD} LiteLLM has thresholds of its own.`),
  exception: () =>
    differently(
      'Gatehouse works it into what it pushes: plan and push again when it begins and when it ends.',
    ),
};

/** What Gatehouse does of itself, by the spend that it pulled. */
const TOLD = '"gatehouse policy check" tells when it is passed.';
const NOTHING_REFUSED = 'Taken away: nothing is refused by it.';

function statusOf(version: string | null, what: 'modelDenied' | 'budgetExceeded'): number {
  return releaseOf(version).statuses[what];
}

function modelsOf(whose: string): GatewayRules['team.models'] {
  return ({ models }, version) =>
    models === null
      ? enforced('Every model, also those that come later.')
      : enforced(`Other models are refused with ${statusOf(version, 'modelDenied')}, by the list ${whose}.`);
}

function budgetOf(
  { budget, timeZone }: RuleValue,
  version: string | null,
  holder: 'team' | 'key' | 'user' | 'member',
): Judgement {
  if (budget === null || budget === undefined) return enforced(NOTHING_REFUSED);
  const { statuses, budgets } = releaseOf(version);
  const bound = budgets[holder] === 'passed' ? 'Once the limit is passed' : 'As soon as the limit is reached';
  const how = `${bound}, requests are refused with ${statuses.budgetExceeded}; the request that passes it goes through.`;
  const notes = [...periodNote(budget.period, version), ...zoneNote(budget.period, timeZone)];
  return notes.length === 0 ? enforced(how) : differently([how, ...notes].join(' '));
}

function givenBudget(value: RuleValue, version: string | null): Judgement {
  const { enforcement, how } = budgetOf(value, version, 'member');
  if (value.budget === null || value.budget === undefined) return enforced(NOTHING_REFUSED);
  const { givesTeamMemberBudget } = releaseOf(version);
  const notes = [
    ...(givesTeamMemberBudget
      ? []
      : [
          'This release looks at budgets of single members only: members whom the team did not give it when they joined get it as one of their own, whatever they had.',
        ]),
    ...(Number(value.budget.limit) > 0
      ? []
      : ['A member who had a budget of their own before is not refused by one of 0 USD.']),
    ...(value.namesOwn === true || !givesTeamMemberBudget
      ? []
      : [
          'A member with a budget of their own there keeps that instead, unless memberBudgets says who may have one.',
        ]),
  ];
  if (notes.length === 0) return { enforcement, how, written: true };
  return differently([how, ...notes].join(' '));
}

function ownBudget(value: RuleValue, version: string | null): Judgement {
  const judged = budgetOf(value, version, 'member');
  const period = value.budget?.period ?? null;
  if (period === null || releaseOf(version).givesTeamMemberBudget) return judged;
  return differently(
    `${judged.how} This release starts such a budget anew within minutes of its period being set, and by the period from then on.`,
  );
}

function modelBudgetOf(subject: ModelBudgetSubject): GatewayRules['key.modelBudget'] {
  return ({ budget }, version, licensed) => {
    if (budget === null || budget === undefined) return enforced(NOTHING_REFUSED);
    const why = whyNoModelBudget(subject, budget, { version, licensed });
    if (why !== null) return alertOnly(why);
    const { statuses, modelBudgets } = releaseOf(version);
    const bound =
      modelBudgets.bound === 'passed' ? 'Once the limit is passed' : 'As soon as the limit is reached';
    return differently(
      [
        `${bound}, requests for the model are refused with ${statuses.budgetExceeded}.`,
        'The period begins with the first request, not by the calendar, and what was spent is kept in the memory of the gateway or in its Redis alone.',
        ...(modelBudgets.spendBy === 'served'
          ? [
              'What was spent is added up by the name of the deployment that served: it refuses only who asks for the model by that name.',
            ]
          : []),
        ...(subject === 'team' ? ["A key's own budget for the model counts instead of the team's."] : []),
        ...(licensed === null && LICENSED_MODEL_BUDGETS.has(subject)
          ? ['It needs a licence: a gateway without one refuses the change.']
          : []),
      ].join(' '),
    );
  };
}

function periodNote(period: string | null, version: string | null): readonly string[] {
  if (period?.endsWith('w') === true && !releaseOf(version).windows.readsWeeks)
    return [
      'This release knows no weeks as w, and starts such a budget anew each midnight: write week, or 7d.',
    ];
  if (period === null || isCalendarPeriod(period)) return [];
  return ['A period of this length begins there when the budget was made, not by the calendar.'];
}

function zoneNote(period: string | null, timeZone: string): readonly string[] {
  if (period === null || timeZone === 'UTC') return [];
  return [
    `Periods end at midnight of the zone in the gateway's own config file (litellm_settings.timezone), which is UTC unless it says ${timeZone}.`,
  ];
}

function limitOf({ limit }: RuleValue): Judgement {
  if (limit === null) return enforced(NOTHING_REFUSED);
  return enforced('Refused with 429, in windows of 60 s that open with their first request.');
}

function modelLimit(): Judgement {
  return byHand(
    'By the limits of each of its deployments, between which the router divides requests: set them there, or in the resource file.',
  );
}

import { modelBudgetsBetween } from './model-budgets-between.ts';
import { nearestPrices } from '../prices/price-table.ts';
import { providerChanges } from './providers.ts';
import type { BudgetHolder, ReleaseRules } from './release-rules.ts';
import type { AppliedDifference, RuleDifference } from './rule-difference.ts';
import { WINDOW_WORDS, windowsBetween } from './windows-between.ts';

/** In what the rules of two releases of LiteLLM differ, in words. */
export function rulesBetween(before: ReleaseRules, after: ReleaseRules): readonly RuleDifference[] {
  return [
    ...verdictDifferences(before, after).map(({ code, text, changesVerdicts }) => ({
      code,
      text,
      changesVerdicts,
    })),
    ...answerDifferences(before, after),
  ];
}

/** Those of the differences that can change verdicts. */
export function verdictDifferences(before: ReleaseRules, after: ReleaseRules): readonly AppliedDifference[] {
  const found: AppliedDifference[] = [];
  const add = (code: string, text: string, apply: AppliedDifference['apply']): void => {
    found.push({ code, text, changesVerdicts: true, apply });
  };
  const [old, young] = [before.release, after.release];
  const say = (isSo: boolean, what: string, otherwise: string): string =>
    `In ${young} ${isSo ? what : otherwise}; in ${old} ${isSo ? otherwise : what}.`;

  for (const holder of Object.keys(before.budgets) as BudgetHolder[]) {
    const [was, is] = [before.budgets[holder], after.budgets[holder]];
    if (was === is) continue;
    const words = { reached: 'as soon as it is reached', passed: 'once it is passed' };
    add(
      `budgets.${holder}`,
      `The budget of a ${holder} refuses ${words[is]} in ${young}, ${words[was]} in ${old}.`,
      (onto, from) => ({ ...onto, budgets: { ...onto.budgets, [holder]: from.budgets[holder] } }),
    );
  }
  if (before.replacesKeyAliases !== after.replacesKeyAliases)
    add(
      'key-aliases',
      say(
        after.replacesKeyAliases,
        "a key's own alias for a model is replaced before the models of its team or user are asked",
        'the models of a team or user are asked for the alias of a key as it is',
      ),
      (onto, { replacesKeyAliases }) => ({ ...onto, replacesKeyAliases }),
    );
  if (before.teamListMayNameAll !== after.teamListMayNameAll)
    add(
      'all-team-models',
      say(
        after.teamListMayNameAll,
        'a team with all-team-models in its own list may use all that the router has',
        "all-team-models in a team's own list is a name that no model has",
      ),
      (onto, { teamListMayNameAll }) => ({ ...onto, teamListMayNameAll }),
    );
  if (before.countsZeroOrganization !== after.countsZeroOrganization)
    add(
      'zero-organization',
      say(
        after.countsZeroOrganization,
        'an organization with a budget of zero may spend nothing',
        'an organization with a budget of zero has none',
      ),
      (onto, { countsZeroOrganization }) => ({ ...onto, countsZeroOrganization }),
    );
  if (before.givesTeamMemberBudget !== after.givesTeamMemberBudget)
    add(
      'team-member-budget',
      say(
        after.givesTeamMemberBudget,
        'the budget that a team gives its members holds for those without one of their own',
        'members without a budget of their own have none',
      ),
      (onto, { givesTeamMemberBudget }) => ({ ...onto, givesTeamMemberBudget }),
    );
  if (before.unknownPriceIsFree !== after.unknownPriceIsFree)
    add(
      'unknown-price',
      say(
        after.unknownPriceIsFree,
        'a model whose price is unknown, or zero by the cost map alone, is free, so that no budget refuses it',
        'budgets are asked about every model of which the node itself does not say that it is free',
      ),
      (onto, { unknownPriceIsFree }) => ({ ...onto, unknownPriceIsFree }),
    );
  if (before.asksTagsOfKeys !== after.asksTagsOfKeys)
    add(
      'tags-of-keys',
      say(
        after.asksTagsOfKeys,
        'the budgets of the tags of a key refuse its requests',
        'the budgets of tags refuse only requests that bring the tag themselves',
      ),
      (onto, { asksTagsOfKeys }) => ({ ...onto, asksTagsOfKeys }),
    );
  if (before.accessGroups.entersMembers !== after.accessGroups.entersMembers)
    add(
      'access-group-members',
      say(
        after.accessGroups.entersMembers,
        'a key or team has the access groups that are assigned to it',
        'a key or team has only the access groups that it names itself',
      ),
      (onto, { accessGroups: { entersMembers } }) => ({
        ...onto,
        accessGroups: { ...onto.accessGroups, entersMembers },
      }),
    );
  if (before.accessGroups.letPastTeam !== after.accessGroups.letPastTeam)
    add(
      'access-groups-past-team',
      say(
        after.accessGroups.letPastTeam,
        'an access group of a key lets it call what its team may not',
        'no access group of a key lets it call what its team may not',
      ),
      (onto, { accessGroups: { letPastTeam } }) => ({
        ...onto,
        accessGroups: { ...onto.accessGroups, letPastTeam },
      }),
    );
  for (const { rule, isNew } of windowsBetween(before, after))
    add(`windows.${rule}`, say(isNew, ...WINDOW_WORDS[rule]), (onto, { windows }) => ({
      ...onto,
      windows: { ...onto.windows, [rule]: windows[rule] },
    }));
  if (before.limits.keepsTokenOfCheck !== after.limits.keepsTokenOfCheck)
    add(
      'token-counting',
      say(
        !after.limits.keepsTokenOfCheck,
        'tokens are set aside for a request until its answer is there',
        'one token is counted for each check and the others afterwards',
      ),
      (onto, { limits: { keepsTokenOfCheck } }) => ({
        ...onto,
        limits: { ...onto.limits, keepsTokenOfCheck },
      }),
    );
  if (before.limits.keyModelReplacesTeamModel !== after.limits.keyModelReplacesTeamModel)
    add(
      'model-limits',
      say(
        after.limits.keyModelReplacesTeamModel,
        "a key's limits for a model are looked at instead of its team's",
        "a key's limits for a model and those of its team are both looked at",
      ),
      (onto, { limits: { keyModelReplacesTeamModel } }) => ({
        ...onto,
        limits: { ...onto.limits, keyModelReplacesTeamModel },
      }),
    );
  for (const difference of modelBudgetsBetween(before, after)) found.push(difference);
  const providers = providerChanges(before.costMap, after.costMap);
  if (providers.length > 0)
    add(
      'providers',
      `The cost map of ${young} gives ${providers.length.toLocaleString('en')} model names another provider than that of ${old} or none, which decides what a pattern such as openai/* covers.`,
      (onto, { costMap }) => ({ ...onto, costMap, freeBy: onto.freeBy ?? onto.costMap }),
    );
  if (nearestPrices(before.costMap) !== nearestPrices(after.costMap))
    add(
      'free-models',
      `The cost map of ${young} has prices of other models than that of ${old}, which decides with the prices of a node what costs nothing, so that no budget refuses it.`,
      (onto, { costMap, freeBy = costMap }) => ({ ...onto, freeBy }),
    );
  return found;
}

function answerDifferences(before: ReleaseRules, after: ReleaseRules): readonly RuleDifference[] {
  const names = {
    modelDenied: 'A model that may not be called',
    budgetExceeded: 'A budget that is used up',
    blocked: 'What is blocked',
    unknownModel: 'A model that is not known',
  };
  const found = (Object.keys(names) as (keyof typeof names)[])
    .filter((name) => before.statuses[name] !== after.statuses[name])
    .map((name) => ({
      code: `statuses.${name}`,
      text: `${names[name]} is answered with ${after.statuses[name]} in ${after.release}, with ${before.statuses[name]} in ${before.release}.`,
      changesVerdicts: false,
    }));
  if (before.unknownModelType === after.unknownModelType) return found;
  return [
    ...found,
    {
      code: 'unknown-model-type',
      text: `The error for a model that is not known is of type ${after.unknownModelType} in ${after.release}, ${before.unknownModelType} in ${before.release}.`,
      changesVerdicts: false,
    },
  ];
}

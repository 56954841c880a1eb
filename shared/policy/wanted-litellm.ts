import type { Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { KnownGateway } from './enforcement.ts';
import { wantedModelBudgets, type ModelBudgetSubject } from './litellm-model-budgets.ts';
import { absentModels } from './offered-models.ts';
import { resolveModels, type Policy, type PolicyKey, type PolicyTeam, type PolicyUser } from './policy.ts';
import { litellmRole } from './roles.ts';
import { wantedBudget } from './wanted-budget.ts';
import { wantedMemberBudgets } from './wanted-member-budgets.ts';
import { onlyNamed, type GatewayWants, type TeamOnNode } from './wanted-rules.ts';

/**
 * What LiteLLM holds of a policy (1.81.13, 1.106.2): `["*"]` is every model, `soft_budget` stands in the team itself, a
 * user has one of four roles. Budgets of single models stand in `model_max_budget`, where the release looks at it. A key also holds how many of its requests may run at once; its soft budget is in no answer.
 * The limits of a model are those of its deployments, between which the router divides requests: none is written.
 */
export const LITELLM_WANTS: GatewayWants = {
  team: (on) => ({
    fields: { ...litellmFields(on.policy, on.team, on.held), ...wantedMemberBudgets(on).fields },
    settings: onlyNamed({
      soft_budget: on.team.budget?.soft === undefined ? undefined : Number(on.team.budget.soft),
      model_max_budget: modelBudgetsOf('team', on.team, on.held, on),
    }),
  }),
  notesOnTeam: (on) => [...notOffered(on), ...periodGoes(on), ...wantedMemberBudgets(on).notes],
  user: (policy, user, held, gateway) => {
    const role = user.role === undefined ? undefined : policy.roles.get(user.role);
    return {
      fields: {
        ...litellmFields(policy, user, held),
        ...(role === undefined ? {} : { role: litellmRole(role).name }),
      },
      settings: onlyNamed({ model_max_budget: modelBudgetsOf('user', user, held, gateway) }),
    };
  },
  key: (policy, key, held, gateway) => ({
    fields: litellmFields(policy, key, held),
    settings: onlyNamed({
      max_parallel_requests: key.limits?.parallelRequests,
      model_max_budget: modelBudgetsOf('key', key, held, gateway),
    }),
  }),
  model: null,
  memberKinds: ['user'],
};

function modelBudgetsOf(
  subject: ModelBudgetSubject,
  { modelBudgets }: PolicyTeam | PolicyUser | PolicyKey,
  held: Resource | undefined,
  gateway: KnownGateway,
): JsonObject | undefined {
  return wantedModelBudgets(subject, modelBudgets, held?.settings['model_max_budget'], gateway);
}

function notOffered({ policy, name, team, offered, node }: TeamOnNode): readonly string[] {
  const absent = absentModels(policy, team, offered);
  return absent.length === 0
    ? []
    : [
        `${node} does not offer ${absent.join(', ')}, which "${name}" may use: the team may use it as soon as it is offered.`,
      ];
}

/**
 * A period is there and is to go. What a LiteLLM of 1.106.2 or 1.81.13 does with `budget_duration: null` is on no
 * recording; that it keeps a period which is not mentioned is.
 */
function periodGoes({ name, team, held, node }: TeamOnNode): readonly string[] {
  const before = held?.fields['budget'];
  const goes = team.budget?.period === null && isJsonObject(before) && typeof before['period'] === 'string';
  return goes
    ? [
        `${node} is asked to let the budget of "${name}" never start anew. It is not known of every release of LiteLLM that it forgets a period: the push reads the team again and says so if it stays.`,
      ]
    : [];
}

function litellmFields(
  policy: Policy,
  { models, budget, limits }: PolicyTeam | PolicyUser | PolicyKey,
  held: Resource | undefined,
): JsonObject {
  return onlyNamed({
    models: models === undefined ? undefined : (resolveModels(policy, models) ?? ['*']),
    budget: budget === undefined ? undefined : wantedBudget(budget, held?.fields['budget']),
    requestsPerMinute: limits?.requestsPerMinute,
    tokensPerMinute: limits?.tokensPerMinute,
  });
}

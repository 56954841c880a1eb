import type { Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { samePeriod } from './period.ts';
import {
  resolveModels,
  type Policy,
  type PolicyBudget,
  type PolicyKey,
  type PolicyTeam,
  type PolicyUser,
} from './policy.ts';
import { litellmRole } from './roles.ts';

/** What is wanted of a resource: only what the policy names and the gateway can hold. */
export type WantedPart = Pick<Resource, 'fields' | 'settings'>;

/** LiteLLM 1.106.2 and 1.81.13: `["*"]` is every model, `soft_budget` stands in the team itself. */
export function litellmTeam(policy: Policy, team: PolicyTeam, held: Resource | undefined): WantedPart {
  const soft = team.budget?.soft;
  return {
    fields: litellmFields(policy, team, held),
    settings: soft === undefined ? {} : { soft_budget: Number(soft) },
  };
}

/** A key also holds how many of its requests may run at once; its soft budget is in no answer of LiteLLM. */
export function litellmKey(policy: Policy, key: PolicyKey, held: Resource): WantedPart {
  const parallel = key.limits?.parallelRequests;
  return {
    fields: litellmFields(policy, key, held),
    settings: parallel === undefined ? {} : { max_parallel_requests: parallel },
  };
}

/** A user has one of four roles. */
export function litellmUser(policy: Policy, user: PolicyUser, held: Resource): WantedPart {
  const role = user.role === undefined ? undefined : policy.roles.get(user.role);
  return {
    fields: {
      ...litellmFields(policy, user, held),
      ...(role === undefined ? {} : { role: litellmRole(role).name }),
    },
    settings: {},
  };
}

/** A group of Doubleword (dwctl 10.13.1) holds models that exist, members, and nothing else of a policy. */
export function doublewordTeam(
  policy: Policy,
  { models }: PolicyTeam,
  offered: ReadonlySet<string>,
): WantedPart {
  if (models === undefined) return { fields: {}, settings: {} };
  const names = resolveModels(policy, models)?.filter((model) => offered.has(model)) ?? [...offered].sort();
  return { fields: { models: names }, settings: {} };
}

function litellmFields(
  policy: Policy,
  { models, budget, limits }: PolicyTeam | PolicyUser | PolicyKey,
  held: Resource | undefined,
): JsonObject {
  return {
    ...(models === undefined ? {} : { models: resolveModels(policy, models) ?? ['*'] }),
    ...(budget === undefined ? {} : { budget: budgetOf(budget, held?.fields['budget']) }),
    ...(limits?.requestsPerMinute === undefined ? {} : { requestsPerMinute: limits.requestsPerMinute }),
    ...(limits?.tokensPerMinute === undefined ? {} : { tokensPerMinute: limits.tokensPerMinute }),
  };
}

/** A period that means the same is left as the node spells it: another spelling would start it anew for nothing. */
function budgetOf(budget: PolicyBudget | null, held: JsonValue | undefined): JsonValue {
  if (budget === null) return null;
  const before = isJsonObject(held) ? held['period'] : undefined;
  const { limit, period } = budget;
  return { limit, period: typeof before === 'string' && samePeriod(before, period) ? before : period };
}

import type { Resource } from '../fleet/snapshot.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { heldRate, spendLimit, type HeldForm } from './doubleword-limits.ts';
import { absentModels } from './offered-models.ts';
import { resolveModels, type PolicyBudget } from './policy.ts';
import { doublewordRoles, EVERYBODYS_ROLE, POLICY_ROLES } from './roles.ts';
import type { GatewayWants, TeamOnNode } from './wanted-rules.ts';

/**
 * What Doubleword's control layer holds of a policy (dwctl 8.94.2, 10.13.1): groups give access to models that exist and
 * have members, keys carry a spend limit and a rate, models a rate, users roles. Where a form is wanted
 * that it does not have, nothing is: the projection says which rules these are.
 */
export const DOUBLEWORD_WANTS: GatewayWants = {
  team: ({ policy, team: { models }, offered }) => ({
    fields:
      models === undefined
        ? {}
        : {
            models:
              resolveModels(policy, models)?.filter((model) => offered.has(model)) ?? [...offered].sort(),
          },
    settings: {},
  }),
  notesOnTeam: (on) => [...notOffered(on), ...notEnforced(on), ...modelsOfToday(on)],
  user: (policy, user, held) => {
    const role = user.role === undefined ? undefined : policy.roles.get(user.role);
    return {
      fields: role === undefined ? {} : { roles: rolesWith(doublewordRoles(role), held.fields['roles']) },
      settings: {},
    };
  },
  key: (_policy, { budget, limits }, held) => ({
    fields: { ...budgetPart(budget, held), ...ratePart(limits?.requestsPerMinute) },
    settings: {},
  }),
  model: (_policy, { limits }) => ({
    fields: ratePart(limits?.requestsPerMinute),
    settings: {},
  }),
  memberKinds: ['user', 'organization'],
};

/** As a pull spells them: without the role that everybody has. Those that no policy has a word for, such as that for batches, stay. */
function rolesWith(wanted: readonly string[], held: JsonValue | undefined): readonly string[] {
  const others = Array.isArray(held)
    ? held.filter((role: JsonValue): role is string => typeof role === 'string' && !POLICY_ROLES.has(role))
    : [];
  return [...new Set([...wanted.filter((role) => role !== EVERYBODYS_ROLE), ...others])].sort();
}

/** A key without such a field is one of a release that takes a spend limit and does not keep it (dwctl 8.94.2). */
function budgetPart(budget: PolicyBudget | null | undefined, { fields }: Resource): JsonObject {
  if (budget === undefined || fields['budget'] === undefined) return {};
  if (budget === null) return { budget: null };
  const held = spendLimit(budget);
  return held.ok ? { budget: { limit: held.form.limit, period: held.form.period } } : {};
}

function ratePart(limit: number | null | undefined): JsonObject {
  if (limit === undefined) return {};
  const held: HeldForm<number | null> = limit === null ? { ok: true, form: null } : heldRate(limit);
  return held.ok ? { requestsPerMinute: held.form } : {};
}

function notOffered({ policy, name, team, offered, node }: TeamOnNode): readonly string[] {
  const absent = absentModels(policy, team, offered);
  return absent.length === 0
    ? []
    : [`${node} does not offer ${absent.join(', ')}, which "${name}" may use: left out there.`];
}

function notEnforced({ name, team: { budget, limits }, node }: TeamOnNode): readonly string[] {
  const limited = [limits?.requestsPerMinute, limits?.tokensPerMinute, limits?.parallelRequests];
  return [
    ...(budget ? [`Groups have no budgets on ${node}: that of "${name}" is not enforced there.`] : []),
    ...(limited.some((limit) => typeof limit === 'number')
      ? [`Groups have no limits on ${node}: those of "${name}" are not enforced there.`]
      : []),
  ];
}

function modelsOfToday({ name, team, offered, node }: TeamOnNode): readonly string[] {
  return team.models === 'all'
    ? [`Groups have no "all models" on ${node}: "${name}" gets the ${offered.size} models of today.`]
    : [];
}

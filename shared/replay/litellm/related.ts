import type { Resource } from '../../fleet/snapshot.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { isJsonObject } from '../../json.ts';
import { objectOf, textOf } from '../neutral-values.ts';
import type { Callers } from './callers.ts';

/** A user within one team. */
export interface Member {
  readonly team: Resource;
  readonly user: string;
}

/** What a LiteLLM node holds that bears on requests without making them. */
export interface Related {
  readonly organizations: ReadonlyMap<string, Resource>;
  readonly tags: ReadonlyMap<string, Resource>;
  readonly customers: ReadonlyMap<string, Resource>;
  /** Budget and limits of a member's own; null without any. */
  memberOf(member: Member): JsonObject | null;
  /** The budget that a team gives its members. */
  givenBudgetOf(team: Resource): JsonValue | undefined;
  /** A customer's own budget, or the one that all customers without have. */
  customerBudgetOf(customer: string): JsonValue | undefined;
  /** The budgets of customers for single models (`model_max_budget`), own or those that all without a budget have. */
  customerModelBudgetsOf(customer: string): JsonValue | undefined;
  /** Those of a member within the team, own or those that the team gives its members. */
  memberModelBudgetsOf(member: Member): JsonValue | undefined;
  /** False where no customer has any. */
  readonly hasCustomerModelBudgets: boolean;
  /** `max_budget` of the settings, as a budget. */
  readonly proxyBudget: JsonValue;
}

export function relatedOf(resources: readonly Resource[]): Related {
  const ofKind = (kind: Resource['kind']): ReadonlyMap<string, Resource> =>
    new Map(resources.filter((one) => one.kind === kind).map((one) => [one.id, one]));
  const [customers, budgets] = [ofKind('customer'), ofKind('budget')];
  const setting = (name: string): JsonValue | undefined =>
    resources.find((one) => one.kind === 'setting' && one.name.endsWith(`.${name}`))?.fields['value'];
  const budgetOfAll = budgets.get(textOf(setting('max_end_user_budget_id')));
  const ofAll = budgetOfAll?.fields['budget'];
  const modelBudgetsOfAll = budgetOfAll?.settings['model_max_budget'];
  const memberOf = ({ team, user }: Member): JsonObject | null => {
    const members = team.observed['member_budgets'];
    const read = Array.isArray(members) ? members.filter(isJsonObject) : [];
    return withBudget(team, user, read.find((member) => member['user'] === user) ?? null);
  };
  const givenOf = ({ settings, observed }: Resource): Resource | undefined =>
    budgets.get(
      textOf(observed['team_member_budget_id']) ||
        textOf(objectOf(settings['metadata'])['team_member_budget_id']),
    );
  const joinedOf = (settings: JsonValue | undefined): JsonValue | undefined =>
    objectOf(objectOf(settings)['litellm_budget_table'])['model_max_budget'];
  const most = setting('max_budget');
  return {
    organizations: ofKind('organization'),
    tags: ofKind('tag'),
    customers,
    memberOf,
    givenBudgetOf: (team) => {
      const { memberBudget } = team.fields;
      if (memberBudget !== undefined) return memberBudget;
      // As a snapshot has it that an earlier release of Gatehouse took.
      return givenOf(team)?.fields['budget'];
    },
    customerBudgetOf: (customer) => customers.get(customer)?.fields['budget'] ?? ofAll,
    customerModelBudgetsOf: (customer) => joinedOf(customers.get(customer)?.settings) ?? modelBudgetsOfAll,
    memberModelBudgetsOf: (member) =>
      joinedOf(memberOf(member)?.['settings']) ?? givenOf(member.team)?.settings['model_max_budget'],
    hasCustomerModelBudgets:
      modelBudgetsOfAll !== undefined ||
      [...customers.values()].some(({ settings }) => joinedOf(settings) !== undefined),
    proxyBudget:
      typeof most === 'number' && most > 0
        ? { limit: most, period: textOf(setting('budget_duration')) || null }
        : null,
  };
}

/**
 * What a member has, with the budget that is wanted of them: their own; else, where their membership stands in the budget
 * that the team gives, that one.
 */
function withBudget(
  { fields, observed }: Resource,
  user: string,
  read: JsonObject | null,
): JsonObject | null {
  const { memberBudgets, memberBudget = null } = fields;
  if (!isJsonObject(memberBudgets)) return read;
  const budget = memberBudgets[user] ?? null;
  if (budget !== null) return { ...read, budget };
  const given = textOf(observed['team_member_budget_id']);
  const isGiven = given !== '' && textOf(objectOf(read?.['observed'])['budget_id']) === given;
  return read === null ? null : { ...read, budget: isGiven ? memberBudget : null };
}

/** The member that calls; null where the key has no team or no user. */
export function memberOf({ key, team }: Callers): Member | null {
  const user = textOf(key?.fields['user']);
  return team === undefined || user === '' ? null : { team, user };
}

/** The id of the organization that pays: the key's, else its team's; empty without one. */
export function organizationOf({ key, team }: Callers): string {
  return textOf(key?.settings['organization_id']) || textOf(team?.settings['organization_id']);
}

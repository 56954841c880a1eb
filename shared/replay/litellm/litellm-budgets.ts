import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import type { JsonValue } from '../../json.ts';
import { nanoOf, textOf } from '../neutral-values.ts';
import { ruleNumber } from '../replay-state.ts';
import type { ReplayBudget } from '../replay-state.ts';
import type { Combination } from '../request-log.ts';
import type { ModelCatalogue } from './catalogue.ts';
import type { Holder } from './decide.ts';
import { createModelBudgets } from './litellm-model-budgets.ts';
import type { BudgetHolder, ReleaseRules } from './release-rules.ts';
import { memberOf, organizationOf } from './related.ts';
import type { Related } from './related.ts';
import { tagsOfKey } from './tag-remarks.ts';
import type { Callers } from './callers.ts';

/** The budgets of a LiteLLM node, numbered as they are met. */
export interface Budgets {
  readonly all: readonly ReplayBudget[];
  /** The budgets of who calls, looked up once for all of their requests. */
  ofCaller(callers: Callers): CallerBudgets;
  /** Whether a request meets budgets beside those of who calls: its customer's, or those of its own tags. */
  hasOwn(combination: Combination): boolean;
}

/** What the requests of one caller meet. */
export interface CallerBudgets {
  /** Whether requests meet others for some models. */
  readonly dependOnModel: boolean;
  /**
   * Numbers of the budgets that a request is checked against, in their order, and of those that it fills.
   *
   * @param asked whose budgets its course asks for, of key, team and user
   * @param isAdmitted nothing but a budget refuses it, so that those of others are asked for, too
   */
  of(
    combination: Combination,
    asked: readonly Holder[],
    isAdmitted: boolean,
  ): {
    readonly checked: readonly number[];
    readonly charged: readonly number[];
    /** How many of the checked ones come before the end of the key. */
    readonly beforeExpiry: number;
  };
}

/**
 * Budgets of keys, teams and users, of members of a team, of organizations, tags and customers, of the whole proxy, and of
 * holders for single models, in the order of LiteLLM's checks (1.81.13 and 1.106.2, `common_checks`).
 */
export function createBudgets(related: Related, catalogue: ModelCatalogue, rules: ReleaseRules): Budgets {
  const all: ReplayBudget[] = [];
  const modelBudgets = createModelBudgets({ all, related, catalogue, rules });
  const numbers = new Map<BudgetHolder, Map<string, number | null>>();

  function numberOf(holder: BudgetHolder, id: string, budget: () => JsonValue | undefined): number | null {
    let ofHolder = numbers.get(holder);
    if (ofHolder === undefined) numbers.set(holder, (ofHolder = new Map()));
    const known = ofHolder.get(id);
    if (known !== undefined) return known;
    const made = budgetOf(holder, id, budget(), rules);
    const number = made === null ? null : all.push(made) - 1;
    ofHolder.set(id, number);
    return number;
  }
  const ofResource = (holder: BudgetHolder, resource: Resource | undefined): number | null =>
    resource === undefined ? null : numberOf(holder, resource.id, () => resource.fields['budget']);
  const ofTag = (tag: string): number | null => ofResource('tag', related.tags.get(tag));
  const ofCustomer = (customer: string): number | null =>
    customer === '' ? null : numberOf('customer', customer, () => related.customerBudgetOf(customer));

  function ofMember(callers: Callers): number | null {
    const member = memberOf(callers);
    if (member === null) return null;
    return numberOf('member', `${member.team.id}/${member.user}`, () => {
      const own = related.memberOf(member)?.['budget'];
      if (isJsonObject(own)) return own;
      const given = rules.givesTeamMemberBudget ? related.givenBudgetOf(member.team) : undefined;
      return isJsonObject(given) && Number(given['limit']) > 0 ? given : null;
    });
  }

  const firstLooks = new Map<number, number>();

  /**
   * The look at a member's own budget that comes before the key's (`user_api_key_auth`, check 3, 1.81.13 and later): of one
   * of zero there is none. The same number where both looks refuse from the same spend on.
   */
  function firstLookAt(member: number | null, callers: Callers): number | null {
    const budget = member === null ? undefined : all[member];
    const of = memberOf(callers);
    if (member === null || budget === undefined || budget.max === null || of === null) return null;
    if (rules.memberFirst === budget.bound) return member;
    if (budget.max <= 0n || !isJsonObject(related.memberOf(of)?.['budget'])) return null;
    const known =
      firstLooks.get(member) ?? all.push({ ...budget, bound: rules.memberFirst, isRepeated: true }) - 1;
    firstLooks.set(member, known);
    return known;
  }

  return {
    all,
    hasOwn: ({ customer = '', tags = [] }) =>
      ofCustomer(customer) !== null ||
      modelBudgets.hasOwn(customer) ||
      tags.some((tag) => ofTag(tag) !== null),
    ofCaller(callers) {
      const own = {
        key: ofResource('key', callers.key),
        team: ofResource('team', callers.team),
        user: ofResource('user', callers.user),
      };
      const member = ofMember(callers);
      const memberFirst = firstLookAt(member, callers);
      const memberLast = memberFirst === member ? null : member;
      const organization = ofResource('organization', related.organizations.get(organizationOf(callers)));
      const keyTags = tagsOfKey(callers.key);
      const ofModels = modelBudgets.ofCaller(callers);
      const proxy = numberOf('proxy', '', () => related.proxyBudget);
      return {
        dependOnModel: ofModels !== null,
        of(combination, asked, isAdmitted) {
          // Each once: those of the request, then those that its key puts on all of its requests. A log has both as one.
          const logged = combination.tags ?? [];
          const tags = [...new Set([...logged, ...keyTags])].map(ofTag);
          const askedTags = rules.asksTagsOfKeys
            ? tags
            : logged.filter((tag) => !keyTags.includes(tag)).map(ofTag);
          const customer = ofCustomer(combination.customer ?? '');
          const isAsked = (holder: Holder): boolean => asked.includes(holder);
          const asksOthers = isAdmitted && asked.length > 0;
          const ofModel = ofModels?.of(combination) ?? null;
          return {
            checked: present([
              isAsked('key') ? memberFirst : null,
              isAsked('key') ? own.key : null,
              ...(isAsked('key') ? (ofModel?.first ?? []) : []),
              isAsked('team') ? own.team : null,
              ...(asksOthers ? [organization, ...askedTags] : []),
              isAsked('user') ? own.user : null,
              ...(asksOthers ? [memberLast, customer, proxy, ...(ofModel?.last ?? [])] : []),
            ]),
            charged: present([
              own.key,
              own.team,
              own.user,
              memberFirst,
              memberLast,
              organization,
              ...tags,
              customer,
              proxy,
              ...(ofModel?.charged ?? []),
            ]),
            beforeExpiry: isAsked('key') && memberFirst !== null ? 1 : 0,
          };
        },
      };
    },
  };
}

function budgetOf(
  holder: BudgetHolder,
  id: string,
  budget: JsonValue | undefined,
  rules: ReleaseRules,
): ReplayBudget | null {
  if (!isJsonObject(budget)) return null;
  const max = nanoOf(budget['limit']);
  if (max === null) return null;
  if (holder === 'organization' && max <= 0n && !rules.countsZeroOrganization) return null;
  const period = textOf(budget['period']) || null;
  return { holder, id, max, period, bound: rules.budgets[holder], rule: ruleNumber(`${holder}-budget`) };
}

function present(numbers: readonly (number | null)[]): readonly number[] {
  return numbers.filter((number) => number !== null);
}

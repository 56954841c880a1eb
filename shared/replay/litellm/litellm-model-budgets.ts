import type { Resource } from '../../fleet/snapshot.ts';
import type { JsonValue } from '../../json.ts';
import { ruleNumber } from '../replay-state.ts';
import type { ReplayBudget } from '../replay-state.ts';
import type { Combination } from '../request-log.ts';
import type { Callers } from './callers.ts';
import type { ModelCatalogue } from './catalogue.ts';
import { aliasesOfKey, aliasesOfTeam } from './litellm-subjects.ts';
import {
  governingBudget,
  lastPart,
  namesModel,
  NO_MODEL_BUDGETS,
  readModelBudgets,
} from './model-budgets.ts';
import type { ModelBudget, ModelBudgets } from './model-budgets.ts';
import type { ModelBudgetHolder, ReleaseRules } from './release-rules.ts';
import { memberOf } from './related.ts';
import type { Related } from './related.ts';

/** The budgets of callers for single models, numbered among all others as they are met. */
export interface CallerModelBudgets {
  /** Numbers of those that a request is checked against, before and after its team is asked, and of those that it fills. */
  of(combination: Combination): {
    readonly first: readonly number[];
    readonly last: readonly number[];
    readonly charged: readonly number[];
  };
}

/** What they are made of. */
export interface ModelBudgetGround {
  /** The budgets that were met, to which those of models are added. */
  readonly all: ReplayBudget[];
  readonly related: Related;
  readonly catalogue: ModelCatalogue;
  readonly rules: ReleaseRules;
}

/** Whose budgets for models are looked at, by holder. */
interface Holding {
  readonly id: string;
  readonly budgets: ModelBudgets;
}

const NONE = { first: [], last: [], charged: [] };

/** Budgets of keys, users, customers, teams and members for single models (`model_max_budget`). */
export function createModelBudgets({ all, related, catalogue, rules }: ModelBudgetGround): {
  ofCaller(callers: Callers): CallerModelBudgets | null;
  /** Whether a customer has any. */
  hasOwn(customer: string): boolean;
} {
  const { modelBudgets } = rules;
  const holders = [...modelBudgets.first, ...modelBudgets.last];
  const readOnce = new Map<JsonValue, ModelBudgets>();
  const numbers = new Map<string, number>();

  function read(value: JsonValue | undefined): ModelBudgets {
    if (value === undefined || value === null) return NO_MODEL_BUDGETS;
    const known = readOnce.get(value) ?? readModelBudgets(value, rules);
    readOnce.set(value, known);
    return known;
  }

  function numberOf(
    holder: ModelBudgetHolder,
    { id, budgets }: Holding,
    model: string,
    budget: ModelBudget,
  ): number {
    const key = JSON.stringify([holder, id, model, budget.period]);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = all.length;
    numbers.set(key, number);
    const made: ReplayBudget = {
      holder,
      id,
      model,
      max: budget.max,
      period: budget.period,
      opens: {
        lasts: budget.lasts,
        begins: modelBudgets.sharesBegin ? 'shared' : 'own',
        insteadWhileUnspent: null,
      },
      bound: modelBudgets.bound,
      rule: ruleNumber(`${holder}-model-budget`),
    };
    all.push(made);
    const insteadWhileUnspent = insteadOf(holder, { id, budgets }, model, budget);
    if (insteadWhileUnspent !== null && made.opens !== undefined)
      all[number] = { ...made, opens: { ...made.opens, insteadWhileUnspent } };
    return number;
  }

  /**
   * Where spend is added up by the model that was asked for, that of the model without its provider counts while there is none
   * (`_get_virtual_key_spend_for_model`, before 1.103.0).
   */
  function insteadOf(
    holder: ModelBudgetHolder,
    held: Holding,
    model: string,
    budget: ModelBudget,
  ): number | null {
    const part = lastPart(model);
    if (modelBudgets.spendBy === 'budget' || part === model) return null;
    const other = governingBudget(held.budgets, part, catalogue, rules);
    return other === null || other.period !== budget.period ? null : numberOf(holder, held, part, other);
  }

  function holding(holder: ModelBudgetHolder, id: string, value: JsonValue | undefined): Holding | null {
    const budgets = holders.includes(holder) ? read(value) : NO_MODEL_BUDGETS;
    return budgets.size === 0 ? null : { id, budgets };
  }

  const ofCustomer = (customer: string): Holding | null =>
    customer === '' ? null : holding('customer', customer, related.customerModelBudgetsOf(customer));

  /** By the model that is asked for, the number that a request of a holder is checked against. */
  function numberFor(holder: ModelBudgetHolder, held: Holding, model: string): number | null {
    const budget = governingBudget(held.budgets, model, catalogue, rules);
    return budget && numberOf(holder, held, modelBudgets.spendBy === 'budget' ? budget.entry : model, budget);
  }

  return {
    hasOwn: (customer) => ofCustomer(customer) !== null,
    ofCaller(callers) {
      const { key, team, user } = callers;
      const ofResource = (holder: 'key' | 'team' | 'user', resource: Resource | undefined): Holding | null =>
        resource === undefined ? null : holding(holder, resource.id, resource.settings['model_max_budget']);
      const member = memberOf(callers);
      const own: Readonly<Record<Exclude<ModelBudgetHolder, 'customer'>, Holding | null>> = {
        key: ofResource('key', key),
        team: ofResource('team', team),
        user: ofResource('user', user),
        member:
          member &&
          holding('member', `${member.team.id}/${member.user}`, related.memberModelBudgetsOf(member)),
      };
      const hasOwn = Object.values(own).some((one) => one !== null);
      if (!hasOwn && !related.hasCustomerModelBudgets) return null;
      const aliasesOf = aliasesOfCallers(callers);

      /** The team's give way to the key's where both are named after the model. */
      function withoutReplaced(budgets: ModelBudgets, model: string): ModelBudgets {
        const isNamed = (entry: string): boolean => namesModel(entry, model, catalogue);
        const ofKey = own.key && governingBudget(own.key.budgets, model, catalogue, rules);
        if (ofKey === null || ofKey.max === null || !isNamed(ofKey.entry)) return budgets;
        return new Map([...budgets].filter(([entry]) => !isNamed(entry)));
      }

      function met(holder: ModelBudgetHolder, customer: Holding | null, model: string): number | null {
        const held = holder === 'customer' ? customer : own[holder];
        if (held === null) return null;
        const asked = holder === 'team' ? { ...held, budgets: withoutReplaced(held.budgets, model) } : held;
        return numberFor(holder, asked, model);
      }

      return {
        of(combination) {
          const customer = ofCustomer(combination.customer ?? '');
          if (!hasOwn && customer === null) return NONE;
          const { model } = combination;
          const meet = (those: readonly ModelBudgetHolder[], name: string): readonly number[] =>
            those.map((holder) => met(holder, customer, name)).filter((number) => number !== null);
          const routed = aliasesOf(model);
          const { servedModel = '' } = combination;
          const served = servedModel === '' ? catalogue.targetsOf(routed) : [servedModel];
          const filled = modelBudgets.spendBy === 'served' ? served : [routed];
          return {
            first: meet(modelBudgets.first, model),
            last: meet(modelBudgets.last, model),
            charged: [...new Set(filled.flatMap((name) => meet(holders, name)))],
          };
        },
      };
    },
  };
}

/** The name under which a request is routed and its spend is logged: aliases of the team, then of the key are replaced. */
function aliasesOfCallers({ key, team }: Callers): (model: string) => string {
  const ofKey = key === undefined ? null : aliasesOfKey(key);
  const ofTeam = team === undefined ? null : aliasesOfTeam(team);
  return (model) => {
    const name = ofTeam?.get(model) ?? model;
    return ofKey?.get(name) ?? name;
  };
}

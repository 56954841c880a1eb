import { LICENSED_MODEL_BUDGETS } from '../fleet/licence.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { KnownGateway } from './enforcement.ts';
import { releaseOf } from './litellm-release.ts';
import { samePeriod } from './period.ts';
import type { PolicyBudget } from './policy.ts';

/** Who may have budgets of single models in a policy. */
export type ModelBudgetSubject = 'team' | 'user' | 'key';

/** Why a LiteLLM would refuse nothing by a budget of a single model, a sentence; null where it does. */
export function whyNoModelBudget(
  subject: ModelBudgetSubject,
  { limit, period }: Pick<PolicyBudget, 'limit' | 'period'>,
  { version, licensed }: KnownGateway,
): string | null {
  const { first, last, countsZero } = releaseOf(version).modelBudgets;
  if (![...first, ...last].includes(subject))
    return `This release looks at no budgets of single models of a ${subject}.`;
  if (licensed === false && LICENSED_MODEL_BUDGETS.has(subject))
    return `LiteLLM takes budgets of single models of a ${subject} with a licence only, and this node has none.`;
  if (period === null) return 'LiteLLM adds up nothing for a budget of a single model without a period.';
  if (!countsZero && Number(limit) === 0) return 'This release takes 0 USD for no limit here.';
  return null;
}

/**
 * What is wanted of a `model_max_budget`: of what the policy names, all that this node would refuse by; what it holds
 * besides is to go. Undefined where nothing is wanted of it. An entry keeps the names in which the node spells it:
 * `budget_limit` is `max_budget`, `time_period` is `budget_duration` (1.81.13, 1.106.2).
 */
export function wantedModelBudgets(
  subject: ModelBudgetSubject,
  named: Readonly<Record<string, PolicyBudget>> | undefined,
  held: JsonValue | undefined,
  facts: KnownGateway,
): JsonObject | undefined {
  const { first, last } = releaseOf(facts.version).modelBudgets;
  if (named === undefined || ![...first, ...last].includes(subject)) return undefined;
  const before = isJsonObject(held) ? held : {};
  const wanted: Record<string, JsonValue> = Object.fromEntries(
    Object.keys(before).map((model) => [model, null]),
  );
  for (const [model, budget] of Object.entries(named))
    if (whyNoModelBudget(subject, budget, facts) === null) wanted[model] = entryOf(budget, before[model]);
  return Object.keys(wanted).length === 0 ? undefined : wanted;
}

function entryOf({ limit, period }: PolicyBudget, held: JsonValue | undefined): JsonObject {
  const before = isJsonObject(held) ? held : {};
  const limitName = Object.hasOwn(before, 'budget_limit') ? 'budget_limit' : 'max_budget';
  const periodName = Object.hasOwn(before, 'time_period') ? 'time_period' : 'budget_duration';
  const known = before[periodName];
  return {
    [limitName]: Number(limit),
    [periodName]: typeof known === 'string' && samePeriod(known, period) ? known : period,
  };
}

import { KIND_NAMES, type Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject } from '../json.ts';
import { isLicensed, LICENSED_MODEL_BUDGETS } from '../fleet/licence.ts';
import type { Draft } from './gateway-planning.ts';

/** Says of a change that sets budgets of single models that the gateway refuses it without a licence. */
export function licenceConsequences(
  { action, kind, wanted = {}, node, name }: Draft,
  { resources }: Snapshot,
): readonly string[] {
  const { settings } = wanted;
  const budgets = isJsonObject(settings) ? settings['model_max_budget'] : undefined;
  if (action === 'delete' || !LICENSED_MODEL_BUDGETS.has(kind) || !isJsonObject(budgets)) return [];
  if (Object.values(budgets).every((budget) => budget === null)) return [];
  const licensed = isLicensed(resources);
  if (licensed === true) return [];
  return [
    `LiteLLM takes budgets of single models of a ${kind} with a licence only, and ${licensed === false ? `${node} has none` : `whether ${node} has one is not known`}: without one it refuses the whole change of the ${KIND_NAMES[kind]} "${name}".`,
  ];
}

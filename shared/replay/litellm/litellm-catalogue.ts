import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import { namesOf, objectOf, priceOf, textOf, textsOf } from '../neutral-values.ts';
import { nearestPrices } from '../prices/price-table.ts';
import { createCatalogue } from './catalogue.ts';
import type { ModelCatalogue } from './catalogue.ts';
import { providersOf } from './providers.ts';
import type { ReleaseRules } from './release-rules.ts';
import type { TokenPrices } from '../prices/token-prices.ts';

/** What a LiteLLM node's resources say of model names. */
export function catalogueOf(resources: readonly Resource[], rules: ReleaseRules): ModelCatalogue {
  const table = nearestPrices(rules.freeBy ?? rules.costMap);
  const listedOf = (resource: Resource): TokenPrices | null => {
    const target = targetOf(resource);
    if (target === '') return null;
    const listed = table.priceOf(target, '');
    if (rules.unknownPriceIsFree) return listed ?? FREE;
    // What is free must be said of the deployment itself (`_is_cost_explicitly_configured`, 1.84.0 and later).
    return listed !== null && (listed.input > 0 || listed.output > 0) ? listed : null;
  };
  const deployments = resources
    .filter(({ kind }) => kind === 'model')
    .map((resource) => {
      const { name, fields, settings } = resource;
      const listed = listedOf(resource);
      const info = settings['model_info'];
      return {
        name,
        target: textOf(fields['target']),
        accessGroups: isJsonObject(info) ? namesOf(info['access_groups']) : [],
        inputCost: priceOf(fields['inputPrice']) ?? listed?.input ?? null,
        outputCost: priceOf(fields['outputPrice']) ?? listed?.output ?? null,
      };
    });
  const aliases = resources.find(
    ({ kind, name }) => kind === 'setting' && name.endsWith('model_group_alias'),
  );
  return createCatalogue(deployments, textsOf(aliases?.fields['value']), providersOf(rules.costMap));
}

/** Where the cost map has nothing, as a release that takes that for free sees it. */
const FREE: TokenPrices = { input: 0, output: 0, cacheRead: 0 };

/** By which name the cost map is asked for a deployment's prices; empty where it is not known. */
function targetOf({ fields, settings }: Resource): string {
  const ofInfo = objectOf(settings['model_info'])['base_model'];
  const ofParams = objectOf(settings['litellm_params'])['base_model'];
  return textOf(ofInfo) || textOf(ofParams) || textOf(fields['target']);
}

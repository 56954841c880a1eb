import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import { namesOf, priceOf, textsOf } from '../neutral-values.ts';
import { createCatalogue } from './catalogue.ts';
import type { ModelCatalogue } from './catalogue.ts';
import { providersOf } from './providers.ts';
import type { ReleaseRules } from './release-rules.ts';

/** What a LiteLLM node's resources say of model names. */
export function catalogueOf(resources: readonly Resource[], rules: ReleaseRules): ModelCatalogue {
  const deployments = resources
    .filter(({ kind }) => kind === 'model')
    .map(({ name, fields, settings }) => {
      const info = settings['model_info'];
      return {
        name,
        accessGroups: isJsonObject(info) ? namesOf(info['access_groups']) : [],
        inputCost: priceOf(fields['inputPrice']),
        outputCost: priceOf(fields['outputPrice']),
      };
    });
  const aliases = resources.find(
    ({ kind, name }) => kind === 'setting' && name.endsWith('model_group_alias'),
  );
  return createCatalogue(deployments, textsOf(aliases?.fields['value']), providersOf(rules.costMap));
}

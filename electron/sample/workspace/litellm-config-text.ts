import { stringify } from 'yaml';
import { floatOf, type Value, type ValueObject } from '../litellm/python.ts';
import { generalSettingsOf, paramsOf } from '../world/litellm-state.ts';
import { modelsOf } from '../world/models.ts';
import type { LitellmNode } from '../world/node-names.ts';
import { modelIdOf } from '../world/rows.ts';

const HEADER = `# LiteLLM's own config file on this node. The gateway reads it when it starts, and what stands here
# cannot be changed over its API. Keys are named, never written out: os.environ/NAME.
`;

/** The config file of a LiteLLM node: the models that the file owns, and the settings. */
export function litellmConfigText(node: LitellmNode): string {
  const models = modelsOf(node)
    .filter(({ stored }) => stored !== true)
    .map((model) => ({
      model_name: model.name,
      litellm_params: plain(paramsOf(model)),
      model_info: {
        id: modelIdOf(node, model),
        mode: model.embedding === true ? 'embedding' : 'chat',
      },
    }));
  const config = {
    model_list: models,
    litellm_settings: { drop_params: true, num_retries: 2, request_timeout: 120 },
    router_settings: { routing_strategy: 'simple-shuffle', num_retries: 2 },
    general_settings: plain(generalSettingsOf(node)),
  };
  return HEADER + stringify(config, { lineWidth: 0 });
}

function plain(object: ValueObject): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, floatOf(value) ?? value]));
}

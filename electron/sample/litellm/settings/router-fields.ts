import { words } from '../store/row.ts';

/** How a router may choose a deployment. Descriptions are sentences of the simulator's own. */
export const STRATEGIES: Readonly<Record<string, string>> = {
  priority: 'The best ranked model that is available.',
  'simple-shuffle': 'A deployment at random.',
  'least-busy': 'The deployment with the fewest calls under way.',
  'latency-based-routing': 'The deployment that answered fastest of late.',
  'cost-based-routing': 'The deployment with the lowest price.',
  'usage-based-routing': 'The deployment with the fewest tokens a minute.',
  'usage-based-routing-v2': 'The same, counted in another way.',
};

/** Their names where a setting offers them. */
export const OFFERED = words(`simple-shuffle least-busy usage-based-routing latency-based-routing
  cost-based-routing usage-based-routing-v2`);

/** The settings of a router that `/router/fields` describes. */
export const ROUTER_FIELDS: readonly { readonly name: string; readonly type: string }[] = [
  { name: 'routing_strategy', type: 'String' },
  { name: 'routing_strategy_args', type: 'Dictionary' },
  { name: 'routing_groups', type: 'List' },
  { name: 'num_retries', type: 'Integer' },
  { name: 'timeout', type: 'Float' },
  { name: 'stream_timeout', type: 'Float' },
  { name: 'max_fallbacks', type: 'Integer' },
  { name: 'fallbacks', type: 'List' },
  { name: 'context_window_fallbacks', type: 'List' },
  { name: 'content_policy_fallbacks', type: 'List' },
  { name: 'allowed_fails', type: 'Integer' },
  { name: 'cooldown_time', type: 'Float' },
  { name: 'retry_after', type: 'Integer' },
  { name: 'retry_policy', type: 'Dictionary' },
  { name: 'model_group_alias', type: 'Dictionary' },
  { name: 'enable_pre_call_checks', type: 'Boolean' },
  { name: 'default_litellm_params', type: 'Dictionary' },
  { name: 'set_verbose', type: 'Boolean' },
  { name: 'default_max_parallel_requests', type: 'Integer' },
  { name: 'enable_tag_filtering', type: 'Boolean' },
  { name: 'tag_filtering_match_any', type: 'Boolean' },
  { name: 'disable_cooldowns', type: 'Boolean' },
];

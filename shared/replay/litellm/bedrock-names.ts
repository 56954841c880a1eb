import type { ProviderOf } from './providers.ts';

const ROUTES = ['bedrock/', 'chat_completions/', 'converse/', 'invoke/', 'openai/', 'mantle/'];
const REGIONS: ReadonlySet<string> = new Set(['global', 'us', 'eu', 'apac', 'jp', 'au', 'us-gov']);

/**
 * What a budget for a model of Bedrock may be named after beside the model as it is asked for: the model without route,
 * region and throughput, and that without its vendor (`us.anthropic.claude-opus-4-6-v1` is also
 * `anthropic.claude-opus-4-6-v1` and `claude-opus-4-6-v1`). None for what the release's cost map has for no model of Bedrock
 * (`_bedrock_candidates` and `get_bedrock_base_model`, 1.103.0 and later).
 */
export function bedrockNames(model: string, providerOf: ProviderOf): readonly string[] {
  const base = baseOf(model);
  if (providerOf(base) !== 'bedrock') return [];
  const dot = base.indexOf('.');
  const withoutVendor = dot < 0 ? '' : base.slice(dot + 1);
  return withoutVendor === '' ? [base] : [base, withoutVendor];
}

function baseOf(model: string): string {
  let name = model;
  for (const route of ROUTES) if (name.startsWith(route)) name = name.slice(route.length);
  if (name.toLowerCase().includes('arn')) name = name.slice(name.lastIndexOf('/') + 1);
  name = name.replace(/(:\d+):\d+k$/, '$1').replace(/\[\w+\]$/, '');
  const region = name.slice(0, Math.max(0, name.indexOf('.')));
  if (REGIONS.has(region)) return name.slice(region.length + 1);
  return name.replace(/^[a-z]{2}(?:-gov)?-[a-z]+-\d\//, '');
}

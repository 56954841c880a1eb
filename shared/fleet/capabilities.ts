import type { GatewayKind } from './node.ts';

/**
 * What a check of a LiteLLM node may see it do, in plain words. Each is seen by a careful read that costs nothing; one
 * that is not seen may still be there, where the key may not ask for it.
 */
export const LITELLM_CAPABILITIES = {
  database: 'keeps its state in a database',
  licence: 'has a licence',
  'teams.paged': 'lists teams page by page',
  'teams.patch': 'changes single fields of a team and leaves the others',
  'models.paged': 'lists deployments page by page',
  'models.block': 'can block a deployment without deleting it',
  storeModelInDb: 'takes deployments over the API and keeps them',
  'accessGroups.v1': 'has access groups with teams and keys',
  'accessGroups.models': 'has access groups of models',
  credentials: 'lists the names of provider credentials',
  organizations: 'has organizations',
  'guardrails.v2': 'lists guardrails of its file and of its database',
  policies: 'has guardrail policies',
  'policies.versions': 'keeps versions of guardrail policies',
  'settings.list': 'lists its general settings',
  'settings.source': 'says whether its file or its database owns a setting',
  'router.settings': 'tells the settings of its router',
  'router.source': 'says where a setting of its router comes from',
  'management.v1': 'has the newer management API',
  'spendLogs.v2': 'gives its request log page by page',
  'spendLogs.page1000': 'gives 1,000 rows of its request log at once',
} as const;

/** What a check of a Doubleword node may see, likewise (dwctl 8.94.2, 10.13.1). */
export const DOUBLEWORD_CAPABILITIES = {
  teams: 'lists its groups',
  'request-log': 'gives its request log',
  ledger: 'gives its ledger of costs',
  'key-spend-limits': 'keeps spend limits of keys',
  organizations: 'has organizations',
  probes: 'lists its probes',
  webhooks: 'lists webhooks',
  'tool-sources': 'has tool sources',
  demand: 'tells the demand of each model',
  'usage-recompute': 'works costs out again from its log',
} as const;

const CAPABILITIES: Readonly<Record<GatewayKind, Readonly<Record<string, string>>>> = {
  litellm: LITELLM_CAPABILITIES,
  doubleword: DOUBLEWORD_CAPABILITIES,
};

/** The names of all that a check of a node of this kind looks for, in the order in which they are shown. */
export function capabilitiesOf(kind: GatewayKind): readonly string[] {
  return Object.keys(CAPABILITIES[kind]);
}

/** What a capability means, in plain words; the name itself where it has none. */
export function capabilityWords(kind: GatewayKind, name: string): string {
  return Object.entries(CAPABILITIES[kind]).find(([known]) => known === name)?.[1] ?? name;
}

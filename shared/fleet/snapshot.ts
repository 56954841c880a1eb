import type { JsonObject, JsonValue } from '../json.ts';
import type { GatewayKind } from './node.ts';

/** The neutral kinds of thing a gateway holds, in the order in which they are shown. */
export const RESOURCE_KINDS = [
  'model',
  'endpoint',
  'probe',
  'modelGroup',
  'accessGroup',
  'credential',
  'toolSource',
  'team',
  'user',
  'key',
  'customer',
  'tag',
  'budget',
  'organization',
  'webhook',
  'grant',
  'guardrail',
  'guardrailPolicy',
  'policyAttachment',
  'setting',
  'status',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** The name of each kind's list in files: `teams:`, `accessGroups:`. */
export const KIND_LISTS = {
  model: 'models',
  endpoint: 'endpoints',
  probe: 'probes',
  modelGroup: 'modelGroups',
  accessGroup: 'accessGroups',
  credential: 'credentials',
  toolSource: 'toolSources',
  team: 'teams',
  user: 'users',
  key: 'keys',
  customer: 'customers',
  tag: 'tags',
  budget: 'budgets',
  organization: 'organizations',
  webhook: 'webhooks',
  grant: 'grants',
  guardrail: 'guardrails',
  guardrailPolicy: 'guardrailPolicies',
  policyAttachment: 'policyAttachments',
  setting: 'settings',
  status: 'statuses',
} as const satisfies Record<ResourceKind, string>;

/** What one of a kind is called, in words. */
export const KIND_NAMES = {
  model: 'model',
  endpoint: 'endpoint',
  probe: 'probe',
  modelGroup: 'model group',
  accessGroup: 'access group',
  credential: 'credential',
  toolSource: 'tool source',
  team: 'team',
  user: 'user',
  key: 'key',
  customer: 'customer',
  tag: 'tag',
  budget: 'budget',
  organization: 'organization',
  webhook: 'webhook',
  grant: 'grant',
  guardrail: 'guardrail',
  guardrailPolicy: 'guardrail policy',
  policyAttachment: 'policy attachment',
  setting: 'setting',
  status: 'status',
} as const satisfies Record<ResourceKind, string>;

/**
 * What a gateway works out or reports by itself: groups of deployments, its licence, callbacks, health; and what has happened
 * there, such as entries of a ledger. Kept and shown, never compared.
 */
const REPORTED_KINDS: ReadonlySet<ResourceKind> = new Set<ResourceKind>(['modelGroup', 'status', 'grant']);

/** Whether a resource says something that can be wanted otherwise, and so can differ. */
export function isComparable({ kind }: Pick<Resource, 'kind'>): boolean {
  return !REPORTED_KINDS.has(kind);
}

/**
 * Who may change a resource. `file`: the gateway's own config file owns it, so the API refuses;
 * `database`: it can be changed over the API; `server`: the gateway made it itself (Doubleword's Everyone group).
 */
export const OWNERS = ['file', 'database', 'server'] as const;
export type Owner = (typeof OWNERS)[number];

/** One thing a node held, in neutral form. */
export interface Resource {
  readonly kind: ResourceKind;
  /**
   * The gateway's own id on that node; `owner/id` where the gateway knows it only below its owner (keys and webhooks of
   * Doubleword). Never compared between nodes.
   */
  readonly id: string;
  /** The name people use (a team's alias, a model's public name); what nodes are compared by. */
  readonly name: string;
  readonly owner: Owner;
  /** What policies govern, in the neutral words of {@link TeamFields}, {@link ModelFields}, … */
  readonly fields: JsonObject;
  /** Every other setting, in the gateway's own words, unknown ones included: compared, kept, shown. */
  readonly settings: JsonObject;
  /** What changes by itself (spend, timestamps): kept, shown, never compared. */
  readonly observed: JsonObject;
}

/**
 * A team (LiteLLM team, Doubleword group), neutral. An absent field means the gateway has no such notion;
 * null means it has, and nothing is set.
 */
export interface TeamFields {
  /** Public model names, sorted; `["*"]` is every model, `[]` is none. */
  readonly models?: readonly string[];
  /** `limit` in US dollars as decimal text. `period` as LiteLLM spells durations: `1d`, `7d`, `30d`, `1mo`, or null for "never resets". */
  readonly budget?: { readonly limit: string; readonly period: string | null } | null;
  readonly requestsPerMinute?: number | null;
  readonly tokensPerMinute?: number | null;
  readonly blocked?: boolean;
  /** User ids, sorted. */
  readonly members?: readonly string[];
}

/** One price of a model, for keys of one purpose (Doubleword). */
export interface TariffFields {
  readonly name: string;
  /** US dollars a token, decimal text. */
  readonly inputPrice: string;
  readonly outputPrice: string;
  /** Which keys it is for; null for all. */
  readonly purpose: string | null;
  /** For batches that may take so long; null for all. */
  readonly completionWindow: string | null;
}

/** A model offered under a public name, neutral. */
export interface ModelFields {
  /** What the provider calls it, such as `openai/gpt-4o`. */
  readonly target?: string | null;
  /** US dollars a token, decimal text; null where the gateway prices it by its own table. */
  readonly inputPrice?: string | null;
  readonly outputPrice?: string | null;
  /** The whole set of prices in force, by name, where a gateway has several. */
  readonly tariffs?: readonly TariffFields[];
  readonly requestsPerMinute?: number | null;
  readonly tokensPerMinute?: number | null;
}

/** How far one part of a snapshot was read. */
export interface Section {
  readonly kind: ResourceKind;
  readonly state: 'complete' | 'partial' | 'absent';
  readonly count: number;
  /** Why it is not complete, for a person. */
  readonly why?: string;
  /** Names that things of this kind keep after they were deleted, sorted, where a gateway lets nothing new have them. */
  readonly takenNames?: readonly string[];
}

/** What a node held at an instant. The raw answers are kept beside it. */
export interface Snapshot {
  readonly format: 1;
  readonly node: string;
  readonly kind: GatewayKind;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly version: string | null;
  readonly sections: readonly Section[];
  readonly resources: readonly Resource[];
  /** SHA-256 (hex) over what {@link comparableState} keeps: equal state, equal hash, on any day. */
  readonly hash: string;
}

/** The part of a state that a hash or a diff may depend on: no observed values, no order. */
export function comparableState(resources: readonly Resource[]): JsonValue {
  return resources
    .filter(isComparable)
    .toSorted((a, b) => compareText(`${a.kind}\u0000${a.id}`, `${b.kind}\u0000${b.id}`))
    .map(({ kind, id, name, owner, fields, settings }): JsonObject => ({
      kind,
      id,
      name,
      owner,
      fields,
      settings,
    }));
}

/** Whether all of a kind was read: only then is what is not among the resources not there. */
export function isReadWhole(sections: readonly Section[], kind: ResourceKind): boolean {
  return sections.find((section) => section.kind === kind)?.state === 'complete';
}

/** How many resources of each kind, for `counts` in answers. */
export function countByKind(resources: readonly Resource[]): Readonly<Partial<Record<ResourceKind, number>>> {
  const counts: Partial<Record<ResourceKind, number>> = {};
  for (const { kind } of resources) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

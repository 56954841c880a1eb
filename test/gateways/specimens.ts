import { randomBytes } from 'node:crypto';

import type { ResourceKind } from '../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../shared/json.ts';
import { secretReference } from '../../shared/plan/secret-references.ts';

/** One of a kind that the suite makes, changes and deletes. */
export interface Specimen {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly create: JsonObject;
  /** Null where the gateway cannot change one. */
  readonly update: JsonObject | null;
  /** The first release that has the kind; every one when left out. */
  readonly since?: '1.106.2';
  /** Nothing ever deletes one. */
  readonly stays?: boolean;
}

/** Makes the names of one run its own: what an earlier run left behind does not stand in the way. */
const RUN = randomBytes(3).toString('hex');

/** What the references to secrets stand for: made up. */
export const SECRETS: Readonly<Record<string, string>> = {
  CONTRACT_KEY: `sk-made-up-contract-key-${RUN}`,
  PROVIDER_KEY: 'sk-made-up-provider-000001',
};

/** One of each kind that is written. */
export const SPECIMENS: readonly Specimen[] = [
  {
    kind: 'budget',
    name: `contract-budget-${RUN}`,
    create: { budget: { limit: '12.5', period: '30d' }, requestsPerMinute: 60 },
    update: { budget: { limit: '20', period: '7d' }, tokensPerMinute: 5_000_000_000 },
  },
  {
    kind: 'team',
    name: `contract team ${RUN}`,
    create: {
      models: ['gpt-4o'],
      budget: { limit: '12.5', period: '30d' },
      requestsPerMinute: 60,
      blocked: false,
      members: ['user-001'],
      settings: { metadata: { owner: 'contract', nested: { a: [1, 'b', null] } } },
    },
    update: {
      models: [],
      budget: null,
      requestsPerMinute: null,
      blocked: true,
      members: ['user-002', 'user-004'],
      settings: { metadata: { owner: 'somebody else' } },
    },
  },
  {
    kind: 'model',
    name: `contract-model-${RUN}`,
    create: {
      target: 'openai/gpt-4o-mini',
      inputPrice: '0.00000015',
      outputPrice: '0.0000006',
      requestsPerMinute: 10,
      settings: { litellm_params: { mock_response: 'made up' } },
    },
    update: { requestsPerMinute: 20, inputPrice: '0.0000002' },
  },
  {
    kind: 'user',
    name: `contract-${RUN}@example.test`,
    create: { role: 'internal_user', budget: { limit: '2', period: '7d' }, models: ['gpt-4o'] },
    update: { role: 'internal_user_viewer', budget: { limit: '3.5', period: '30d' } },
  },
  {
    kind: 'key',
    name: `contract-key-${RUN}`,
    create: {
      team: 'team-03',
      models: ['gpt-4o'],
      budget: { limit: '1', period: '30d' },
      settings: { key: secretReference('CONTRACT_KEY'), metadata: { owner: 'contract' } },
    },
    update: { blocked: true, requestsPerMinute: 5, budget: null, settings: { metadata: { owner: 'b' } } },
  },
  {
    kind: 'customer',
    name: `contract-customer-${RUN}`,
    create: { budget: { limit: '3', period: null }, blocked: false },
    update: { blocked: true },
  },
  {
    kind: 'tag',
    name: `contract-tag-${RUN}`,
    // Models of a tag are ids of deployments, and naming one also writes the tag into it (1.81.13, 1.106.2).
    create: { budget: { limit: '3.5', period: '1d' }, settings: { description: 'made by the suite' } },
    update: { budget: { limit: '4', period: null }, settings: { description: 'changed by the suite' } },
  },
  {
    kind: 'accessGroup',
    name: `contract-group-${RUN}`,
    since: '1.106.2',
    create: { models: ['claude-sonnet', 'gpt-4o'], teams: ['team-04'], settings: { description: 'a' } },
    update: { models: ['gpt-4o'], settings: { description: 'b' } },
  },
  {
    kind: 'credential',
    name: `contract-credential-${RUN}`,
    create: {
      settings: {
        credential_info: { custom_llm_provider: 'openai', description: 'a' },
        credential_values: { api_key: secretReference('PROVIDER_KEY') },
      },
    },
    update: { settings: { credential_info: { custom_llm_provider: 'openai', description: 'b' } } },
  },
  {
    kind: 'guardrail',
    name: `contract-guardrail-${RUN}`,
    create: {
      settings: {
        litellm_params: {
          guardrail: 'litellm_content_filter',
          mode: 'pre_call',
          default_on: false,
          patterns: [{ pattern_type: 'prebuilt', pattern_name: 'email', action: 'MASK' }],
        },
        guardrail_info: { owner: 'contract' },
      },
    },
    update: { settings: { guardrail_info: { owner: 'somebody else' } } },
  },
  {
    kind: 'guardrailPolicy',
    name: `contract-policy-${RUN}`,
    create: { settings: { description: 'a', guardrails_add: ['db-guard'] } },
    update: { settings: { description: 'b' } },
  },
  {
    kind: 'policyAttachment',
    // An attachment goes by what it attaches.
    name: 'baseline: teams mobile',
    create: { settings: { policy_name: 'baseline', teams: ['mobile'] } },
    update: null,
  },
];

/** The specimens of a release. */
export function specimensOf(release: string): readonly Specimen[] {
  return SPECIMENS.filter(({ since }) => since === undefined || release !== '1.81.13');
}

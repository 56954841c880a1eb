import { randomBytes, randomUUID } from 'node:crypto';

import type { JsonObject } from '../../../shared/json.ts';
import { secretReference } from '../../../shared/plan/secret-references.ts';
import type { Specimen } from '../specimens.ts';

/** Makes the names of one run its own: what an earlier run left behind does not stand in the way. */
const RUN = randomBytes(3).toString('hex');

/** What the references to secrets stand for: made up. */
export const SPECIMEN_SECRETS: Readonly<Record<string, string>> = {
  UPSTREAM_KEY: 'sk-made-up-upstream-000000001',
};

const realtime = { name: 'realtime', purpose: 'realtime', completionWindow: null };

const part = (model: string, weight: number): JsonObject => ({
  model,
  weight,
  enabled: true,
});

/** One of each kind that is written; payers go by their names here. @param older without what dwctl 8.94.2 cannot do. */
export function specimensFor(older: boolean): readonly Specimen[] {
  return older ? SPECIMENS.map(asOlder) : SPECIMENS;
}

/** No spend limits, no changes of keys, and no members of organizations who manage keys. */
function asOlder(specimen: Specimen): Specimen {
  const { kind, create, update } = specimen;
  if (kind !== 'key' && kind !== 'organization') return specimen;
  return {
    ...specimen,
    create: olderPart(create),
    update: kind === 'key' || update === null ? null : olderPart(update),
  };
}

function olderPart({ budget: _limit, keyManagers: _managers, ...rest }: JsonObject): JsonObject {
  return rest;
}

const SPECIMENS: readonly Specimen[] = [
  {
    kind: 'team',
    name: `contract team ${RUN} – Ünïcode 🏢`,
    create: {
      models: ['chat', 'large'],
      members: ['alice', 'example-org'],
      settings: { description: 'made by the suite' },
    },
    update: { models: ['chat', 'free'], members: ['bob'], settings: { description: 'changed by the suite' } },
  },
  {
    kind: 'user',
    name: `contract-${RUN}`,
    create: {
      roles: ['RequestViewer'],
      settings: { email: `contract-${RUN}@example.test`, display_name: "=cmd|' /C calc'!A0" },
    },
    update: { roles: ['BillingManager'], settings: { low_balance_threshold: 2.5 } },
  },
  {
    kind: 'key',
    name: `erin/contract-${RUN}`,
    create: {
      user: 'erin',
      budget: { limit: '12.5', period: '1mo' },
      requestsPerMinute: 30,
      settings: { purpose: 'realtime', description: 'made by the suite', burst_size: 4 },
    },
    update: { budget: { limit: '0.000000001', period: '1d' }, requestsPerMinute: 90 },
  },
  {
    kind: 'endpoint',
    name: `contract-endpoint-${RUN}`,
    create: {
      settings: {
        url: 'http://127.0.0.1:9/v1',
        api_key: secretReference('UPSTREAM_KEY'),
        auth_header_name: 'X-Key',
      },
    },
    update: { settings: { url: 'http://127.0.0.1:9/v2', auth_header_prefix: 'Token ' } },
  },
  {
    kind: 'model',
    name: `contract-model-${RUN}`,
    create: {
      target: 'mock-chat',
      requestsPerMinute: 600,
      tariffs: [{ ...realtime, inputPrice: '0.00000001', outputPrice: '0.12345678' }],
      settings: { endpoint_name: 'mock-upstream', burst_size: 20 },
    },
    update: {
      requestsPerMinute: null,
      inputPrice: '0.00000011',
      outputPrice: '0.0000002',
      tariffs: [
        {
          name: 'batch',
          inputPrice: '0.00000005',
          outputPrice: '0.0000001',
          purpose: 'batch',
          completionWindow: '24h',
        },
        { ...realtime, inputPrice: '0.00000011', outputPrice: '0.0000002' },
      ],
      settings: {
        traffic_routing_rules: [{ api_key_purpose: 'playground', action: { type: 'deny' } }],
      },
    },
  },
  {
    kind: 'model',
    name: `contract-router-${RUN}`,
    create: {
      target: 'router',
      tariffs: [{ ...realtime, inputPrice: '0.00000002', outputPrice: '0.00000003' }],
      settings: {
        components: [part('chat', 40), part('large', 60)],
      },
    },
    update: {
      settings: {
        components: [part('free', 90), part('large', 10)],
      },
    },
  },
  {
    kind: 'model',
    name: `contract-failover-${RUN}`,
    create: {
      target: 'failover',
      settings: {
        lb_strategy: 'priority',
        components: [
          { ...part('chat', 40), sort_order: 0 },
          { ...part('large', 60), sort_order: 1 },
        ],
      },
    },
    update: {
      settings: {
        components: [
          { ...part('free', 10), sort_order: 0 },
          { ...part('large', 60), sort_order: 1 },
          { ...part('chat', 40), sort_order: 2 },
        ],
      },
    },
  },
  {
    kind: 'organization',
    name: `Contract ${RUN} Ltd`,
    create: {
      owners: ['bob'],
      members: ['erin'],
      keyManagers: ['erin'],
      settings: { email: `contract-${RUN}@org.example.test` },
    },
    update: {
      owners: ['bob', 'carol'],
      members: ['dora'],
      keyManagers: [],
      settings: { low_balance_threshold: 10 },
    },
  },
  {
    kind: 'probe',
    name: `contract probe ${RUN}`,
    create: { model: 'large', intervalSeconds: 3600, active: false },
    update: { active: false, intervalSeconds: 7200 },
  },
  {
    kind: 'grant',
    name: `console:${randomUUID()}`,
    create: { user: 'erin', type: 'admin_grant', amount: '25.123456789012345' },
    update: null,
    stays: true,
  },
];

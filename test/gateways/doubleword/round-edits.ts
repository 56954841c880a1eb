import { change, create, remove, settingsWith, type Edit } from '../edits.ts';

/** What the references to secrets stand for: made up. */
export const ROUND_SECRETS: Readonly<Record<string, string>> = {
  ROUND_UPSTREAM: 'sk-made-up-round-upstream-0001',
};

/** Twenty-five edits and more, of every kind that is written. @param older without what dwctl 8.94.2 cannot do. */
export function editsFor(older: boolean): readonly Edit[] {
  return [...ALWAYS, ...(older ? OLDER : SINCE_10)];
}

const ALWAYS: readonly Edit[] = [
  create('team', 'round team', {
    models: ['chat', 'large'],
    members: ['alice', 'example-org'],
    settings: { description: 'made by the round' },
  }),
  create('team', 'round team without anything', { models: [], members: [] }),
  change('team', 'team-a', (before) => ({
    models: ['chat', 'large'],
    members: ['alice', 'bob'],
    settings: settingsWith(before, { description: 'changed by the round' }),
  })),
  change('team', 'team-b', { members: ['bob', 'dora', 'example-org'] }),
  change('team', 'Büro-Köln 🏢', { models: ['chat', 'free', 'router'] }),
  remove('team', 'nobody'),

  create('user', 'round-user', {
    roles: ['RequestViewer', 'StandardUser'],
    settings: { email: 'round-user@example.test', display_name: 'Round', low_balance_threshold: 2.5 },
  }),
  create('user', 'round-user-b', { settings: { email: 'round-user-b@example.test' } }),
  change('user', 'erin', (before) => ({
    roles: ['BillingManager', 'RequestViewer'],
    settings: settingsWith(before, { low_balance_threshold: 5 }),
  })),
  change('user', 'alice', (before) => ({ settings: settingsWith(before, { display_name: 'Alice Round' }) })),

  create('key', 'dora/round', { user: 'dora', settings: { purpose: 'realtime' } }),

  change('model', 'large', (before) => ({
    tariffs: [
      { name: 'realtime', inputPrice: '0.00001234', outputPrice: '0.00003', purpose: 'realtime' },
      {
        name: 'batch',
        inputPrice: '0.000006',
        outputPrice: '0.000018',
        purpose: 'batch',
        completionWindow: '24h',
      },
    ],
    settings: settingsWith(before, {
      burst_size: 900,
      fallback: {
        enabled: true,
        on_rate_limit: false,
        on_status: [500, 503],
        with_replacement: true,
        max_attempts: 4,
      },
    }),
  })),
  change('model', 'chat', (before) => ({
    requestsPerMinute: 330,
    settings: settingsWith(before, {
      burst_size: 30,
      traffic_routing_rules: [{ api_key_purpose: 'playground', action: { type: 'deny' } }],
    }),
  })),
  change('model', 'router', (before) => ({
    settings: settingsWith(before, {
      fallback: {
        enabled: false,
        on_rate_limit: true,
        on_status: [502],
        with_replacement: true,
        max_attempts: 3,
      },
      components: [
        { model: 'large', weight: 20 },
        { model: 'chat', weight: 80 },
      ],
    }),
  })),
  create('model', 'round-model', {
    target: 'mock-large',
    inputPrice: '0.000001',
    outputPrice: '0.000002',
    settings: { endpoint_name: 'round-endpoint' },
  }),
  create('model', 'round-router', {
    target: 'round-router',
    settings: {
      lb_strategy: 'priority',
      fallback: {
        enabled: true,
        on_rate_limit: false,
        on_status: [503],
        with_replacement: false,
        max_attempts: 2,
      },
      components: [
        { model: 'chat', weight: 40, sort_order: 0 },
        { model: 'large', weight: 60, sort_order: 1 },
      ],
    },
  }),
  create('model', 'round-free', { target: 'mock-free', settings: { endpoint_name: 'mock-upstream' } }),
  remove('model', 'least'),

  create('endpoint', 'round-endpoint', {
    settings: { url: 'http://127.0.0.1:9/v1', api_key: '${ROUND_UPSTREAM}', auth_header_name: 'X-Key' },
  }),
  change('endpoint', 'mock-upstream', (before) => ({
    settings: settingsWith(before, { auth_header_prefix: 'Token ' }),
  })),

  change('organization', 'example-org', (before) => ({
    owners: ['alice', 'carol'],
    members: ['dora'],
    settings: settingsWith(before, { low_balance_threshold: 10 }),
  })),

  create('probe', 'round probe', { model: 'free', intervalSeconds: 3600, active: false }),
  change('probe', 'chat answers', { active: false, intervalSeconds: 7200 }),

  create('grant', `console:round-${String(Date.now())}`, { user: 'erin', amount: '25.50' }),
];

/** Keys that change and have spend limits, members of organizations who manage keys, and waits between attempts. */
const SINCE_10: readonly Edit[] = [
  create('model', 'round-patient', {
    target: 'round-patient',
    settings: {
      lb_strategy: 'weighted_random',
      fallback: {
        enabled: true,
        on_rate_limit: true,
        on_status: [503],
        with_replacement: true,
        max_attempts: 4,
        backoff: { initial_ms: 200, max_ms: 4000, factor: 3, jitter: 'none' },
        max_total_backoff_ms: 9000,
      },
      components: [{ model: 'chat', weight: 60 }],
    },
  }),
  create('key', 'erin/round', {
    user: 'erin',
    budget: { limit: '12.50', period: '7d' },
    requestsPerMinute: 30,
    settings: { purpose: 'realtime', description: 'made by the round' },
  }),
  change('key', 'alice/service', { budget: { limit: '40', period: '1d' } }),
  change('key', 'bob/service', { requestsPerMinute: 330, budget: { limit: '3.75', period: null } }),
  create('organization', 'Round Ltd', {
    owners: ['bob'],
    members: ['erin'],
    keyManagers: ['erin'],
    settings: { email: 'round@org.example.test' },
  }),
];

/** What is left of them. */
const OLDER: readonly Edit[] = [
  create('key', 'erin/round', {
    user: 'erin',
    requestsPerMinute: 30,
    settings: { purpose: 'realtime', description: 'made by the round' },
  }),
  create('organization', 'Round Ltd', {
    owners: ['bob'],
    members: ['erin'],
    settings: { email: 'round@org.example.test' },
  }),
];

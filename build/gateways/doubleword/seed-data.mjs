/**
 * What a server for tests is filled with: a small world in which every kind of thing occurs, with odd names. Things name
 * one another by their names.
 */

/** A body of a write. @typedef {Record<string, unknown>} Body */

/** Prices are US dollars a token, with the eight decimals that the gateway keeps.
 * @param {string} input
 * @param {string} output
 */
const realtime = (input, output) => ({
  name: 'realtime',
  input_price_per_token: input,
  output_price_per_token: output,
  api_key_purpose: 'realtime',
});

export const ENDPOINT = 'mock-upstream';

/** @type {readonly Body[]} */
export const models = [
  {
    type: 'standard',
    model_name: 'mock-large',
    alias: 'large',
    requests_per_second: 500,
    burst_size: 1000,
    tariffs: [
      realtime('0.00001', '0.00003'),
      {
        ...realtime('0.000005', '0.000015'),
        name: 'batch',
        api_key_purpose: 'batch',
        completion_window: '24h',
      },
    ],
  },
  {
    type: 'standard',
    model_name: 'mock-chat',
    alias: 'chat',
    description: 'the cheap one',
    tariffs: [realtime('0.00000057', '0.00000213')],
  },
  {
    type: 'standard',
    model_name: 'mock-chat',
    alias: 'least',
    tariffs: [realtime('0.00000001', '0.00000003')],
  },
  { type: 'standard', model_name: 'mock-free', alias: 'free' },
  { type: 'standard', model_name: 'mock-broken', alias: 'broken', tariffs: [realtime('0.00001', '0.00003')] },
  {
    type: 'composite',
    model_name: 'router',
    alias: 'router',
    lb_strategy: 'weighted_random',
    tariffs: [realtime('0.00000333', '0.00000777')],
  },
];

/** Parts of the composite and their weights. */
export const components = { router: { large: 70, chat: 30 } };

/** Users with the groups they are in, besides Everyone. @type {readonly (Body & { groups: readonly string[] })[]} */
export const users = [
  { username: 'alice', display_name: 'Alice Example', groups: ['team-a'] },
  { username: 'bob', groups: ['team-b'] },
  { username: 'carol', groups: ['team-a', 'research'] },
  { username: 'dora', groups: ['Büro-Köln 🏢'] },
  { username: 'erin', groups: [] },
  { username: 'mallory', display_name: "=cmd|' /C calc'!A0", groups: [] },
  { username: 'reporter', roles: ['RequestViewer', 'BillingManager'], groups: [] },
].map((user) => ({ roles: ['StandardUser'], email: `${user.username}@example.test`, ...user }));

export const organization = {
  name: 'example-org',
  email: 'org@example.test',
  owner: 'alice',
  groups: ['team-b'],
};

/** Groups with the models they may use. @type {readonly (Body & { models: readonly string[] })[]} */
export const groups = [
  { name: 'team-a', description: 'everyday work', models: ['large', 'broken', 'least'] },
  { name: 'team-b', description: 'cheap', models: ['chat', 'free'] },
  { name: 'research', models: ['chat', 'free', 'large', 'router'] },
  { name: 'Büro-Köln 🏢', description: 'names of every kind', models: ['chat', 'router'] },
  { name: 'nobody', models: [] },
];

/** Keys beside those the tests make; their secrets are never needed. @type {readonly (Body & { owner: string })[]} */
export const keys = [
  {
    owner: 'alice',
    name: 'service',
    purpose: 'realtime',
    spend_limit: '25',
    spend_limit_interval: 'monthly',
  },
  { owner: 'bob', name: 'service', purpose: 'realtime', requests_per_second: 5, burst_size: 10 },
  { owner: 'example-org', name: 'service', purpose: 'realtime', description: 'of the organization' },
];

export const probe = { name: 'chat answers', model: 'chat', interval_seconds: 86_400 };

/** US dollars to each payer; ids with a prefix, as numbers are those of requests. */
export const credit = '500';

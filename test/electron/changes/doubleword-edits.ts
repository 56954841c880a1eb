/** An entry of a resource file. */
export type Row = Record<string, unknown>;

/** A resource file, read. */
export type File = Record<string, Row[]>;

/** An edit of the resource file, and what it plans. */
export interface Edit {
  readonly says: string;
  readonly change: (file: File) => void;
}

const LISTS: Readonly<Record<string, string>> = {
  team: 'teams',
  user: 'users',
  key: 'keys',
  model: 'models',
  endpoint: 'endpoints',
  grant: 'grants',
  probe: 'probes',
  organization: 'organizations',
};

function made(kind: string, name: string, entry: Row): Edit {
  const list = LISTS[kind] ?? '';
  return {
    says: `create ${kind} ${name}`,
    change: (file) => void (file[list] = [...(file[list] ?? []), { name, ...entry }]),
  };
}

function changed(kind: string, name: string, change: (entry: Row, settings: Row) => void): Edit {
  return {
    says: `update ${kind} ${name}`,
    change: (file) => {
      const entry = file[LISTS[kind] ?? '']?.find((row) => row['name'] === name);
      if (entry === undefined) throw new Error(`There is no ${kind} ${name} in the file.`);
      change(entry, (entry['settings'] ??= {}) as Row);
    },
  };
}

function removed(kind: string, name: string): Edit {
  const list = LISTS[kind] ?? '';
  return {
    says: `delete ${kind} ${name}`,
    change: (file) => void (file[list] = (file[list] ?? []).filter((row) => row['name'] !== name)),
  };
}

/** Edits of every kind that is written to Doubleword, on the node of the sample. */
export const EDITS: readonly Edit[] = [
  made('team', 'round team', {
    models: ['bge-m3', 'qwen3-32b'],
    members: ['evaluation', 'payments-scoring'],
    settings: { description: 'made by the round' },
  }),
  changed('team', 'search', (entry, settings) => {
    entry['models'] = ['bge-m3', 'llama-3.3-70b'];
    entry['members'] = (entry['members'] as readonly string[]).slice(1);
    settings['description'] = 'changed by the round';
  }),
  removed('team', 'fraud'),
  made('user', 'round-user', {
    roles: ['StandardUser', 'RequestViewer'],
    settings: { email: 'round-user@example.test', display_name: 'Round', low_balance_threshold: 2.5 },
  }),
  changed('user', 'evaluation', (entry, settings) => {
    entry['roles'] = ['BillingManager', 'RequestViewer'];
    settings['low_balance_threshold'] = 5;
  }),
  made('key', 'evaluation/round', {
    user: 'evaluation',
    budget: { limit: '12.50', period: '7d' },
    requestsPerMinute: 30,
    settings: { purpose: 'realtime', description: 'made by the round' },
  }),
  changed('key', 'research-notebooks/service', (entry) => {
    entry['budget'] = { limit: '150', period: '1mo' };
  }),
  changed('model', 'llama-3.3-70b', (entry, settings) => {
    entry['tariffs'] = [
      { name: 'realtime', inputPrice: '0.0000006', outputPrice: '0.0000008', purpose: 'realtime' },
      {
        name: 'batch',
        inputPrice: '0.0000003',
        outputPrice: '0.0000004',
        purpose: 'batch',
        completionWindow: '24h',
      },
    ];
    settings['traffic_routing_rules'] = [{ api_key_purpose: 'playground', action: { type: 'deny' } }];
  }),
  changed('model', 'qwen3-32b', (entry, settings) => {
    entry['requestsPerMinute'] = 330;
    settings['burst_size'] = 30;
  }),
  changed('model', 'mistral-small', (entry) => {
    delete entry['tariffs'];
    entry['inputPrice'] = '0.0000002';
  }),
  changed('model', 'chat-default', (_entry, settings) => {
    settings['components'] = [
      { model: 'llama-3.3-70b', weight: 20 },
      { model: 'qwen3-32b', weight: 80 },
    ];
  }),
  made('endpoint', 'round-endpoint', {
    settings: { url: 'http://127.0.0.1:9/v1', api_key: '${UPSTREAM_KEY}', auth_header_name: 'X-Key' },
  }),
  changed('endpoint', 'gpu-west', (_entry, settings) => {
    settings['auth_header_prefix'] = 'Token ';
  }),
  made('model', 'round-model', {
    target: 'upstream/model',
    inputPrice: '0.000001',
    outputPrice: '0.000002',
    settings: { endpoint_name: 'round-endpoint' },
  }),
  removed('model', 'gemma-3-12b'),
  made('organization', 'Round Ltd', {
    owners: ['admin'],
    members: ['evaluation'],
    keyManagers: ['evaluation'],
    settings: { email: 'round@org.example.test' },
  }),
  changed('organization', 'payments-scoring', (entry, settings) => {
    entry['owners'] = ['admin', 'evaluation'];
    entry['admins'] = [];
    entry['members'] = ['search-indexer'];
    entry['keyManagers'] = [];
    settings['low_balance_threshold'] = 10;
  }),
  made('probe', 'round probe', { model: 'qwen3-32b', intervalSeconds: 3600, active: false }),
  changed('probe', 'llama-3.3-70b answers', (entry) => {
    entry['active'] = false;
    entry['intervalSeconds'] = 120;
  }),
  made('grant', 'console:3f0c7a55-5d0c-4f6e-9a51-0c8e2f6d9b3a', { user: 'evaluation', amount: '25.50' }),
];

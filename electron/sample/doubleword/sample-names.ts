/** A model of the sample. Prices are US dollars a token with 8 decimals; none means free. */
export interface SampleModel {
  readonly alias: string;
  readonly name: string;
  /** Absent for a composite. */
  readonly endpoint?: string;
  readonly price?: { readonly input: string; readonly output: string };
  /** For batches that may take a day. */
  readonly batchPrice?: { readonly input: string; readonly output: string };
  readonly perSecond?: number;
  /** Takes no output tokens. */
  readonly embeds?: true;
  /** Aliases of the models a composite is made of. */
  readonly parts?: readonly string[];
  readonly probed?: true;
}

/** The six models of the sample: a free one and a composite among them. */
export const SAMPLE_MODELS: readonly SampleModel[] = [
  {
    alias: 'llama-3.3-70b',
    name: 'meta-llama/Llama-3.3-70B-Instruct',
    endpoint: 'gpu-west',
    price: { input: '0.00000059', output: '0.00000079' },
    batchPrice: { input: '0.00000030', output: '0.00000040' },
    probed: true,
  },
  {
    alias: 'qwen3-32b',
    name: 'Qwen/Qwen3-32B',
    endpoint: 'gpu-west',
    price: { input: '0.00000029', output: '0.00000059' },
    perSecond: 12.5,
  },
  {
    alias: 'mistral-small',
    name: 'mistralai/Mistral-Small-3.2-24B-Instruct',
    endpoint: 'gpu-east',
    price: { input: '0.00000010', output: '0.00000030' },
  },
  {
    alias: 'bge-m3',
    name: 'BAAI/bge-m3',
    endpoint: 'gpu-east',
    price: { input: '0.00000001', output: '0.00000000' },
    embeds: true,
  },
  { alias: 'gemma-3-12b', name: 'google/gemma-3-12b-it', endpoint: 'gpu-east' },
  {
    alias: 'chat-default',
    name: 'chat-default',
    price: { input: '0.00000015', output: '0.00000045' },
    parts: ['mistral-small', 'qwen3-32b'],
  },
];

/** The groups of the sample; every payer is in Everyone. */
export const SAMPLE_GROUPS: readonly {
  readonly name: string;
  readonly description: string;
  readonly models: readonly string[];
}[] = [
  {
    name: 'Everyone',
    description: 'Default group that automatically includes all users and organizations',
    models: ['gemma-3-12b'],
  },
  { name: 'search', description: 'Search and ranking', models: ['bge-m3', 'mistral-small'] },
  { name: 'research', description: 'Experiments', models: ['llama-3.3-70b', 'qwen3-32b'] },
  { name: 'support-bots', description: 'Customer chats', models: ['chat-default', 'mistral-small'] },
  { name: 'data-platform', description: 'Pipelines', models: ['qwen3-32b', 'bge-m3'] },
  { name: 'fraud', description: 'Scoring of payments', models: ['llama-3.3-70b'] },
];

/** Who pays on the sample node: services, and one organisation. */
export interface SamplePayer {
  readonly name: string;
  /** Groups besides Everyone. */
  readonly groups: readonly string[];
  /** Share of the requests; absent: makes none. */
  readonly weight?: number;
  readonly organization?: true;
  /** Its key has a monthly spend limit, and it is warned before its balance ends. */
  readonly capped?: true;
  /** Requests a second of its key. */
  readonly perSecond?: number;
}

/** One payer is in two groups and one in none, so that not every request has a team. */
export const SAMPLE_PAYERS: readonly SamplePayer[] = [
  { name: 'admin', groups: [] },
  { name: 'search-indexer', groups: ['search'], weight: 26 },
  { name: 'search-frontend', groups: ['search'], weight: 14 },
  { name: 'research-notebooks', groups: ['research'], weight: 12, capped: true },
  { name: 'support-bot', groups: ['support-bots'], weight: 20, perSecond: 5 },
  { name: 'nightly-pipeline', groups: ['data-platform'], weight: 10 },
  { name: 'shared-tools', groups: ['search', 'research'], weight: 5 },
  { name: 'evaluation', groups: [], weight: 3 },
  { name: 'payments-scoring', groups: ['fraud'], weight: 10, organization: true },
];

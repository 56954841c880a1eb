import type { LitellmNode } from './node-names.ts';

/** A model that the sample's LiteLLM nodes offer. */
export interface SampleModel {
  readonly name: string;
  /** What the provider calls it. */
  readonly target: string;
  readonly provider: string;
  /** Nano-dollars a token. */
  readonly inputNano: number;
  readonly outputNano: number;
  readonly embedding?: boolean;
  /** Kept in the database; otherwise in the config file. */
  readonly stored?: boolean;
  /** Priced by the deployment's own parameters, not by the gateway's table. */
  readonly ownPrice?: boolean;
  /** The environment variable of its key; none for models of the house. */
  readonly keyVariable?: string;
  readonly apiBase?: string;
  readonly requestsPerMinute?: number;
  /** Offered by this node only; by both when left out. */
  readonly only?: LitellmNode;
}

const OPENAI = { provider: 'openai', keyVariable: 'OPENAI_API_KEY' } as const;
const ANTHROPIC = { provider: 'anthropic', keyVariable: 'ANTHROPIC_API_KEY' } as const;

/** Every model of the sample, and the one that only one node has: a planted difference. */
export const SAMPLE_MODELS: readonly SampleModel[] = [
  {
    name: 'gpt-4o',
    target: 'openai/gpt-4o',
    inputNano: 2500,
    outputNano: 10_000,
    ...OPENAI,
    requestsPerMinute: 3000,
  },
  { name: 'gpt-4o-mini', target: 'openai/gpt-4o-mini', inputNano: 150, outputNano: 600, ...OPENAI },
  {
    name: 'claude-sonnet',
    target: 'anthropic/claude-sonnet-4-5',
    inputNano: 3000,
    outputNano: 15_000,
    ...ANTHROPIC,
  },
  {
    name: 'claude-haiku',
    target: 'anthropic/claude-haiku-4-5',
    inputNano: 1000,
    outputNano: 5000,
    ...ANTHROPIC,
  },
  {
    name: 'gemini-flash',
    target: 'gemini/gemini-2.5-flash',
    provider: 'gemini',
    inputNano: 300,
    outputNano: 2500,
    stored: true,
    keyVariable: 'GEMINI_API_KEY',
  },
  {
    name: 'text-embedding-3-small',
    target: 'openai/text-embedding-3-small',
    inputNano: 20,
    outputNano: 0,
    embedding: true,
    ...OPENAI,
  },
  {
    name: 'llama-local',
    target: 'hosted_vllm/llama-3.3-70b',
    provider: 'hosted_vllm',
    inputNano: 0,
    outputNano: 0,
    ownPrice: true,
    apiBase: 'http://llama.internal.example/v1',
  },
  {
    name: 'mistral-small',
    target: 'mistral/mistral-small-latest',
    provider: 'mistral',
    inputNano: 100,
    outputNano: 300,
    stored: true,
    ownPrice: true,
    keyVariable: 'MISTRAL_API_KEY',
    only: 'prod-us',
  },
];

/** The models that a node offers. */
export function modelsOf(node: LitellmNode): readonly SampleModel[] {
  return SAMPLE_MODELS.filter(({ only }) => only === undefined || only === node);
}

import { float, type ValueObject } from './python.ts';

interface Price {
  /** US dollars a token. */
  readonly input: number;
  readonly output: number;
  readonly provider: string;
  readonly mode: 'chat' | 'embedding';
  readonly maxInput: number;
  readonly maxOutput: number | null;
  readonly cachedInput?: number;
}

/** The part of LiteLLM 1.106.2's price table that the simulated gateways need. */
const TABLE: Readonly<Record<string, Price>> = {
  'gpt-4o': chat('openai', 2.5e-6, 1e-5, 128_000, 16_384, 1.25e-6),
  'gpt-4o-mini': chat('openai', 1.5e-7, 6e-7, 128_000, 16_384, 7.5e-8),
  'claude-sonnet-4-5': chat('anthropic', 3e-6, 1.5e-5, 200_000, 64_000, 3e-7),
  'claude-haiku-4-5': chat('anthropic', 1e-6, 5e-6, 200_000, 64_000, 1e-7),
  'gemini/gemini-2.5-flash': chat('gemini', 3e-7, 2.5e-6, 1_048_576, 65_536, 3e-8),
  'text-embedding-3-small': {
    input: 2e-8,
    output: 0,
    provider: 'openai',
    mode: 'embedding',
    maxInput: 8191,
    maxOutput: null,
  },
};

function chat(
  provider: string,
  input: number,
  output: number,
  maxInput: number,
  maxOutput: number,
  cachedInput: number,
): Price {
  return { input, output, provider, mode: 'chat', maxInput, maxOutput, cachedInput };
}

/**
 * The price entry of a target such as `openai/gpt-4o`, looked up by the whole target and then without the
 * provider, with its fields named as LiteLLM names them. Undefined when the table has none.
 */
export function findPrice(
  target: string,
): { readonly key: string; readonly fields: ValueObject } | undefined {
  const key = [target, target.slice(target.indexOf('/') + 1)].find((name) => Object.hasOwn(TABLE, name));
  const price = key === undefined ? undefined : TABLE[key];
  if (key === undefined || price === undefined) return undefined;
  const isChat = price.mode === 'chat';
  return {
    key,
    fields: {
      mode: price.mode,
      litellm_provider: price.provider,
      max_tokens: price.maxOutput ?? price.maxInput,
      max_input_tokens: price.maxInput,
      max_output_tokens: price.maxOutput,
      input_cost_per_token: float(price.input),
      output_cost_per_token: float(price.output),
      input_cost_per_token_batches: float(price.input / 2),
      output_cost_per_token_batches: float(price.output / 2),
      cache_read_input_token_cost: float(price.cachedInput ?? null),
      ...(isChat
        ? { supports_function_calling: true, supports_tool_choice: true, supports_vision: true }
        : {}),
    },
  };
}

import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const MODELS = [
  ['gpt-4o', 'openai', 2500, 10_000],
  ['gpt-4o-mini', 'openai', 150, 600],
  ['claude-sonnet', 'anthropic', 3000, 15_000],
  ['gemini-flash', 'vertex_ai', 75, 300],
  ['llama-local', 'hosted_vllm', 0, 0],
] as const;
const MONTH_MS = 31 * 86_400_000;
const START_MS = Date.UTC(2026, 9, 1);

/** Columns of the table of the same rows. */
const CSV_COLUMNS =
  `request_id startTime endTime api_key team_id user model_group model status spend prompt_tokens
  completion_tokens total_tokens cache_hit`.split(/\s+/);

/**
 * A month of LiteLLM spend log rows with full metadata, about 2.5 kB each; same arguments, same bytes.
 *
 * @param table where the same rows go as CSV, without metadata
 */
export async function writeSpendLines(file: string, rows: number, seed = 1, table?: string): Promise<void> {
  const random = randomOf(seed);
  const out = createWriteStream(file, { highWaterMark: 1_048_576 });
  const csv = table === undefined ? null : createWriteStream(table, { highWaterMark: 1_048_576 });
  csv?.write(`${CSV_COLUMNS.join(',')}\n`);
  for (let index = 0; index < rows; index += 1) {
    const row: Readonly<Record<string, unknown>> = rowOf(index, rows, random);
    if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain');
    const cells = csv === null ? '' : CSV_COLUMNS.map((name) => row[name]).join(',');
    if (csv?.write(`${cells}\n`) === false) await once(csv, 'drain');
  }
  for (const stream of [out, csv]) {
    stream?.end();
    if (stream !== null) await once(stream, 'finish');
  }
}

function rowOf(index: number, rows: number, random: () => number) {
  const pick = (count: number) => Math.floor(random() * count);
  const [model, provider, priceIn, priceOut] = MODELS[pick(MODELS.length)] ?? MODELS[0];
  const key = pick(96);
  const team = key % 24;
  const startMs = START_MS + Math.floor((index / rows) * MONTH_MS);
  const prompt = 1 + pick(3_000);
  const completion = 1 + pick(800);
  const duration = 200 + pick(5_000);
  const [input, output] = [(prompt * priceIn) / 1e9, (completion * priceOut) / 1e9];
  const hash = key.toString(16).padStart(64, '5e');
  return {
    request_id: `chatcmpl-${hex(random)}${hex(random)}${hex(random)}`,
    call_type: 'acompletion',
    api_key: hash,
    spend: input + output,
    total_tokens: prompt + completion,
    prompt_tokens: prompt,
    completion_tokens: completion,
    startTime: iso(startMs),
    endTime: iso(startMs + duration),
    completionStartTime: iso(startMs + 100),
    request_duration_ms: duration,
    model: `${provider}/${model}`,
    model_id: hash.slice(0, 16),
    model_group: model,
    custom_llm_provider: provider,
    api_base: '',
    user: `user-${pick(200)}`,
    metadata: {
      user_api_key: hash,
      user_api_key_alias: `team-${team}-key-${key}`,
      user_api_key_team_id: `team-${team}`,
      user_api_key_team_alias: `Team ${team}`,
      status: 'success',
      usage_object: {
        prompt_tokens: prompt,
        completion_tokens: completion,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: null },
      },
      cost_breakdown: {
        input_cost: input,
        output_cost: output,
        total_cost: input + output,
        tool_usage_cost: 0,
      },
      error_information: null,
      applied_guardrails: null,
      litellm_overhead_time_ms: random() * 9,
      model_map_information: { model_map_key: model, model_map_value: { ...EMPTY_PRICES, key: model } },
      ...EMPTY_METADATA,
    },
    cache_hit: 'False',
    cache_key: 'Cache OFF',
    request_tags: pick(5) < 2 ? ['env:prod'] : [],
    team_id: `team-${team}`,
    organization_id: null,
    end_user: pick(5) === 0 ? `cust-${pick(50)}` : '',
    requester_ip_address: `10.${pick(4)}.${pick(256)}.${pick(256)}`,
    messages: {},
    response: {},
    session_id: null,
    status: 'success',
  };
}

// Fields that a real row has and that mostly hold nothing; they are most of its size.
const EMPTY_METADATA = emptyFields('optional_metadata_field_of_the_gateway', 30);
const EMPTY_PRICES = emptyFields('price_for_some_unit', 30);

function emptyFields(name: string, count: number): Readonly<Record<string, null>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}_${index}`, null]));
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

function hex(random: () => number): string {
  return Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}

/** Small and repeatable; good enough to spread values. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

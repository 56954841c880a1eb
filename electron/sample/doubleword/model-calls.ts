import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import { json, text } from './answer.ts';
import type { Answer } from './answer.ts';
import { unitsText } from './balance.ts';
import { readObject } from './body.ts';
import { countSpend, refusedByLimit } from './call-limits.ts';
import type { RequestBody } from './body.ts';
import { keptDecimal } from './decimals.ts';
import type { DoublewordApiKey, DoublewordEntry, DoublewordModel } from './state.ts';
import { groupsOf, uuidOf } from './store.ts';
import type { Store } from './store.ts';

/** The secret of a key that was made here: in the answer to its making alone. */
export function secretOf({ id }: DoublewordApiKey): string {
  return `sk-simulated-${id}`;
}

/** The key that was made here with this secret. */
export function madeKey(store: Store, secret: string): DoublewordApiKey | undefined {
  return store.state.apiKeys.find((key) => secretOf(key) === secret);
}

/**
 * Answers a chat completion without any model behind it, writes it into the request log, and charges it to the owner of
 * the key, as recorded from dwctl 10.13.1: an unknown model is a JSON 404, one without access a plain 403, which is logged
 * as what limits refuse is. Tokens are the words of the question and `max_tokens` for the answer; a model whose name ends
 * with `-broken` fails, which the gateway turns into 502.
 */
export function completion(store: Store, key: DoublewordApiKey | undefined, body: RequestBody): Answer {
  if (key === undefined || key.purpose === 'platform')
    return json(403, { error: fault('Forbidden', 'invalid_request_error', 'forbidden') });
  const asked = readObject(body);
  const alias = typeof asked['model'] === 'string' ? asked['model'] : '';
  const model = store.state.models.find((one) => one.alias === alias && one.deleted !== true);
  if (model === undefined) {
    const why = `The model \`${alias}\` does not exist or you do not have access to it.`;
    return json(404, { error: fault(why, 'invalid_request_error', 'model_not_found') });
  }
  if (!groupsOf(store, key.user_id).some(({ models }) => models.includes(model.id))) {
    write(store, model, 403, { input: 0, output: 0 });
    return text(403, 'API key does not have permission to use this model');
  }
  const limited = refusedByLimit(store, key, model);
  if (limited !== null) {
    write(store, model, limited.status, { input: 0, output: 0 });
    return limited;
  }
  const failed = model.model_name.endsWith('-broken');
  const tokens = failed
    ? { input: 0, output: 0 }
    : { input: wordsIn(asked['messages']), output: saidIn(asked) };
  const entry = write(store, model, failed ? 502 : 200, tokens);
  if (failed) {
    const why = 'An internal error occurred. Please try again later.';
    return json(502, { error: fault(why, 'internal_error', 'internal_error') });
  }
  charge(store, key, entry);
  return json(200, {
    choices: [
      {
        finish_reason: 'stop',
        index: 0,
        message: { content: 'ok '.repeat(entry.completion_tokens), role: 'assistant' },
      },
    ],
    created: Math.floor(Date.parse(entry.timestamp) / 1000),
    id: `resp_${uuidOf(`call ${String(entry.id)}`)}`,
    model: model.model_name,
    object: 'chat.completion',
    usage: {
      completion_tokens: entry.completion_tokens,
      prompt_tokens: entry.prompt_tokens,
      total_tokens: entry.total_tokens,
    },
  });
}

function fault(message: string, type: string, code: string): object {
  return { message, type, param: null, code };
}

function wordsIn(messages: JsonValue | undefined): number {
  const contents = Array.isArray(messages) ? messages.filter(isJsonObject).map(({ content }) => content) : [];
  return contents
    .flatMap((content) => (typeof content === 'string' ? content.split(/\s+/) : []))
    .filter((word) => word !== '').length;
}

function saidIn({ max_tokens: most }: JsonObject): number {
  return typeof most === 'number' ? most : 7;
}

/** The prices are those of the realtime tariff; a model without one is free, a composite too (dwctl 10.13.1). */
function write(
  store: Store,
  model: DoublewordModel,
  status: number,
  { input, output }: { readonly input: number; readonly output: number },
): DoublewordEntry {
  const tariff = model.tariffs.find(({ api_key_purpose: purpose }) => purpose === 'realtime');
  const entry: DoublewordEntry = {
    id: 1 + store.entries.reduce((most, { id }) => Math.max(most, id), 0),
    timestamp: store.tick(),
    method: 'POST',
    uri: '/chat/completions',
    model: model.alias,
    status_code: status,
    duration_ms: 6,
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    response_type: status === 200 ? 'chat_completion' : 'other',
    ...(tariff === undefined
      ? {}
      : {
          input_price_per_token: inEight(tariff.input_price_per_token),
          output_price_per_token: inEight(tariff.output_price_per_token),
        }),
  };
  store.entries.unshift(entry);
  return entry;
}

/** The number of the request is the id of its charge: where that is taken, nothing is charged (dwctl 10.13.1). */
function charge(store: Store, key: DoublewordApiKey, entry: DoublewordEntry): void {
  const { input_price_per_token: input = '0', output_price_per_token: output = '0' } = entry;
  const units =
    BigInt(entry.prompt_tokens) * units8(input) + BigInt(entry.completion_tokens) * units8(output);
  if (units === 0n || store.ledger.some(({ source_id: source }) => source === String(entry.id))) return;
  const amount = units * 10_000_000n;
  countSpend(store, key, amount);
  store.ledger.unshift({
    id: store.nextId(),
    user_id: key.user_id,
    transaction_type: 'usage',
    batch_id: null,
    amount: unitsText(amount, 15),
    source_id: String(entry.id),
    description: `API usage: ${entry.model} (${String(entry.prompt_tokens)} input + ${String(entry.completion_tokens)} output tokens)`,
    created_at: store.tick(),
    service_tier: 'realtime',
  });
}

/** As the request log spells prices: with all eight decimals. */
function inEight(price: string): string {
  const [whole = '0', decimals = ''] = (keptDecimal(price, 8) ?? '0').split('.');
  return `${whole}.${decimals.padEnd(8, '0')}`;
}

function units8(price: string): bigint {
  return BigInt(inEight(price).replace('.', ''));
}

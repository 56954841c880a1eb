import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { LogRow } from '../adapter.ts';
import { redact, redactJson } from '../http/redact.ts';

/** Fields of a log entry that are read into the neutral row (dwctl 10.13.1). */
const READ = new Set([
  'id',
  'timestamp',
  'uri',
  'model',
  'status_code',
  'duration_ms',
  'prompt_tokens',
  'completion_tokens',
]);

/**
 * Fields that repeat others: 200 is a call that went well (another 2xx is kept), other codes are the error
 * code, and the total is the sum of the two counts (another total is kept).
 */
export const REPEATED_FIELDS: readonly string[] = ['status_code', 'total_tokens'];

/** Fields that are kept beside it, and hold no secret. */
const KEPT = new Set(['method', 'response_type', 'input_price_per_token', 'output_price_per_token']);

const FULL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads one entry of `GET /requests` (dwctl 10.13.1), from a page or from an exported line. An entry names
 * neither user, key, group nor cost; those come from the ledger (see join.ts). On its own it says:
 *
 * - spend 0 for a call that failed without using a token, and for a model without a price: free;
 * - spend null for a priced call: only the ledger knows whether it was charged.
 *
 * The caller's own ids and prices stay in `extra`. Never throws: says what is wrong with a row.
 */
export function readEntry(row: unknown): LogRow {
  if (!isJsonObject(row)) return refused('the row is not an object');
  const id = row['id'];
  if ((typeof id !== 'number' && typeof id !== 'string') || id === '') return refused('id is missing');
  const startMs = timeOf(row['timestamp']);
  if (startMs === null) return refused('timestamp is not a full time with its zone');
  const promptTokens = countOf(row['prompt_tokens']);
  if (promptTokens === null) return refused('prompt_tokens is not a whole number of tokens');
  const completionTokens = countOf(row['completion_tokens']);
  if (completionTokens === null) return refused('completion_tokens is not a whole number of tokens');
  const status = countOf(row['status_code']);
  if (status === null) return refused('status_code is not a number');
  const ok = status >= 200 && status < 300;
  const model = text(row['model']);
  const request: LoggedRequest = {
    id: String(id),
    startMs,
    durationMs: typeof row['duration_ms'] === 'number' ? Math.max(0, Math.round(row['duration_ms'])) : null,
    firstTokenMs: null,
    kind: model === '' ? 'other' : 'model',
    callType: text(row['uri']),
    teamId: '',
    teamAlias: null,
    key: '',
    keyAlias: null,
    user: '',
    endUser: '',
    model,
    servedModel: '',
    provider: '',
    deployment: '',
    organization: '',
    session: '',
    ok,
    errorCode: ok || status === 0 ? null : String(status),
    errorClass: null,
    errorMessage: null,
    promptTokens,
    completionTokens,
    cachedTokens: null,
    spendNano: isFree(row, ok, promptTokens + completionTokens) ? 0 : null,
    cacheHit: null,
    tags: [],
    address: '',
    extra: extraOf(row, promptTokens + completionTokens),
  };
  return { ok: true, request };
}

/** Errors use no token and are never charged; a model without a price, or priced zero, is free. */
function isFree(row: JsonObject, ok: boolean, tokens: number): boolean {
  if (!ok && tokens === 0) return true;
  return isZero(row['input_price_per_token']) && isZero(row['output_price_per_token']);
}

function isZero(price: JsonValue | undefined): boolean {
  return price === undefined || price === null || (typeof price === 'string' && /^-?0+(\.0+)?$/.test(price));
}

function extraOf(row: JsonObject, tokens: number): JsonObject {
  const extra: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(row)) {
    if (READ.has(name) || value === null || value === '') continue;
    if (name === 'total_tokens' && value === tokens) continue;
    extra.push([name, KEPT.has(name) ? value : redactJson(value)]);
  }
  const status = row['status_code'];
  if (typeof status === 'number' && status > 200 && status < 300) extra.push(['status_code', status]);
  return Object.fromEntries(extra);
}

function timeOf(value: JsonValue | undefined): number | null {
  if (typeof value !== 'string' || !FULL_TIME.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

/** Absent and null are 0: the gateway did not count. */
function countOf(value: JsonValue | undefined): number | null {
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? redact(value) : '';
}

function refused(reason: string): LogRow {
  return { ok: false, reason };
}

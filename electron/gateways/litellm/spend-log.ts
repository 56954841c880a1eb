import { createHash } from 'node:crypto';
import type { LogRow } from '../adapter.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { parseJson } from '../http/lossless.ts';
import { redactJson, redact } from '../http/redact.ts';
import { CALL_BODIES } from '../log/call-bodies.ts';
import { amountFault, dollarsToNano } from '../../../shared/cost/dollars.ts';
import { readCount } from './log-number.ts';
import { readLogTime } from './log-time.ts';

/**
 * Fields of a row (1.81.13 and 1.106.2) that are left out on purpose: the bodies of calls are never kept, and
 * the others repeat what is kept or matter only inside the gateway.
 */
export const SPEND_LOG_LEFT_OUT: readonly string[] = [
  ...CALL_BODIES,
  ...`metadata total_tokens endTime completionStartTime model cache_key status litellm_call_id
  created_at updated_at`.split(/\s+/),
];

/**
 * Keys of `metadata` (1.81.13 and 1.106.2) that are left out: they are read into fields of their own, repeat
 * what is kept, or are the same for every call of a model, such as its entry in the price list.
 */
export const METADATA_LEFT_OUT: readonly string[] = `status error_information user_api_key user_api_key_alias
  user_api_key_team_id user_api_key_team_alias user_api_key_user_id user_api_key_org_id usage_object
  cost_breakdown model_map_information litellm_overhead_time_ms litellm_call_id requester_ip_address
  proxy_server_request additional_usage_values autorouter_baseline_observation autorouter_savings_estimate
  litellm_roi_estimator`.split(/\s+/);

/** `key_alias` and `team_alias` are columns of exports. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...SPEND_LOG_LEFT_OUT,
  ...`request_id call_type api_key spend prompt_tokens completion_tokens startTime request_duration_ms
  model_group model_id custom_llm_provider user cache_hit request_tags team_id organization_id end_user
  session_id requester_ip_address key_alias team_alias`.split(/\s+/),
]);
const KNOWN_METADATA: ReadonlySet<string> = new Set(METADATA_LEFT_OUT);
const NOTHING: JsonObject = Object.freeze({});
const NO_TAGS: readonly string[] = Object.freeze([]);
const MESSAGE_LENGTH = 2000;

/**
 * Reads one row of LiteLLM's spend log: a row of `/spend/logs/v2` (1.81.13, 1.106.2) or of `/spend/logs`,
 * a line of a JSON export, a record of a CSV export. Never throws: a row that cannot be understood is
 * refused with the name of the field that is at fault. `extra` keeps unknown fields that are not empty, those of
 * `metadata` under that name.
 */
export function readSpendLog(row: unknown): LogRow {
  if (!isJsonObject(row)) return refused('the row is not an object');
  const id = row['request_id'];
  if (id === undefined || id === null || id === '') return refused('request_id is missing');
  if (typeof id !== 'string') return refused('request_id is not text');
  const startMs = readLogTime(row['startTime']);
  if (startMs === null) return refused('startTime is not a time');
  const promptTokens = readCount(row['prompt_tokens']);
  if (promptTokens === null) return refused('prompt_tokens is not a whole number of tokens');
  const completionTokens = readCount(row['completion_tokens']);
  if (completionTokens === null) return refused('completion_tokens is not a whole number of tokens');
  const spend = row['spend'];
  const unknownSpend = spend === null || spend === undefined || spend === '';
  const spendNano = unknownSpend ? null : dollarsToNano(spend);
  if (spendNano === null && !unknownSpend) return refused(`spend ${amountFault(spend)}`);
  const duration = readDuration(row, startMs);
  if (duration === 'bad') return refused('endTime is not a time');
  const metadata = readMetadata(row['metadata']);
  if (metadata === null) return refused('metadata is not an object, nor the text of one');
  const status = text(row['status']) || text(metadata['status']);
  const error = isJsonObject(metadata['error_information']) ? metadata['error_information'] : NOTHING;
  const ok = status === '' ? text(error['error_class']) === '' : status === 'success';
  const callType = text(row['call_type']);
  const servedModel = text(row['model']);
  const model = text(row['model_group']) || servedModel;
  const kind = kindOf(callType, model);
  const request: LoggedRequest = {
    id,
    startMs,
    durationMs: duration,
    firstTokenMs: readFirstToken(row, startMs),
    kind,
    callType,
    teamId: text(row['team_id']),
    teamAlias: text(metadata['user_api_key_team_alias']) || text(row['team_alias']) || null,
    key: keyHash(text(row['api_key'])),
    keyAlias: readAlias(metadata['user_api_key_alias']) ?? readAlias(row['key_alias']),
    user: text(row['user']),
    endUser: text(row['end_user']),
    model: kind === 'management' ? '' : model,
    servedModel: kind !== 'management' && (ok || text(row['model_id']) !== '') ? servedModel : '',
    provider: text(row['custom_llm_provider']),
    deployment: text(row['model_id']),
    organization: text(row['organization_id']),
    session: text(row['session_id']),
    ok,
    errorCode: ok ? null : text(error['error_code']) || null,
    errorClass: ok ? null : text(error['error_class']) || null,
    errorMessage: ok ? null : readErrorMessage(error['error_message']),
    promptTokens,
    completionTokens,
    cachedTokens: readCached(metadata['usage_object']),
    spendNano,
    cacheHit: readFlag(row['cache_hit']),
    tags: readTags(row['request_tags']),
    address: text(row['requester_ip_address']),
    extra: readExtra(row, metadata, status, promptTokens + completionTokens),
  };
  return { ok: true, request };
}

function refused(reason: string): LogRow {
  return { ok: false, reason };
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function readAlias(value: unknown): string | null {
  const alias = text(value);
  return alias === '' ? null : alias.includes('sk-') ? redact(alias) : alias;
}

/** Spelled as an object, or as the JSON text of one (exports from the database). */
function readMetadata(value: unknown): JsonObject | null {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value !== 'string') return isJsonObject(value) ? value : null;
  try {
    const parsed = parseJson(value);
    return isJsonObject(parsed) ? parsed : parsed === null ? NOTHING : null;
  } catch {
    return null;
  }
}

function readDuration(row: JsonObject, startMs: number): number | null | 'bad' {
  const stated = row['request_duration_ms'];
  if (typeof stated === 'number' && stated >= 0 && Number.isFinite(stated)) return Math.round(stated) + 0;
  const end = row['endTime'];
  if (end === null || end === undefined || end === '') return null;
  const endMs = readLogTime(end);
  return endMs === null ? 'bad' : Math.max(0, endMs - startMs);
}

/** Null where the answer did not come in parts, or the gateway does not say; a time before the start is none. */
function readFirstToken(row: JsonObject, startMs: number): number | null {
  const first = readLogTime(row['completionStartTime']);
  return first === null || first < startMs ? null : first - startMs;
}

function readCached(usage: unknown): number | null {
  const details = isJsonObject(usage) ? usage['prompt_tokens_details'] : undefined;
  const cached = isJsonObject(details) ? details['cached_tokens'] : undefined;
  return typeof cached === 'number' ? readCount(cached) : null;
}

/**
 * Refused calls to admin routes are logged with the route as `call_type` (1.106.2); 1.81.13 leaves
 * `call_type` empty on every refused call, so there the model tells.
 */
function kindOf(callType: string, model: string): LoggedRequest['kind'] {
  if (callType.startsWith('/')) return 'management';
  if (/pass_?through|guardrail|mcp/.test(callType)) return 'other';
  return callType === '' && model === '' ? 'other' : 'model';
}

/** LiteLLM's own hash of a key, should a row hold the key itself. */
function keyHash(key: string): string {
  return key.startsWith('sk-') ? createHash('sha256').update(key).digest('hex') : key;
}

function readErrorMessage(value: unknown): string | null {
  const message = text(value);
  return message === '' ? null : redact(message).slice(0, MESSAGE_LENGTH);
}

function readFlag(value: unknown): boolean | null {
  if (value === true || value === 'True' || value === 'true') return true;
  return value === false || value === 'False' || value === 'false' ? false : null;
}

/** A list, or the JSON text of one (exports). */
function readTags(value: unknown): readonly string[] {
  if (typeof value === 'string' && value.startsWith('[')) {
    try {
      return readTags(JSON.parse(value));
    } catch {
      return [redact(value)];
    }
  }
  if (!Array.isArray(value) || value.length === 0) return NO_TAGS;
  return value.filter((tag) => typeof tag === 'string').map((tag) => redact(tag));
}

function readExtra(row: JsonObject, metadata: JsonObject, status: string, tokens: number): JsonObject {
  const extra: [string, JsonValue][] = [];
  for (const name in row) {
    if (KNOWN_FIELDS.has(name)) continue;
    const value = row[name];
    if (value !== undefined && value !== null && value !== '') extra.push([name, value]);
  }
  const unknown = Object.entries(metadata).filter(
    ([name, value]) => !KNOWN_METADATA.has(name) && says(value),
  );
  if (unknown.length > 0) extra.push(['metadata', Object.fromEntries(unknown)]);
  if (status !== '' && status !== 'success' && status !== 'failure') extra.push(['status', status]);
  const total = row['total_tokens'];
  if (typeof total === 'number' && total !== tokens) extra.push(['total_tokens', total]);
  if (extra.length === 0) return NOTHING;
  const kept = Object.fromEntries(extra);
  return extra.every(([, value]) => typeof value === 'number') ? kept : (redactJson(kept) as JsonObject);
}

/** Most keys of `metadata` are there with nothing in them. */
function says(value: JsonValue): boolean {
  if (typeof value === 'object') return value !== null && Object.keys(value).length > 0;
  return value !== '' && value !== 0 && value !== false;
}

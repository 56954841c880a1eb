import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';

/** Fields of requests of which a source says nothing. */
export type Unsaid = ReadonlySet<keyof LoggedRequest>;

/**
 * Which names of a row of the spend log (1.81.13 and 1.106.2) a field is read from; of each list any one is enough. Whole
 * rows have all of them: the CSV of the UI has no tags, no address, and nothing that stands in `metadata`.
 */
const READ_FROM: readonly (readonly [keyof LoggedRequest, readonly string[]])[] = [
  ['durationMs', ['request_duration_ms']],
  ['firstTokenMs', ['completionStartTime']],
  ['callType', ['call_type']],
  ['kind', ['call_type']],
  ['teamId', ['team_id']],
  ['teamAlias', ['metadata', 'team_alias']],
  ['key', ['api_key']],
  ['keyAlias', ['metadata', 'key_alias']],
  ['user', ['user']],
  ['endUser', ['end_user']],
  ['model', ['model_group']],
  // Of a refused call the model is known as the served one only with the id of what served it.
  ['servedModel', ['model_id']],
  ['servedModel', ['model']],
  ['provider', ['custom_llm_provider']],
  ['deployment', ['model_id']],
  ['organization', ['organization_id']],
  ['session', ['session_id']],
  ['ok', ['status', 'metadata']],
  ['errorCode', ['metadata']],
  ['errorClass', ['metadata']],
  ['errorMessage', ['metadata']],
  ['promptTokens', ['prompt_tokens']],
  ['completionTokens', ['completion_tokens']],
  ['cachedTokens', ['metadata']],
  ['spendNano', ['spend']],
  ['cacheHit', ['cache_hit']],
  ['tags', ['request_tags']],
  ['address', ['requester_ip_address']],
];

/** Of which fields rows say nothing that have only these names: a column that is there and empty says "none". */
export function unsaidBy(names: readonly string[]): Unsaid {
  const given = new Set(names);
  return new Set(
    READ_FROM.filter(([, from]) => !from.some((name) => given.has(name))).map(([field]) => field),
  );
}

/**
 * A newer reading of a request, with what was known before where the newer one cannot say it. What it says all the same
 * is taken: a field that is left out where it is empty may not have been seen when the names were gathered.
 */
export function withKnownFields(older: LoggedRequest, newer: LoggedRequest, unsaid: Unsaid): LoggedRequest {
  if (unsaid.size === 0) return { ...newer, extra: withKnownExtra(older.extra, newer.extra) };
  const known = [...unsaid].filter((field) => isKept(field, older, newer));
  const kept: LoggedRequest = {
    ...newer,
    ...Object.fromEntries(known.map((field) => [field, older[field]])),
  };
  // Of these no source has all: the node itself keeps some in its metadata that its exports leave out.
  const extra = withKnownExtra(older.extra, newer.extra);
  // A call that went well has no error, whoever said so.
  return kept.ok
    ? { ...kept, extra, errorCode: null, errorClass: null, errorMessage: null }
    : { ...kept, extra };
}

/** What is known of fields that nobody reads, and of those in `metadata`, each by itself. */
function withKnownExtra(older: JsonObject, newer: JsonObject): JsonObject {
  const kept = { ...older, ...newer };
  const before = older['metadata'];
  const now = newer['metadata'];
  return isJsonObject(before) && isJsonObject(now) ? { ...kept, metadata: { ...before, ...now } } : kept;
}

function isKept(field: keyof LoggedRequest, older: LoggedRequest, newer: LoggedRequest): boolean {
  switch (field) {
    // Worked out of something else where it is not said; that is worth less.
    case 'durationMs':
    case 'model':
      return !isEmpty(older[field]);
    case 'kind':
      return newer.callType === '';
    case 'ok':
      return newer.ok;
    default:
      return isEmpty(newer[field]);
  }
}

function isEmpty(value: LoggedRequest[keyof LoggedRequest]): boolean {
  return value === null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
}

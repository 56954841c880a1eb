import { canonicalJson, isJsonObject } from '../../shared/json.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { LoggedRequest } from '../../shared/audit/logged-request.ts';
import { REQUEST_COLUMNS } from './schema.ts';
import type { RequestColumn } from './schema.ts';
import { toNumber, toText } from './sqlite.ts';
import type { SqlValue } from './sqlite.ts';
import { storable } from './words.ts';
import type { WordWriter } from './words.ts';

// A time outside of these is a broken clock or a wrong unit, and would make a file for a month nobody has.
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** Why a request cannot be stored, as a sentence; null when it can. */
export function refusal(request: LoggedRequest): string | null {
  if (request.id === '') return 'The row has no request id.';
  if (!(request.startMs >= EARLIEST_MS && request.startMs < LATEST_MS)) {
    return 'The start time is not between the years 2000 and 2100.';
  }
  const counts = [request.promptTokens, request.completionTokens, request.spendNano ?? 0];
  return counts.every(Number.isSafeInteger) ? null : 'Tokens or spend are not whole numbers below 2^53.';
}

/** A request as the values of {@link REQUEST_COLUMNS}; the order is theirs. */
export function toValues(request: LoggedRequest, words: WordWriter): SqlValue[] {
  const word = (text: string | null): number | null => (text === null ? null : words.intern(text));
  return [
    storable(request.id),
    Math.trunc(request.startMs),
    request.durationMs === null ? null : Math.round(request.durationMs),
    request.ok ? 1 : 0,
    request.cacheHit === null ? null : Number(request.cacheHit),
    request.promptTokens,
    request.completionTokens,
    request.spendNano,
    storable(request.address),
    request.errorMessage === null ? null : storable(request.errorMessage),
    isEmpty(request.extra) ? null : storable(canonicalJson(request.extra)),
    word(request.kind),
    word(request.callType),
    word(request.teamId),
    word(request.teamAlias),
    word(request.key),
    word(request.keyAlias),
    word(request.user),
    word(request.endUser),
    word(request.model),
    word(request.servedModel),
    word(request.provider),
    word(request.errorCode),
    word(request.errorClass),
    word(request.tags.length === 0 ? null : JSON.stringify(request.tags)),
  ];
}

/** A stored row as a request; the values are in the order of {@link REQUEST_COLUMNS}. */
export function toRequest(values: readonly SqlValue[], words: ReadonlyMap<number, string>): LoggedRequest {
  const cell = (column: RequestColumn): SqlValue => values[POSITION[column]] ?? null;
  const number = (column: RequestColumn): number | null =>
    cell(column) === null ? null : toNumber(cell(column));
  const word = (column: RequestColumn): string | null =>
    cell(column) === null ? null : (words.get(toNumber(cell(column))) ?? '');
  const plain = (column: RequestColumn): string | null =>
    cell(column) === null ? null : toText(cell(column));
  const cacheHit = number('cache_hit');
  return {
    id: plain('id') ?? '',
    startMs: number('start_ms') ?? 0,
    durationMs: number('duration_ms'),
    firstTokenMs: null,
    kind: asKind(word('kind')),
    callType: word('call_type') ?? '',
    teamId: word('team') ?? '',
    teamAlias: word('team_alias'),
    key: word('key') ?? '',
    keyAlias: word('key_alias'),
    user: word('user') ?? '',
    endUser: word('end_user') ?? '',
    model: word('model') ?? '',
    servedModel: word('served_model') ?? '',
    provider: word('provider') ?? '',
    deployment: '',
    organization: '',
    session: '',
    ok: number('ok') === 1,
    errorCode: word('error_code'),
    errorClass: word('error_class'),
    errorMessage: plain('error_message'),
    promptTokens: number('prompt_tokens') ?? 0,
    completionTokens: number('completion_tokens') ?? 0,
    cachedTokens: null,
    spendNano: number('spend_nano'),
    cacheHit: cacheHit === null ? null : cacheHit === 1,
    tags: parseTags(word('tags')),
    address: plain('address') ?? '',
    extra: parseExtra(plain('extra')),
  };
}

const POSITION = Object.fromEntries(REQUEST_COLUMNS.map((column, index) => [column, index])) as Readonly<
  Record<RequestColumn, number>
>;

function isEmpty(extra: JsonObject): boolean {
  for (const key in extra) if (Object.hasOwn(extra, key)) return false;
  return true;
}

function asKind(text: string | null): LoggedRequest['kind'] {
  return text === 'model' || text === 'management' ? text : 'other';
}

function parseTags(text: string | null): readonly string[] {
  const tags: unknown = text === null ? [] : JSON.parse(text);
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

function parseExtra(text: string | null): JsonObject {
  const extra: unknown = text === null ? {} : JSON.parse(text);
  return isJsonObject(extra) ? extra : {};
}

import { createHash } from 'node:crypto';
import type { Refusal } from '../answer.ts';
import { isObject } from '../python.ts';
import { textOf, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import type { LoggedCall, LoggedError } from './logged-call.ts';

/** What is known of a call that shall be logged. */
export interface CallToLog {
  readonly callType: string;
  readonly startMs: number;
  readonly keyHash: string;
  readonly key: Row | null;
  readonly userId?: string;
  readonly endUser?: string;
  readonly model?: string;
  readonly modelId?: string;
  readonly modelGroup?: string;
  readonly provider?: string;
  readonly tags?: readonly string[];
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly spend?: number;
  readonly inputSpend?: number;
  readonly error?: LoggedError | null;
}

/** Writes a call into the log of the simulated proxy. */
export function logCall(store: Store, call: CallToLog): void {
  const number = store.logged.length;
  const id = uuidOf(`${store.seed}/log/${number}`);
  const ok = (call.error ?? null) === null;
  // A refused call is a row without a team, a user or a customer in 1.81.13.
  const named = ok || store.release !== '1.81.13';
  const key = named ? call.key : null;
  const team = store.teams.get(textOf(key?.['team_id']));
  const served = ok && call.callType === 'acompletion';
  const logged: LoggedCall = {
    callType: call.callType,
    callId: id,
    sessionId: uuidOf(`${store.seed}/session/${number}`),
    requestId: served ? `chatcmpl-${uuidOf(`${store.seed}/request/${number}`)}` : id,
    startMs: call.startMs,
    durationMs: named ? 2 + (number % 5) : 0,
    keyHash: call.keyHash,
    keyAlias: textOf(key?.['key_alias']) || null,
    userId: named ? (call.userId ?? textOf(key?.['user_id'])) : '',
    teamId: textOf(key?.['team_id']),
    teamAlias: textOf(team?.['team_alias']) || null,
    endUser: named ? (call.endUser ?? '') : '',
    model: call.model ?? '',
    modelId: call.modelId ?? '',
    modelGroup: call.modelGroup ?? '',
    provider: call.provider ?? '',
    ok,
    promptTokens: call.promptTokens ?? 0,
    completionTokens: call.completionTokens ?? 0,
    spend: call.spend ?? 0,
    inputSpend: call.inputSpend ?? 0,
    tags: call.tags ?? [],
    error: call.error ?? null,
  };
  store.logged.push(logged);
}

/** The `type` of a refusal of the usual shape; empty for another shape. */
export function errorTypeOf({ answer: { body } }: Refusal): string {
  return isObject(body) && isObject(body['error']) ? textOf(body['error']['type']) : '';
}

/** What the log says of a refusal. */
export function errorOf(refusal: Refusal): LoggedError {
  const { status, body } = refusal.answer;
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {};
  const denied = errorTypeOf(refusal).endsWith('model_access_denied');
  return {
    code: String(status),
    errorClass: denied ? 'ModelAccessDeniedProxyException' : 'ProxyException',
    message: textOf(error['message']),
    normalized: denied ? `${status}_MODEL_ACCESS_DENIED` : `${status}_AUTHENTICATION_FAILED`,
  };
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

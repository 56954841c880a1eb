import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import { wrongShape } from './body.ts';
import type { RequestBody } from './body.ts';
import type { DoublewordFallback, DoublewordModel } from './state.ts';

/**
 * When a call is tried again, as dwctl 10.13.1 answers it. A standard model that came with its endpoint has it on, a composite
 * counts limits of rate apart from the other statuses.
 */
export function fallbackOf({ fallback, is_composite: isComposite }: DoublewordModel): DoublewordFallback {
  return fallback ?? (isComposite ? OF_COMPOSITES : OF_SYNCED);
}

/** What a new model begins with: one that is made on an endpoint has it off (dwctl 10.13.1, models-create-standard). */
export function firstFallback(isComposite: boolean): DoublewordFallback {
  return isComposite ? OF_COMPOSITES : { ...OF_SYNCED, enabled: false };
}

const OF_COMPOSITES: DoublewordFallback = {
  enabled: true,
  on_rate_limit: true,
  on_status: [499, 500, 502, 503, 504],
  with_replacement: false,
};
const OF_SYNCED: DoublewordFallback = { ...OF_COMPOSITES, on_status: [429, 499, 500, 502, 503, 504] };

/** It is sent in single fields, `fallback_…`; null clears the number of attempts and nothing else (dwctl 10.13.1, by its source). */
export function withSentFallback(
  before: DoublewordFallback,
  object: JsonObject,
  body: RequestBody,
): DoublewordFallback {
  const statuses = object['fallback_on_status'] ?? null;
  const attempts = object['fallback_max_attempts'];
  const { max_attempts: held, backoff: _backoff, max_total_backoff_ms: _total, ...rest } = before;
  const most = attempts === undefined ? held : wholeOrNull(attempts, body);
  return {
    ...rest,
    enabled: flag(object, 'fallback_enabled', body) ?? before.enabled,
    on_rate_limit: flag(object, 'fallback_on_rate_limit', body) ?? before.on_rate_limit,
    on_status: statuses === null ? before.on_status : wholes(statuses, body),
    with_replacement: flag(object, 'fallback_with_replacement', body) ?? before.with_replacement,
    ...(most === undefined || most === null ? {} : { max_attempts: most }),
    ...sentBackoff(before, object, body),
  };
}

/** It is sent in fields of its own, `backoff_…`, and told only while it is on (dwctl 10.13.1, by its source). */
function sentBackoff(
  { backoff, max_total_backoff_ms: held }: DoublewordFallback,
  object: JsonObject,
  body: RequestBody,
): Pick<DoublewordFallback, 'backoff' | 'max_total_backoff_ms'> {
  const isOn = flag(object, 'backoff_enabled', body) ?? backoff !== undefined;
  const sent = Object.keys(FIRST_BACKOFF).flatMap((name): [string, JsonValue][] => {
    const value = object[`backoff_${name}`] ?? null;
    return value === null ? [] : [[name, value]];
  });
  const { backoff_max_total_ms: total = held ?? null } = object;
  return {
    ...(isOn ? { backoff: { ...FIRST_BACKOFF, ...backoff, ...Object.fromEntries(sent) } } : {}),
    ...(typeof total === 'number' ? { max_total_backoff_ms: total } : {}),
  };
}

const FIRST_BACKOFF: JsonObject = { initial_ms: 100, max_ms: 5000, factor: 2, jitter: 'full' };

function flag(object: JsonObject, name: string, body: RequestBody): boolean | null {
  const value = object[name] ?? null;
  if (value === null || typeof value === 'boolean') return value;
  return wrongShape(`${name}: invalid type: ${kindOf(value)}, expected a boolean`, body);
}

function wholes(value: JsonValue, body: RequestBody): readonly number[] {
  const list: readonly JsonValue[] | null = Array.isArray(value) ? value : null;
  if (list === null || !list.every((one) => typeof one === 'number'))
    return wrongShape('fallback_on_status: invalid type, expected a sequence of i32', body);
  return list;
}

function wholeOrNull(value: JsonValue, body: RequestBody): number | null {
  if (value === null || typeof value === 'number') return value;
  return wrongShape(`fallback_max_attempts: invalid type: ${kindOf(value)}, expected i32`, body);
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'sequence';
  return isJsonObject(value) ? 'map' : typeof value;
}

import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import { dashboard, empty } from './answer.ts';
import type { Answer } from './answer.ts';
import { matchPath } from './route.ts';

/** Releases whose answers are simulated. */
export type DoublewordRelease = '10.13.1' | '8.94.2';

/** Routes that 8.94.2 lacks, below the admin base (recorded: demand-no-window, apikeys-patch-rps, apikeys-rotate-ok of it). */
const LACKING: readonly (readonly [method: string, pattern: string])[] = [
  ['GET', '/monitoring/demand'],
  ['GET', '/usage-recompute'],
  ['PATCH', '/users/:user/api-keys/:key'],
];

/** Fields that 8.94.2 leaves out: of keys, users, models and members of organizations, in this order. */
const UNTOLD: ReadonlySet<string> = new Set([
  'spend_limit',
  'spend_limit_interval',
  'spend',
  'total_spend',
  'resets_at',
  'secret_revealed_at',
  'verified',
  'invoicing_enabled',
  'cache_pricing',
  'can_manage_keys',
]);

/** What 8.94.2 answers to a route that it lacks: the dashboard, or an empty 405; null for one that it has. */
export function lackingInOlder(method: string, path: string): Answer | null {
  const isLacking = LACKING.some(([own, pattern]) => own === method && matchPath(pattern, path) !== null);
  return isLacking ? (method === 'GET' ? dashboard() : empty(405)) : null;
}

/** An answer of 10.13.1 as 8.94.2 gives it: without what it does not tell. */
export function asOlder(answer: Answer): Answer {
  if (answer.type !== 'application/json') return answer;
  return { ...answer, body: JSON.stringify(told(JSON.parse(answer.body) as JsonValue)) };
}

function told(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => told(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]): (readonly [string, JsonValue])[] =>
      UNTOLD.has(name) ? [] : [[name, told(item)]],
    ),
  ) satisfies JsonObject;
}

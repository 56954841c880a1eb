import * as v from 'valibot';

import type { JsonObject } from '../../json.ts';
import { faultOf, notCases } from '../case-file.ts';

/** Dollars, as text or as a number; the control layer writes both. */
const dollars = v.union([v.number(), v.pipe(v.string(), v.decimal('it is no amount of dollars'))]);
const spent = v.pipe(
  dollars,
  v.check((amount) => Number(amount) >= 0, 'what was spent is not below zero'),
);
const rate = v.nullish(v.number(), null);
const names = v.nullish(v.array(v.string()), []);

const OwnerSchema = v.object({
  id: v.string(),
  name: v.nullish(v.string(), null),
  credit_balance: v.nullish(dollars, null),
});
const ModelSchema = v.object({
  alias: v.string(),
  tariffs: v.nullish(
    v.array(
      v.object({
        input_price_per_token: v.string(),
        output_price_per_token: v.string(),
        api_key_purpose: v.nullish(v.string(), null),
      }),
    ),
    [],
  ),
  traffic_routing_rules: v.nullish(
    v.array(
      v.object({
        api_key_purpose: v.string(),
        action: v.variant('type', [
          v.object({ type: v.literal('deny') }),
          v.object({ type: v.literal('redirect'), target: v.string() }),
        ]),
      }),
    ),
    [],
  ),
  requests_per_second: rate,
  burst_size: rate,
  capacity: rate,
  is_composite: v.nullish(v.boolean(), false),
});
const KeySchema = v.object({
  id: v.string(),
  user_id: v.string(),
  purpose: v.nullish(v.picklist(['realtime', 'batch', 'playground', 'platform']), 'realtime'),
  spend_limit: v.nullish(dollars, null),
  spend_limit_interval: v.nullish(v.picklist(['daily', 'weekly', 'monthly']), null),
  spend: v.nullish(spent, null),
  requests_per_second: rate,
  burst_size: rate,
});
const RequestSchema = v.object({
  key: v.string(),
  model: v.string(),
  at: v.nullish(v.pipe(v.string(), v.isoTimestamp('it is no time such as 2026-10-01T09:00:00Z')), null),
  duration_ms: v.nullish(v.number(), 0),
  cost: v.nullish(spent, 0),
  status: v.optional(v.number()),
  type: v.optional(v.string()),
  code: v.optional(v.string()),
});
const CasesSchema = v.object({
  gateway: v.literal('doubleword'),
  version: v.string(),
  models: v.array(ModelSchema),
  users: v.nullish(v.array(OwnerSchema), []),
  organizations: v.nullish(v.array(OwnerSchema), []),
  groups: v.array(
    v.object({ id: v.string(), name: v.nullish(v.string(), null), members: names, models: names }),
  ),
  keys: v.array(KeySchema),
  requests: v.array(RequestSchema),
});

/**
 * Requests to explain by Doubleword's rules, in the terms of its admin API (dwctl 10.13.1):
 *
 * - `version`: the release, such as `10.13.1`
 * - `models`: `alias`; `tariffs` (none: free), `traffic_routing_rules`, `requests_per_second`, `burst_size`, `capacity`,
 *   `is_composite`
 * - `users`, `organizations`: `id`, `name`, `credit_balance` before the first request (left out: enough)
 * - `groups`: `id` (of Everyone the nil UUID), `name`, `members` (ids of both), `models` (aliases)
 * - `keys`: `id`, `user_id` (the owner), `purpose`, `spend_limit`, `spend_limit_interval`, `spend` in the interval under way,
 *   `requests_per_second`, `burst_size`
 * - `requests`, in the order of time: `key`, `model`, `at` (of all or of none: one second apart), `duration_ms`, `cost` in
 *   dollars if it is let through; and what the control layer answered, where it is known: `status`, `type`, `code`
 */
export type DoublewordCases = v.InferOutput<typeof CasesSchema>;

/** Reads what JSON told. Throws a ProblemError that names the place. */
export function readDoublewordCases(document: JsonObject, where: string): DoublewordCases {
  const parsed = v.safeParse(CasesSchema, document);
  const fault = parsed.success ? danglingOf(parsed.output) : faultOf(parsed.issues);
  if (parsed.success && fault === null) return parsed.output;
  throw notCases(
    where,
    fault ?? 'it is not of that shape',
    'Give a JSON file with "gateway": "doubleword", "version", "models", "users", "groups", "keys" and "requests"; "users" may be left out for "organizations".',
  );
}

/** The first name of something that is not there, or time that goes back; null for none. */
function danglingOf({
  models,
  users,
  organizations,
  groups,
  keys,
  requests,
}: DoublewordCases): string | null {
  const aliases = new Set(models.map(({ alias }) => alias));
  const owners = new Set([...(users ?? []), ...(organizations ?? [])].map(({ id }) => id));
  for (const [at, { traffic_routing_rules: rules }] of models.entries())
    for (const { action } of rules ?? [])
      if (action.type === 'redirect' && !aliases.has(action.target))
        return `models.${at}.traffic_routing_rules: there is no model ${JSON.stringify(action.target)}`;
  for (const [at, group] of groups.entries()) {
    const model = (group.models ?? []).find((alias) => !aliases.has(alias));
    if (model !== undefined) return `groups.${at}.models: there is no model ${JSON.stringify(model)}`;
    const member = (group.members ?? []).find((id) => !owners.has(id));
    if (member !== undefined)
      return `groups.${at}.members: there is no user or organization ${JSON.stringify(member)}`;
  }
  for (const [at, { user_id: owner }] of keys.entries())
    if (!owners.has(owner))
      return `keys.${at}.user_id: there is no user or organization ${JSON.stringify(owner)}`;
  const times = requests.map(({ at }) => (at === null || at === undefined ? null : Date.parse(at)));
  const odd = times.findIndex((ms) => (ms === null) !== (times[0] === null));
  if (odd >= 0) return `requests.${odd}.at: either all requests have a time, or none`;
  const back = times.findIndex((ms, at) => ms !== null && ms < (times[at - 1] ?? ms));
  return back < 0 ? null : `requests.${back}.at: it is before that of the request before`;
}

import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { periodOfInterval } from '../../../shared/fleet/spend-interval.ts';
import { plainDecimal } from '../../../shared/plan/decimal.ts';
import { REDACTED } from '../http/redact.ts';
import { only, requireText, textOr, without } from './fields.ts';
import { readRate } from './rate.ts';

const OBSERVED = [
  'id',
  'name',
  'user_id',
  'created_by',
  'created_at',
  'last_used',
  'model_access',
  'secret_revealed_at',
  'spend',
  'total_spend',
  'resets_at',
];

/** The id of something that the gateway knows only below its owner. */
export function idBelow(owner: string, id: string): string {
  return `${owner}/${id}`;
}

/**
 * An API key. Names are unique for one owner only, so it is named `owner/name`; `owner` is the user id
 * where the name is not known. Its routes lie below its owner, so its id is `owner/id`. A secret, which only the answer to
 * its making carries, is hidden.
 *
 * - `budget`: its spend limit. Absent where the release has none (dwctl 8.94.2 takes one and ignores it).
 * - `requestsPerMinute`: 60 times `requests_per_second`.
 */
export function readApiKey(row: JsonObject, ownerName: (userId: string) => string | undefined): Resource {
  const userId = textOr(row['user_id'], '');
  const rate = readRate(row);
  const budget = budgetOf(row);
  const read = [...rate.read, ...(budget === undefined ? [] : ['spend_limit', 'spend_limit_interval'])];
  return {
    kind: 'key',
    id: idBelow(userId, requireText(row, 'id')),
    name: `${ownerName(userId) ?? userId}/${requireText(row, 'name')}`,
    owner: 'database',
    fields: {
      user: userId,
      ...(budget === undefined ? {} : { budget }),
      ...rate.fields,
    },
    settings: without(row, ['key', ...OBSERVED, ...read]),
    observed: { ...only(row, [...OBSERVED, ...read]), ...('key' in row ? { key: REDACTED } : {}) },
  };
}

/** Undefined: there is no such thing here, or it is spelled in a way that is not known; it then stays as it came. */
function budgetOf(row: JsonObject): JsonValue | undefined {
  const { spend_limit: amount, spend_limit_interval: interval = null } = row;
  if (amount === null) return null;
  const limit = typeof amount === 'string' || typeof amount === 'number' ? plainDecimal(amount) : null;
  const period = typeof interval === 'string' ? periodOfInterval(interval) : null;
  return limit === null || period === undefined ? undefined : { limit, period };
}

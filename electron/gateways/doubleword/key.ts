import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { REDACTED } from '../http/redact.ts';
import { only, requireText, textOr, without } from './fields.ts';

const OBSERVED = [
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

/**
 * An API key. Names are unique for one owner only, so it is named `owner/name`; `owner` is the user id
 * where the name is not known. A secret, which only the answer to its making carries, is hidden.
 */
export function readApiKey(row: JsonObject, ownerName: (userId: string) => string | undefined): Resource {
  const userId = textOr(row['user_id'], '');
  return {
    kind: 'key',
    id: requireText(row, 'id'),
    name: `${ownerName(userId) ?? userId}/${requireText(row, 'name')}`,
    owner: 'database',
    fields: {},
    settings: without(row, ['id', 'key', ...OBSERVED]),
    observed: { ...only(row, OBSERVED), ...('key' in row ? { key: REDACTED } : {}) },
  };
}

import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { only, requireText, sorted, textList, textOr, without } from './fields.ts';

const OBSERVED = [
  'created_at',
  'updated_at',
  'last_login',
  'credit_balance',
  'groups',
  'organizations',
  'member_count',
  'active_organization_id',
  'has_payment_provider_id',
  'has_auto_topup_payment_method',
];

/** dwctl 10.13.1 adds this role to everybody, whatever is sent. */
const ALWAYS_ADDED = 'StandardUser';

/** Roles as they came are kept beside those that are compared. */
const SEEN = [...OBSERVED, 'roles'];

/** A person or service as a neutral user, named by `username`, which is unique on a node. */
export function readUser(row: JsonObject): Resource {
  return {
    kind: 'user',
    id: requireText(row, 'id'),
    name: requireText(row, 'username'),
    owner: 'database',
    fields: {},
    settings: settingsOf(row),
    observed: only(row, SEEN),
  };
}

/**
 * An organisation: a user of its own kind that owns keys and pays for them. Its `username` is made up by
 * the server, so it is named by `display_name`.
 */
export function readOrganization(row: JsonObject): Resource {
  const username = requireText(row, 'username');
  return {
    kind: 'organization',
    id: requireText(row, 'id'),
    name: textOr(row['display_name'], username),
    owner: 'database',
    fields: {},
    settings: without(settingsOf(row), ['display_name', 'username']),
    observed: { username, ...only(row, SEEN) },
  };
}

function settingsOf(row: JsonObject): JsonObject {
  const roles = textList(row['roles']);
  const kept = without(row, ['id', 'username', ...OBSERVED]);
  if (roles === null) return kept;
  return { ...kept, roles: sorted(roles.filter((role) => role !== ALWAYS_ADDED)) };
}

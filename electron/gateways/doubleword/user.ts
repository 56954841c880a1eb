import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { only, requireText, sorted, textList, textOr, without } from './fields.ts';

/** What users are asked for: credit, which is left out where the key may not see it (dwctl 10.13.1). */
export const USER_INCLUDES = 'billing';

const OBSERVED = [
  'created_at',
  'updated_at',
  'last_login',
  'credit_balance',
  'groups',
  'organizations',
  'member_count',
  'active_organization_id',
  'pending_email_change',
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
    fields: rolesOf(row),
    settings: settingsOf(row),
    observed: only(row, SEEN),
  };
}

/**
 * An organisation: a user of its own kind that owns keys and pays for them. Its `username` is made up by
 * the server, so it is named by `display_name`. Its members stand in one of three lists by their role; those who were
 * invited and have not come yet are observed.
 * @param members null where they are not known.
 */
export function readOrganization(row: JsonObject, members: readonly JsonObject[] | null = null): Resource {
  const username = requireText(row, 'username');
  return {
    kind: 'organization',
    id: requireText(row, 'id'),
    name: textOr(row['display_name'], username),
    owner: 'database',
    fields: members === null ? {} : memberLists(members),
    settings: { ...without(settingsOf(row), ['display_name', 'username']), ...rolesOf(row) },
    observed: {
      username,
      ...only(row, [...SEEN, 'display_name']),
      ...(members === null ? {} : invitationsIn(members)),
    },
  };
}

function memberLists(members: readonly JsonObject[]): JsonObject {
  const active = members.flatMap((member) => {
    const { user } = member;
    const id = isJsonObject(user) ? textOr(user['id'], '') : '';
    return id === '' || member['status'] !== 'active' ? [] : [{ id, member }];
  });
  const idsOf = (is: (member: JsonObject) => boolean): readonly string[] =>
    sorted(active.filter(({ member }) => is(member)).map(({ id }) => id));
  const isPlain = ({ role }: JsonObject): boolean => role !== 'owner' && role !== 'admin';
  return {
    owners: idsOf(({ role }) => role === 'owner'),
    admins: idsOf(({ role }) => role === 'admin'),
    members: idsOf(isPlain),
    keyManagers: idsOf((member) => isPlain(member) && member['can_manage_keys'] === true),
  };
}

/** Rows of those who are no members yet, as they came, and roles that have no list of their own. */
function invitationsIn(members: readonly JsonObject[]): JsonObject {
  const others = members.filter(({ status }) => status !== 'active');
  const known = new Set(['owner', 'admin', 'member']);
  const unknown = members.filter(({ status, role }) => status === 'active' && !known.has(textOr(role, '')));
  return {
    ...(others.length > 0 ? { invitations: others } : {}),
    ...(unknown.length > 0 ? { otherRoles: unknown } : {}),
  };
}

/** The roles that somebody gave; absent where they are not told. */
function rolesOf(row: JsonObject): JsonObject {
  const roles = textList(row['roles']);
  return roles === null ? {} : { roles: sorted(roles.filter((role) => role !== ALWAYS_ADDED)) };
}

function settingsOf(row: JsonObject): JsonObject {
  const roles = textList(row['roles']);
  return without(row, ['id', 'username', ...OBSERVED, ...(roles === null ? [] : ['roles'])]);
}

import type { JsonObject } from '../../../shared/json.ts';
import { ALREADY_EXISTS, RESOURCE_NOT_FOUND, empty, json, notFound, refuse, text } from './answer.ts';
import { userBody } from './bodies.ts';
import { optionalText, readObject, requiredText, wrongShape } from './body.ts';
import { userPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordUser } from './state.ts';

/** Writing users, as recorded from dwctl 10.13.1. */
export const userWrites: readonly Route[] = [
  { method: 'POST', pattern: '/users', answer: create },
  { method: 'PATCH', pattern: '/users/:user', answer: update },
  { method: 'DELETE', pattern: '/users/:user', answer: remove },
];

const ROLES = [
  'PlatformManager',
  'RequestViewer',
  'StandardUser',
  'BillingManager',
  'BatchAPIUser',
  'BackgroundInferenceUser',
  'ConnectionsUser',
];

function create(call: Call) {
  const object = readObject(call.body);
  const username = requiredText(object, 'username', call.body);
  const email = requiredText(object, 'email', call.body);
  if (object['roles'] === undefined) wrongShape('missing field `roles`', call.body);
  const roles = rolesIn(call, object) ?? [];
  const { state } = call.store;
  if (state.users.some((user) => user.username === username))
    return json(409, { message: 'This username is already taken', resource: 'user' });
  if (state.users.some((user) => user.email === email))
    return json(409, { message: 'An account with this email address already exists', resource: 'user' });
  const now = call.store.tick();
  const user: DoublewordUser = {
    id: call.store.nextId(),
    username,
    email,
    display_name: optionalText(object, 'display_name', call.body),
    avatar_url: optionalText(object, 'avatar_url', call.body),
    is_admin: false,
    roles,
    created_at: now,
    updated_at: now,
    last_login: null,
    auth_source: 'proxy-header',
    external_user_id: null,
    has_payment_provider_id: false,
    batch_notifications_enabled: false,
    low_balance_threshold: null,
    auto_topup_amount: null,
    auto_topup_threshold: null,
    has_auto_topup_payment_method: false,
    auto_topup_monthly_limit: null,
    user_type: 'individual',
    verified: false,
    zero_data_retention: false,
    invoicing_enabled: false,
  };
  state.users.push(user);
  return json(201, userBody(call.store, user, new Set()));
}

/** A name and an address are dropped, `null` clears no name but every threshold, and roles are replaced (dwctl 10.13.1). */
function update(call: Call) {
  const object = readObject(call.body);
  const roles = rolesIn(call, object);
  const user = call.store.state.users.find(({ id }) => id === userPart(call));
  if (user === undefined) return RESOURCE_NOT_FOUND;
  user.display_name = optionalText(object, 'display_name', call.body) ?? user.display_name;
  user.avatar_url = optionalText(object, 'avatar_url', call.body) ?? user.avatar_url;
  user.roles = roles ?? user.roles;
  for (const name of ['batch_notifications_enabled', 'zero_data_retention'] as const)
    if (typeof object[name] === 'boolean') user[name] = object[name];
  for (const name of CLEARED) {
    const value = object[name];
    if (value === null || typeof value === 'number') user[name] = value;
  }
  user.updated_at = call.store.tick();
  return json(200, userBody(call.store, user, new Set()));
}

const CLEARED = [
  'low_balance_threshold',
  'auto_topup_amount',
  'auto_topup_threshold',
  'auto_topup_monthly_limit',
] as const;

/** Even the system user can be deleted; groups go on naming who is gone, as the ledger does (dwctl 10.13.1). */
function remove(call: Call) {
  const id = userPart(call);
  const { state } = call.store;
  if (id === state.adminUserId) return text(400, 'You cannot delete your own account');
  const index = state.users.findIndex((user) => user.id === id);
  if (index < 0) return notFound('User', id);
  state.users.splice(index, 1);
  state.apiKeys = state.apiKeys.filter((key) => key.user_id !== id);
  return empty(204);
}

/** Null where none are named. StandardUser is put back (dwctl 10.13.1). */
function rolesIn(call: Call, object: JsonObject): readonly string[] | null {
  const { roles } = object;
  if (roles === undefined || roles === null) return null;
  if (!Array.isArray(roles)) return wrongShape('roles: invalid type, expected a sequence', call.body);
  for (const [index, role] of roles.entries())
    if (typeof role !== 'string' || !ROLES.includes(role)) {
      const known = ROLES.map((name) => `\`${name}\``).join(', ');
      wrongShape(
        `roles[${index}]: unknown variant \`${String(role)}\`, expected one of ${known}`,
        call.body,
        String(role),
      );
    }
  const names = roles as readonly string[];
  if (new Set(names).size !== names.length) refuse(ALREADY_EXISTS);
  return names.includes('StandardUser') ? names : [...names, 'StandardUser'];
}

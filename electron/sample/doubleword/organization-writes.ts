import { ALREADY_EXISTS, RESOURCE_NOT_FOUND, empty, json, notFound, refuse, text } from './answer.ts';
import { userBody } from './bodies.ts';
import { optionalText, readObject, requiredText } from './body.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordMember, DoublewordUser } from './state.ts';

/** Writing organizations and who is in them (dwctl 10.13.1: organizations-create; the rest from its source). */
export const organizationWrites: readonly Route[] = [
  { method: 'POST', pattern: '/organizations', answer: create },
  { method: 'PATCH', pattern: '/organizations/:organization', answer: update },
  { method: 'DELETE', pattern: '/organizations/:organization', answer: remove },
  { method: 'POST', pattern: '/organizations/:organization/members', answer: addMember },
  { method: 'PATCH', pattern: '/organizations/:organization/members/:member', answer: changeMember },
  { method: 'DELETE', pattern: '/organizations/:organization/members/:member', answer: removeMember },
];

const NOTHING: ReadonlySet<string> = new Set();

/** Its user name is made up from the domain of its address; whoever is named, or makes it, owns it. */
function create(call: Call) {
  const object = readObject(call.body);
  const name = requiredText(object, 'name', call.body);
  const email = requiredText(object, 'email', call.body).trim().toLowerCase();
  if (email === '') return text(400, 'Email address cannot be empty');
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) return text(400, 'Invalid email address');
  const { state } = call.store;
  const owner = optionalText(object, 'owner_id', call.body) ?? call.caller.id;
  if (state.organizations.some((one) => one.email === email)) return ALREADY_EXISTS;
  const now = call.store.tick();
  const id = call.store.nextId();
  const organization: DoublewordUser = {
    id,
    username: `${email.split('@')[1] ?? ''}~${id.slice(0, 8)}`,
    email,
    display_name: optionalText(object, 'display_name', call.body) ?? name,
    avatar_url: null,
    is_admin: false,
    roles: ['StandardUser', 'BackgroundInferenceUser'],
    created_at: now,
    updated_at: now,
    last_login: null,
    auth_source: 'organization',
    external_user_id: null,
    has_payment_provider_id: false,
    batch_notifications_enabled: false,
    low_balance_threshold: null,
    auto_topup_amount: null,
    auto_topup_threshold: null,
    has_auto_topup_payment_method: false,
    auto_topup_monthly_limit: null,
    user_type: 'organization',
    verified: false,
    zero_data_retention: false,
    invoicing_enabled: false,
  };
  state.organizations.push(organization);
  state.members.push(memberOf(call, id, owner, 'owner', false));
  return json(201, { ...userBody(call.store, organization, NOTHING), member_count: 1 });
}

function update(call: Call) {
  const object = readObject(call.body);
  const found = existing(call);
  for (const name of ['batch_notifications_enabled', 'zero_data_retention'] as const)
    if (typeof object[name] === 'boolean') found[name] = object[name];
  const threshold = object['low_balance_threshold'];
  if (threshold === null || typeof threshold === 'number') found.low_balance_threshold = threshold;
  found.updated_at = call.store.tick();
  return json(200, userBody(call.store, found, NOTHING));
}

/** Its members, its keys and its places in groups stay, the keys in force (seen with dwctl 10.13.1). */
function remove(call: Call) {
  const found = existing(call);
  const { state } = call.store;
  state.organizations = state.organizations.filter((one) => one !== found);
  return empty(204);
}

function addMember(call: Call) {
  const object = readObject(call.body);
  const { id } = existing(call);
  const user = requiredText(object, 'user_id', call.body);
  if (!call.store.state.users.some((one) => one.id === user)) return notFound('User', user);
  if (membership(call, id, user) !== undefined) return ALREADY_EXISTS;
  const role = roleIn(optionalText(object, 'role', call.body) ?? 'member');
  const member = memberOf(call, id, user, role, object['can_manage_keys'] === true);
  call.store.state.members.push(member);
  return json(201, { id: member.id, role, status: member.status, created_at: member.created_at });
}

function changeMember(call: Call) {
  const object = readObject(call.body);
  const member = membership(call, existing(call).id, uuidPart(call, 'member'));
  if (member === undefined) return RESOURCE_NOT_FOUND;
  member.role = roleIn(requiredText(object, 'role', call.body));
  if (typeof object['can_manage_keys'] === 'boolean') member.can_manage_keys = object['can_manage_keys'];
  return json(200, { id: member.id, role: member.role, status: member.status });
}

function removeMember(call: Call) {
  const member = membership(call, existing(call).id, uuidPart(call, 'member'));
  if (member === undefined) return RESOURCE_NOT_FOUND;
  call.store.state.members = call.store.state.members.filter((one) => one !== member);
  return empty(204);
}

function existing(call: Call): DoublewordUser {
  const id = uuidPart(call, 'organization');
  return call.store.state.organizations.find((one) => one.id === id) ?? refuse(notFound('Organization', id));
}

function membership(call: Call, id: string, user: string): DoublewordMember | undefined {
  return call.store.state.members.find((one) => one.organization === id && one.user === user);
}

function memberOf(
  call: Call,
  organization: string,
  user: string,
  role: DoublewordMember['role'],
  manages: boolean,
): DoublewordMember {
  return {
    id: call.store.nextId(),
    organization,
    user,
    role,
    status: 'active',
    created_at: call.store.tick(),
    can_manage_keys: manages,
  };
}

function roleIn(role: string): DoublewordMember['role'] {
  if (role === 'owner' || role === 'admin' || role === 'member') return role;
  return refuse(text(400, `Invalid role '${role}'. Must be one of: owner, admin, member`));
}

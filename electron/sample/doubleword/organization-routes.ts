import { json, notFound } from './answer.ts';
import { userBody } from './bodies.ts';
import { matches, page, paging, single } from './query.ts';
import { seesAll } from './roles.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordMember, DoublewordUser } from './state.ts';
import { newestFirst } from './store.ts';

/** Organizations and who is in them (dwctl 10.13.1), for reading. */
export const organizationRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/organizations', answer: list },
  { method: 'GET', pattern: '/organizations/:organization', answer: one },
  { method: 'GET', pattern: '/organizations/:organization/members', answer: members },
];

const NOTHING: ReadonlySet<string> = new Set();

/** Whoever may not see all gets their own, unpaged, with status 200. */
function list(call: Call) {
  const { store, query, caller } = call;
  const search = single(query, 'search');
  const found = newestFirst(
    store.state.organizations.filter((one) => matches(search, one.username, one.email, one.display_name)),
  );
  const body = (one: DoublewordUser): object => userBody(store, one, NOTHING);
  if (seesAll(caller)) return json(200, page(found, paging(query), body));
  const own = store.state.organizations.filter(({ id }) => roleIn(call, id) !== undefined);
  return json(200, { data: own.map(body), total_count: own.length, skip: 0, limit: own.length });
}

function one(call: Call) {
  const id = uuidPart(call, 'organization');
  const found = visible(call, id);
  if (found === undefined) return notFound('Organization', id);
  return json(200, {
    ...userBody(call.store, found, new Set(['billing'])),
    member_count: call.store.state.members.filter(({ organization }) => organization === id).length,
    auto_join_enabled: false,
  });
}

/** An organization that is not there has an empty list. */
function members(call: Call) {
  const id = uuidPart(call, 'organization');
  if (!seesAll(call.caller) && roleIn(call, id) === undefined) return notFound('Organization', id);
  const found = call.store.state.members.filter(({ organization }) => organization === id);
  return json(
    200,
    found.flatMap((member) => memberBody(call, member)),
  );
}

function memberBody(call: Call, member: DoublewordMember): readonly object[] {
  const user = call.store.state.users.find(({ id }) => id === member.user);
  if (member.user !== null && user === undefined) return [];
  return [
    {
      id: member.id,
      ...(user === undefined ? {} : { user: userBody(call.store, user, NOTHING) }),
      role: member.role,
      status: member.status,
      created_at: member.created_at,
      can_manage_keys: member.role !== 'member' || member.can_manage_keys,
      ...(member.invite_email === undefined ? {} : { invite_email: member.invite_email }),
    },
  ];
}

function visible(call: Call, id: string): DoublewordUser | undefined {
  if (!seesAll(call.caller) && roleIn(call, id) === undefined) return undefined;
  return call.store.state.organizations.find((candidate) => candidate.id === id);
}

function roleIn({ store, caller }: Call, organizationId: string): string | undefined {
  return store.state.members.find(
    ({ organization, user, status }) =>
      organization === organizationId && user === caller.id && status === 'active',
  )?.role;
}

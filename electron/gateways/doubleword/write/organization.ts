import type { JsonObject } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { segment } from '../../http/route.ts';
import { readCaller } from '../caller.ts';
import { rowsOf } from '../pages.ts';
import { textList, textOr } from '../fields.ts';
import type { Session } from '../session.ts';
import { readOrganization } from '../user.ts';
import {
  fieldsOf,
  idIn,
  make,
  patch,
  protectedFrom,
  settingsOf,
  textsIn,
  unlessGone,
  withoutNulls,
} from './body.ts';
import { rowsIn } from './names.ts';
import { readOne } from './read-one.ts';
import type { Writer } from './writer.ts';

/** Lists of members, by the role that stands for each (dwctl 10.13.1). */
const ROLE_LISTS = { owners: 'owner', admins: 'admin', members: 'member' } as const;

/** What a person is in an organisation. */
interface Membership {
  readonly role: string;
  readonly managesKeys: boolean;
}

/**
 * Organisations (dwctl 10.13.1): users of their own kind, that own keys and pay. Members are edges with a role, added,
 * changed and taken away one by one. One that is deleted leaves its keys in force, which go on calling models and acting as
 * whoever made them: they are deleted before it.
 */
export const organizationWriter: Writer = {
  async create(session, operation, watch) {
    const { email = null, ...rest } = withoutNulls(settingsOf(operation));
    const [owner] = textsIn(operation, 'owners', fieldsOf(operation)['owners'] ?? []);
    const made = idIn(
      await make(session, operation, '/organizations', {
        name: operation.name,
        email,
        ...(owner === undefined ? {} : { owner_id: owner }),
      }),
    );
    watch.made(made);
    const more = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== false));
    await patch(session, `/organizations/${segment(made)}`, more);
    // Whoever makes it is its owner unless another one is named.
    const held = await membersOf(session, made);
    await writeMembers(session, made, rolesFrom(fieldsOf(operation)), held);
    return made;
  },
  async update(session, operation, id) {
    await patch(session, `/organizations/${segment(id)}`, settingsOf(operation));
    const wanted = fieldsOf(operation);
    const lists = [...Object.keys(ROLE_LISTS), 'keyManagers'];
    if (lists.some((name) => wanted[name] !== undefined))
      await writeMembers(session, id, rolesFrom({ ...operation.before?.fields, ...wanted }), {
        planned: rolesFrom(operation.before?.fields ?? {}),
        now: (await membersOf(session, id)).now,
      });
    return id;
  },
  async remove(session, operation, id) {
    const path = `/users/${segment(id)}/api-keys`;
    const keys = await keysToDelete(session, operation, path);
    for (const { id: key } of keys)
      await unlessGone(session.send('DELETE', `${path}/${segment(textOr(key, ''))}`));
    await unlessGone(session.send('DELETE', `/organizations/${segment(id)}`));
  },
  async read(session, id) {
    const row = await readOne(session, `/organizations/${segment(id)}`);
    if (row === null) return null;
    const { rows } = rowsOf((await session.get(`/organizations/${segment(id)}/members`)).body);
    return readOrganization(row, rows);
  },
};

/**
 * The keys of an organisation that goes, all of them. Rejects with `protected` where some may be missing, and where one may be
 * the key that all this is asked with: a platform key acts as whoever made it, and nothing tells which one it is (dwctl
 * 10.13.1). With that one deleted nothing more could be asked, not even what came of it.
 */
async function keysToDelete(
  session: Session,
  operation: Operation,
  path: string,
): Promise<readonly JsonObject[]> {
  const lacking: string[] = [];
  const keys = await rowsIn(session, path, {}, (why) => lacking.push(why));
  if (lacking.length > 0)
    throw protectedFrom(
      operation,
      `The keys of ${operation.name}, which are to be deleted before it, changed while they were read, so that some may be missing.`,
      'Push again when nobody makes or deletes keys of it.',
    );
  const platform = keys.filter(({ purpose }) => purpose === 'platform');
  if (platform.length === 0) return keys;
  const caller = readCaller(await session.get('/users/current'));
  const own = platform.find(({ created_by: maker }) => maker === caller.id);
  if (own === undefined) return keys;
  throw protectedFrom(
    operation,
    `The key "${textOr(own['name'], '')}" of ${operation.name} is to be deleted before it, and may be the one that Gatehouse asks with: ${caller.name}, for whom it asks, made it.`,
    `Give the node a key that belongs to ${caller.name}, not to ${operation.name}, and delete "${textOr(own['name'], '')}" in the gateway’s own console; then push again.`,
  );
}

/** Who is what: as the plan found it, and now. Only who was planned to go is taken away. */
interface Members {
  readonly planned: ReadonlyMap<string, Membership>;
  readonly now: ReadonlyMap<string, Membership>;
}

async function membersOf(session: Session, id: string): Promise<Members> {
  const { rows } = rowsOf((await session.get(`/organizations/${segment(id)}/members`)).body);
  const now = rolesFrom(readOrganization({ id, username: '' }, rows).fields);
  return { planned: now, now };
}

/** Adds and changes before it takes away: an organisation is never without an owner between two calls. */
async function writeMembers(
  session: Session,
  id: string,
  wanted: ReadonlyMap<string, Membership>,
  { planned, now }: Members,
): Promise<void> {
  const path = `/organizations/${segment(id)}/members`;
  for (const [user, { role, managesKeys }] of wanted) {
    const held = now.get(user);
    const body = { role, can_manage_keys: managesKeys };
    if (held === undefined) await session.send('POST', path, { user_id: user, ...body });
    else if (held.role !== role || held.managesKeys !== managesKeys)
      await session.send('PATCH', `${path}/${segment(user)}`, body);
  }
  for (const user of planned.keys())
    if (!wanted.has(user) && now.has(user))
      await unlessGone(session.send('DELETE', `${path}/${segment(user)}`));
}

function rolesFrom(fields: JsonObject): ReadonlyMap<string, Membership> {
  const keyManagers = textList(fields['keyManagers']) ?? [];
  return new Map(
    Object.entries(ROLE_LISTS).flatMap(([list, role]) =>
      (textList(fields[list]) ?? []).map(
        (user) => [user, { role, managesKeys: role === 'member' && keyManagers.includes(user) }] as const,
      ),
    ),
  );
}

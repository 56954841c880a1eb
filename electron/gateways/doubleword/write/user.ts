import type { JsonObject } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { SYSTEM_USER } from '../../../../shared/fleet/nil-identity.ts';
import { segment } from '../../http/route.ts';
import { readUser, USER_INCLUDES } from '../user.ts';
import {
  fieldsOf,
  idIn,
  make,
  notSupported,
  patch,
  protectedFrom,
  settingsOf,
  textsIn,
  unlessGone,
  withoutNulls,
} from './body.ts';
import { readOne } from './read-one.ts';
import type { Writer } from './writer.ts';

/**
 * Users (dwctl 8.94.2, 10.13.1). Roles are replaced as a set, to which the gateway adds StandardUser by itself. A user
 * that is made here signs in by the header of a proxy: it has no password.
 */
export const userWriter: Writer = {
  async create(session, operation, watch) {
    if (operation.name.trim() === '') throw notSupported(operation, 'A user needs a name.');
    const settings = withoutNulls(settingsOf(operation));
    const { email, display_name, avatar_url, ...rest } = settings;
    const made = idIn(
      await make(session, operation, '/users', {
        username: operation.name,
        ...withoutAbsent({ email, display_name, avatar_url }),
        roles: roles(operation) ?? [],
      }),
    );
    watch.made(made);
    // What a new user cannot be given with its making; the answers of a fresh one are all off.
    const more = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== false));
    await patch(session, `/users/${segment(made)}`, more);
    return made;
  },
  async update(session, operation, id) {
    const own = roles(operation);
    await patch(session, `/users/${segment(id)}`, {
      ...settingsOf(operation),
      ...(own === undefined ? {} : { roles: own }),
    });
    return id;
  },
  async remove(session, operation, id) {
    if (id === SYSTEM_USER)
      throw protectedFrom(
        operation,
        'Doubleword works through its system user, and would let it be deleted.',
        'Leave that user as it is.',
      );
    await unlessGone(session.send('DELETE', `/users/${segment(id)}`));
  },
  async read(session, id) {
    const row = await readOne(session, `/users/${segment(id)}`, { include: USER_INCLUDES });
    return row === null ? null : readUser(row);
  },
};

function roles(operation: Operation): readonly string[] | undefined {
  const { roles: wanted } = fieldsOf(operation);
  return wanted === undefined ? undefined : textsIn(operation, 'roles', wanted ?? []);
}

function withoutAbsent(values: Readonly<Record<string, JsonObject[string] | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { ownName } from '../../../../shared/plan/doubleword/key-form.ts';
import { intervalOfPeriod } from '../../../../shared/fleet/spend-interval.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { segment } from '../../http/route.ts';
import { textOr } from '../fields.ts';
import { idBelow, readApiKey } from '../key.ts';
import type { Session } from '../session.ts';
import {
  fieldsOf,
  idIn,
  make,
  notSupported,
  patch,
  rateBody,
  settingsOf,
  unlessGone,
  withoutNulls,
} from './body.ts';
import { readOne } from './read-one.ts';
import type { Writer } from './writer.ts';

/**
 * Keys (dwctl 8.94.2, 10.13.1), known below their owner. Their secret is made there and comes with the answer to the
 * making alone; afterwards only the owner may reveal it, once (10.13.1). 8.94.2 has no PATCH of keys, and takes a spend
 * limit without keeping it: a key that was made without its limit does not stay.
 */
export const keyWriter: Writer = {
  async create(session, operation, watch) {
    const { user } = fieldsOf(operation);
    if (typeof user !== 'string') throw notSupported(operation, 'A new key needs its owner: user: …');
    const name = ownName(operation.name, await ownerName(session, user));
    if (name === '')
      throw notSupported(operation, 'A new key needs its owner, and a name below it: owner/name.');
    const body = withoutNulls(bodyOf(operation));
    const made = await make(session, operation, `/users/${segment(user)}/api-keys`, { ...body, name });
    const id = idBelow(user, idIn(made));
    watch.made(id);
    if ('spend_limit' in body && !('spend_limit' in made)) {
      await unlessGone(session.send('DELETE', pathOf(operation, id)));
      throw notSupported(
        operation,
        'This release takes a spend limit and keeps none: the key was deleted again, so that none works without its limit.',
      );
    }
    if (typeof made['key'] === 'string') watch.secret?.(made['key']);
    return id;
  },
  async update(session, operation, id) {
    await patch(session, pathOf(operation, id), bodyOf(operation));
    return id;
  },
  async remove(session, operation, id) {
    await unlessGone(session.send('DELETE', pathOf(operation, id)));
  },
  async read(session, id) {
    const [owner, own] = partsOf(id);
    if (own === '') return null;
    const row = await readOne(session, `/users/${segment(owner)}/api-keys/${segment(own)}`);
    if (row === null) return null;
    const name = await ownerName(session, owner);
    return readApiKey(row, () => name);
  },
};

function bodyOf(operation: Operation): JsonObject {
  const { budget } = fieldsOf(operation);
  const limit: JsonObject =
    budget === undefined
      ? {}
      : isJsonObject(budget)
        ? {
            spend_limit: budget['limit'] ?? null,
            spend_limit_interval: intervalOfPeriod(textOr(budget['period'], '')) ?? null,
          }
        : { spend_limit: null, spend_limit_interval: null };
  return { ...settingsOf(operation), ...rateBody(operation), ...limit };
}

function pathOf(operation: Operation, id: string): string {
  const [owner, own] = partsOf(id);
  if (own === '') throw notSupported(operation, 'The plan does not say whose key it is.');
  return `/users/${segment(owner)}/api-keys/${segment(own)}`;
}

function partsOf(id: string): readonly [owner: string, own: string] {
  const at = id.indexOf('/');
  return at < 0 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)];
}

/** Organisations own keys as users do, and `/users` knows nothing of them. */
async function ownerName(session: Session, id: string): Promise<string | undefined> {
  const user = await readOne(session, `/users/${segment(id)}`);
  if (user !== null && user['user_type'] !== 'organization') return textOr(user['username'], id);
  const organization = await readOne(session, `/organizations/${segment(id)}`);
  return organization === null ? undefined : textOr(organization['display_name'], id);
}

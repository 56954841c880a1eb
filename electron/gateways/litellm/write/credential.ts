import type { Operation } from '../../../../shared/plan/plan.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { segment } from '../../http/route.ts';
import { readCredential } from '../credential.ts';
import { bodyOf } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Session } from '../session.ts';
import { untilShown } from './until-shown.ts';
import type { Writer } from './writer.ts';

/** The names of the values follow from the values, which never come back in clear. */
const body = (operation: Operation) => bodyOf(operation, { values: () => ({}) });

/** Provider credentials (1.81.13, 1.106.2); the name is the id. */
export const credentialWriter: Writer = {
  async create(session, operation, watch) {
    await session.write('POST', '/credentials', {
      credential_info: {},
      credential_values: {},
      ...body(operation),
      credential_name: operation.name,
    });
    watch.made(operation.name);
    return operation.name;
  },
  async update(session, operation, id) {
    await session.write('PATCH', `/credentials/${segment(id)}`, {
      credential_info: {},
      credential_values: {},
      ...body(operation),
      credential_name: id,
    });
    await untilShown(operation, session.signal, () => readAgain(session, id));
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('DELETE', `/credentials/${segment(id)}`);
  },
  read: readAgain,
};

async function readAgain(session: Session, id: string): Promise<Resource | null> {
  const path = `/credentials/by_name/${segment(id)}`;
  return readRow((await askOne(session, 'credential', path)) ?? undefined, readCredential);
}

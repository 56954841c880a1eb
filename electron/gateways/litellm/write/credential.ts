import { setTimeout as pause } from 'node:timers/promises';

import { comparedPart } from '../../../../shared/plan/comparable.ts';
import { fieldChanges, narrow } from '../../../../shared/plan/field-changes.ts';
import { withoutSecrets } from '../../../../shared/plan/secret-references.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { segment } from '../../http/route.ts';
import { readCredential } from '../credential.ts';
import { bodyOf } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Session } from '../session.ts';
import type { Writer } from './writer.ts';

/** How often, and for how long at most, a credential that was changed is looked at again; milliseconds. */
const LOOK_MS = 500;
const PATIENCE_MS = 40_000;

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
    await untilShown(session, operation, id);
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('DELETE', `/credentials/${segment(id)}`);
  },
  read: readAgain,
};

async function readAgain(session: Session, id: string): Promise<Resource | null> {
  const path = `/credentials/by_name/${segment(id)}`;
  return readRow((await askOne(session, path, {})) ?? undefined, readCredential);
}

/**
 * 1.81.13 answers from memory, which it brings up to date from its database every 30 seconds only (seen with it; 1.106.2
 * shows a change at once). Whoever reads again right away would take the change for lost.
 */
async function untilShown(session: Session, operation: Operation, id: string): Promise<void> {
  const { id: _id, values: _values, ...wanted } = withoutSecrets(operation.wanted ?? {});
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    const held = await readAgain(session, id);
    if (held === null) return;
    if (fieldChanges('credential', narrow(comparedPart(held), wanted), wanted).length === 0) return;
    await pause(LOOK_MS, undefined, { signal: session.signal });
  }
}

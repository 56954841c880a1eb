import { kindPlural } from '../../../../shared/fleet/kind-words.ts';
import type { Resource, ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { comparedPart } from '../../../../shared/plan/comparable.ts';
import { fieldChanges, narrow } from '../../../../shared/plan/field-changes.ts';
import { takenParts } from '../../../../shared/plan/doubleword/taken-parts.ts';
import { doublewordForm } from '../../../../shared/plan/doubleword/wanted-form.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import { ProblemError } from '../../../../shared/result.ts';
import type { Applied } from '../../adapter.ts';
import type { MakingWatch } from '../../writer.ts';
import { withoutSecrets } from '../session.ts';
import type { Session } from '../session.ts';
import { notSupported } from './body.ts';
import { endpointWriter } from './endpoint.ts';
import { grantWriter } from './grant.ts';
import { groupWriter } from './group.ts';
import { keyWriter } from './key.ts';
import { modelWriter } from './model.ts';
import { organizationWriter } from './organization.ts';
import { probeWriter } from './probe.ts';
import { userWriter } from './user.ts';
import type { Writer } from './writer.ts';

const WRITERS: Readonly<Partial<Record<ResourceKind, Writer>>> = {
  endpoint: endpointWriter,
  grant: grantWriter,
  key: keyWriter,
  model: modelWriter,
  organization: organizationWriter,
  probe: probeWriter,
  team: groupWriter,
  user: userWriter,
};

/** How a kind is written and read again. Throws `not_supported` for kinds that dwctl (8.94.2, 10.13.1) only reports. */
export function writerOf(kind: ResourceKind): Writer {
  const writer = WRITERS[kind];
  if (writer !== undefined) return writer;
  throw new ProblemError({
    code: 'not_supported',
    message: `The ${kindPlural(kind)} of a Doubleword can neither be written nor be read one by one.`,
    next: 'Pull the node instead.',
  });
}

/**
 * Sends the writes of one operation and resolves with what it touched or made. Whatever a plan says, also one
 * from a file, what the gateway would hold otherwise is refused before anything is sent.
 */
export async function applyOperation(
  session: Session,
  operation: Operation,
  watch: Omit<MakingWatch, 'secret'>,
): Promise<Applied> {
  let secret: string | undefined;
  const resourceId = await send(session, operation, {
    ...watch,
    secret: (made) => {
      secret = made;
    },
  });
  return secret === undefined ? { resourceId } : { resourceId, secret };
}

async function send(session: Session, operation: Operation, watch: MakingWatch): Promise<string> {
  const writer = writerOf(operation.kind);
  const { action, resourceId } = operation;
  if (action !== 'delete') requireForm(operation);
  if (action === 'create') return writer.create(session, operation, watch);
  if (resourceId === undefined) throw notSupported(operation, 'The plan does not say which one it is.');
  if (action === 'update') return writer.update(session, operation, resourceId);
  await writer.remove(session, operation, resourceId);
  return resourceId;
}

/** Reads one thing again, the way a pull reads it, secrets hidden; null where the node does not hold it. */
export async function rereadResource(
  session: Session,
  kind: ResourceKind,
  id: string,
): Promise<Resource | null> {
  return writerOf(kind).read(withoutSecrets(session), id);
}

function requireForm(operation: Operation): void {
  const { kind, name, before, wanted = {} } = operation;
  const { id = '', settings = {}, ...fields } = wanted;
  const form = doublewordForm(
    {
      kind,
      name,
      id: typeof id === 'string' ? id : '',
      owner: 'database',
      fields,
      settings: isJsonObject(settings) ? settings : {},
      observed: {},
    },
    before,
  );
  if (!form.ok) throw notSupported(operation, `It is refused: ${form.why}.`);
  if (before === undefined) return;
  const changes = fieldChanges(kind, narrow(comparedPart(before), wanted), wanted);
  const [left] = takenParts(operation.node, operation, changes).left;
  if (left !== undefined) throw notSupported(operation, left);
}

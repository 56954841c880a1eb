import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { ProblemError } from '../../../../shared/result.ts';
import type { WriteWatch } from '../../maybe-written.ts';
import { isRefusal } from '../../maybe-written.ts';
import type { Session } from '../session.ts';
import { accessGroupWriter } from './access-group.ts';
import { notSupported, requireId } from './body.ts';
import { budgetWriter } from './budget.ts';
import { credentialWriter } from './credential.ts';
import { customerWriter } from './customer.ts';
import { guardrailPolicyWriter } from './guardrail-policy.ts';
import { guardrailWriter } from './guardrail.ts';
import { keyWriter } from './key.ts';
import { modelWriter } from './model.ts';
import { organizationWriter } from './organization.ts';
import { policyAttachmentWriter } from './policy-attachment.ts';
import { settingWriter } from './setting.ts';
import { tagWriter } from './tag.ts';
import { teamWriter } from './team.ts';
import { userWriter } from './user.ts';
import type { Writer } from './writer.ts';

const WRITERS: Readonly<Partial<Record<ResourceKind, Writer>>> = {
  accessGroup: accessGroupWriter,
  budget: budgetWriter,
  credential: credentialWriter,
  customer: customerWriter,
  guardrail: guardrailWriter,
  guardrailPolicy: guardrailPolicyWriter,
  key: keyWriter,
  model: modelWriter,
  organization: organizationWriter,
  policyAttachment: policyAttachmentWriter,
  setting: settingWriter,
  tag: tagWriter,
  team: teamWriter,
  user: userWriter,
};

/** How a kind is written and read again. Throws `not_supported` for kinds that LiteLLM only reports. */
export function writerOf(kind: ResourceKind, node: string): Writer {
  const writer = WRITERS[kind];
  if (writer !== undefined) return writer;
  throw new ProblemError({
    code: 'not_supported',
    message: `One ${kind} of ${node} can neither be written nor be read alone.`,
    next: 'Pull the node.',
  });
}

/**
 * Sends the writes of one operation and resolves with the id of what it touched or made. One that is gone already is
 * what a delete wants.
 */
export async function applyOperation(
  session: Session,
  operation: Operation,
  watch: Pick<WriteWatch, 'made'>,
): Promise<string> {
  const writer = writerOf(operation.kind, operation.node);
  if (operation.before?.owner === 'file') throw fileOwned(operation);
  if (operation.action === 'create') return writer.create(session, operation, watch);
  const id = requireId(operation);
  if (operation.action === 'update') return writer.update(session, operation, id);
  if (operation.action !== 'delete') throw notSupported(operation, 'Nothing is known of this action.');
  try {
    await writer.remove(session, operation, id);
  } catch (error) {
    if (!mayBeGone(error) || (await writer.read(session, id)) !== null) throw error;
  }
  return id;
}

/** Some say that they have no such thing with a 500. */
function mayBeGone(error: unknown): boolean {
  return isRefusal(error) || (error instanceof ProblemError && error.problem.code === 'not_found');
}

function fileOwned({ name, node }: Operation): ProblemError {
  return new ProblemError({
    code: 'file_owned',
    message: `${name} on ${node} comes from the gateway's own config file, so the API cannot change it. Nothing was sent.`,
    next: 'Change the file and deploy it.',
  });
}

import { readPolicyAttachment } from '../guardrail-policy.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import { segment } from '../../http/route.ts';
import { textOf } from '../fields.ts';
import { bodyOf, notSupported, unnamed } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/** What a policy of guardrails is attached to (1.106.2). An attachment cannot be changed, only made and deleted. */
export const policyAttachmentWriter: Writer = {
  async create(session, operation, watch) {
    const { body } = await session.write('POST', '/policies/attachments', bodyOf(operation));
    const made = isJsonObject(body) ? textOf(body['attachment_id']) : '';
    if (made === '') throw unnamed(operation, 'POST /policies/attachments');
    watch.made(made);
    return made;
  },
  update: (_session, operation) =>
    Promise.reject(notSupported(operation, 'An attachment cannot be changed: delete it and make it anew.')),
  async remove(session, _operation, id) {
    await session.write('DELETE', `/policies/attachments/${segment(id)}`);
  },
  async read(session, id) {
    const path = `/policies/attachments/${segment(id)}`;
    return readRow((await askOne(session, 'policyAttachment', path)) ?? undefined, readPolicyAttachment);
  },
};

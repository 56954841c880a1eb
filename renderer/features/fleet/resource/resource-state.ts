import type { CallArgs } from '../../../../shared/contract/contract.ts';
import type { NodeView } from '../../../../shared/contract/answers.ts';
import { GATEWAY_FACTS } from '../../../../shared/fleet/gateway-facts.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { createRemote } from '../../../app/state/remote.ts';

/** The resource that is looked at. */
export const openResource = createRemote('resources.get');
/** The gateway's own rows of it; asked for only when they are wanted. */
export const rawResource = createRemote('resources.raw');
/** Its requests and costs in the month that is shown, by day, and in the month before. */
export const monthUse = createRemote('costs.report');
export const monthBeforeUse = createRemote('costs.report');

/** The part of the archive that is about a resource; null for kinds that requests do not name. */
export function archivePart(
  { name: node, kind: gateway }: Pick<NodeView, 'name' | 'kind'>,
  { kind, id, name }: Pick<Resource, 'kind' | 'id' | 'name'>,
): NonNullable<CallArgs<'costs.report'>['only']> | null {
  switch (kind) {
    case 'team':
    case 'user':
      return { node, [kind]: id };
    case 'key':
      return GATEWAY_FACTS[gateway].logNames === 'key' ? { node, key: id } : null;
    case 'organization':
      // Where the log names who paid, an organization is one of these.
      return GATEWAY_FACTS[gateway].logNames === 'payer' ? { node, user: id } : null;
    case 'model':
    case 'modelGroup':
      return { node, model: name };
    default:
      return null;
  }
}

import type { CallArgs } from '../../../../shared/contract/contract.ts';
import type { NodeView } from '../../../../shared/contract/answers.ts';
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
      // Doubleword's log says who paid, and not by which key (dwctl 10.13.1).
      return gateway === 'doubleword' ? null : { node, key: id };
    case 'organization':
      // Doubleword's organizations pay like users.
      return gateway === 'doubleword' ? { node, user: id } : null;
    case 'model':
    case 'modelGroup':
      return { node, model: name };
    default:
      return null;
  }
}

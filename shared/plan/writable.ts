import { kindPlural } from '../fleet/kind-words.ts';
import type { GatewayKind } from '../fleet/node.ts';
import { KIND_NAMES } from '../fleet/snapshot.ts';
import type { Write } from './gateway-planning.ts';
import { GATEWAY_PLANNINGS } from './gateway-plannings.ts';

/** Why a write cannot be in a plan, as a sentence for a person; null when it can. */
export function whyNotWritable(gateway: GatewayKind, write: Write): string | null {
  const planning = GATEWAY_PLANNINGS[gateway];
  const { kind, name, node, held, action } = write;
  const what = `the ${KIND_NAMES[kind]} "${name}"`;
  if (!planning.writable.has(kind)) {
    return `${node} cannot be told about ${what}: this release of Gatehouse writes no ${kindPlural(kind)} there. It is not in this plan.`;
  }
  if (kind === 'grant' && action !== 'create') {
    return `The ledger of ${node} never changes: ${what} stays as it is there, and what is wanted otherwise is not in this plan. Take it back by a grant of the other type, or give another one a name of its own.`;
  }
  if (held?.owner === 'file') {
    return `The config file of ${node} owns ${what}: edit the file and deploy it. It is not in this plan.`;
  }
  if (held?.owner === 'server') {
    return `${node} made ${what} itself: it is shown, and neither compared nor changed. It is not in this plan.`;
  }
  if (kind === 'setting' && action !== 'update' && held === undefined) {
    return `${node} has no setting "${name}": it is not in this plan. Check the spelling.`;
  }
  return planning.whyNot(write);
}

import type { GatewayKind } from '../fleet/node.ts';
import { kindPlural } from '../fleet/kind-words.ts';
import { KIND_NAMES, type Resource, type ResourceKind } from '../fleet/snapshot.ts';
import type { Action } from './plan.ts';
import { secretName } from './secret-references.ts';

/** What each gateway lets an admin write over its API (LiteLLM 1.81.13 to 1.106.2, dwctl 8.94.2 to 10.13.1). */
const WRITABLE: Readonly<Record<GatewayKind, ReadonlySet<ResourceKind>>> = {
  litellm: new Set<ResourceKind>([
    'model',
    'accessGroup',
    'credential',
    'team',
    'user',
    'key',
    'customer',
    'tag',
    'budget',
    'organization',
    'guardrail',
    'guardrailPolicy',
    'policyAttachment',
    'setting',
  ]),
  doubleword: new Set<ResourceKind>([
    'team',
    'user',
    'organization',
    'key',
    'model',
    'endpoint',
    'probe',
    'grant',
  ]),
};

/** The user as which dwctl works itself; nothing there stops its deletion (10.13.1: users-delete-nil). */
export const SYSTEM_USER = '00000000-0000-0000-0000-000000000000';

/** One write as it is wanted, before it is an operation. */
export interface Write {
  readonly action: Action;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly node: string;
  readonly held?: Resource;
  readonly wanted?: Resource;
}

/** Why a write cannot be in a plan, as a sentence for a person; null when it can. */
export function whyNotWritable(gateway: GatewayKind, write: Write): string | null {
  const { kind, name, node, held, action, wanted } = write;
  const what = `the ${KIND_NAMES[kind]} "${name}"`;
  if (!WRITABLE[gateway].has(kind)) {
    return `${node} cannot be told about ${what}: this release of Gatehouse writes no ${kindPlural(kind)} there. It is not in this plan.`;
  }
  if (kind === 'grant' && action !== 'create') {
    return `The ledger of ${node} never changes: ${what} stays as it is there, and what is wanted otherwise is not in this plan. Take it back by a grant of the other type, or give another one a name of its own.`;
  }
  if (held?.owner === 'file') {
    return `The config file of ${node} owns ${what}: edit the file and deploy it. It is not in this plan.`;
  }
  if (held?.owner === 'server') {
    return `${node} made ${what} itself and lets nobody change it: it is not in this plan.`;
  }
  if (kind === 'setting' && action !== 'update' && held === undefined) {
    return `${node} has no setting "${name}": it is not in this plan. Check the spelling.`;
  }
  if (gateway === 'doubleword' && kind === 'user' && held?.id === SYSTEM_USER) {
    return `${node} works through ${what}, and would let it be deleted: it is left as it is. It is not in this plan.`;
  }
  if (
    gateway === 'litellm' &&
    kind === 'key' &&
    action === 'create' &&
    secretName(wanted?.settings['key']) === null
  ) {
    return `The new key "${name}" on ${node} needs its secret by reference (settings: { key: "\${NAME}" }), because the gateway shows one it makes itself only once. It is not in this plan.`;
  }
  return null;
}

import type { ResourceKind } from '../fleet/snapshot.ts';
import type { GatewayPlanning, Write } from './gateway-planning.ts';
import { licenceConsequences } from './licence-consequences.ts';
import { memberConsequences } from './member-consequences.ts';
import { withLostBudgets } from './lost-member-budgets.ts';
import { secretName } from './secret-references.ts';

/** The setting of a new key that is its secret. */
const KEY_SECRET = 'key';

/** What planning has to know of LiteLLM (1.81.13 to 1.106.2). */
export const LITELLM_PLANNING: GatewayPlanning = {
  writable: new Set<ResourceKind>([
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
  chosenIds: new Set<ResourceKind>(['team', 'user', 'customer', 'budget', 'organization', 'model']),
  remake: {
    keySecret: KEY_SECRET,
    counting: new Set<ResourceKind>(['team', 'user', 'key', 'customer', 'budget', 'organization', 'tag']),
    credited: new Set(),
  },
  settings: () => null,
  whyNot: (write) => whyNoKey(write) ?? whyNotClearable(write),
  form: (wanted, held) => ({ ok: true, wanted: withLostBudgets(wanted, held) }),
  creatable: (_node, wanted) => wanted,
  taken: (_node, _held, changes) => ({ taken: changes, left: [] }),
  together: (drafts) => ({ drafts, left: [] }),
  consequences: (operation, snapshot) => [
    ...memberConsequences(operation, snapshot),
    ...licenceConsequences(operation, snapshot),
  ],
};

function whyNoKey({ kind, action, name, node, wanted }: Write): string | null {
  if (kind !== 'key' || action !== 'create' || secretName(wanted?.settings[KEY_SECRET]) !== null) return null;
  return `The new key "${name}" on ${node} needs its secret by reference (settings: { key: "\${NAME}" }), because the gateway shows one it makes itself only once. It is not in this plan.`;
}

/** `null` leaves a deployment's parameter as it was (recorded: model-patch-db-null of 1.106.2). */
function whyNotClearable({ kind, name, node, changes = [] }: Write): string | null {
  if (kind !== 'model') return null;
  const cleared = changes
    .filter(({ after }) => after === undefined || after === null)
    .map(({ path }) => path);
  if (cleared.length === 0) return null;
  return `LiteLLM cannot take ${cleared.join(', ')} away from a deployment: "${name}" on ${node} is not in this plan. Delete it and make it anew.`;
}

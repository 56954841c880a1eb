import type { ResourceKind } from '../../fleet/snapshot.ts';
import { SYSTEM_USER } from '../../fleet/nil-identity.ts';
import type { GatewayPlanning } from '../gateway-planning.ts';
import { doublewordConsequences } from './consequences.ts';
import { DOUBLEWORD_KINDS, doublewordSettings } from './kind-rules.ts';
import { withoutSilentDeletes } from './endpoint-models.ts';
import { withKnownModels } from './known-models.ts';
import { withKnownPeople } from './known-people.ts';
import { takenParts, withoutReported } from './taken-parts.ts';
import { doublewordForm } from './wanted-form.ts';

/** What planning has to know of Doubleword's control layer (dwctl 8.94.2 to 10.13.1). */
export const DOUBLEWORD_PLANNING: GatewayPlanning = {
  writable: new Set(Object.keys(DOUBLEWORD_KINDS) as readonly ResourceKind[]),
  // The ledger takes any text for the id of a grant.
  chosenIds: new Set<ResourceKind>(['grant']),
  remake: {
    keySecret: null,
    counting: new Set<ResourceKind>(['key']),
    credited: new Set<ResourceKind>(['user', 'organization']),
  },
  settings: doublewordSettings,
  whyNot: ({ kind, name, node, held }) =>
    kind === 'user' && held?.id === SYSTEM_USER
      ? `${node} works through the user "${name}", and would let it be deleted: it is left as it is. It is not in this plan.`
      : null,
  form: doublewordForm,
  creatable: withoutReported,
  taken: takenParts,
  together: (drafts, snapshot) => {
    const people = withKnownPeople(drafts, snapshot);
    const models = withKnownModels(people.drafts, snapshot);
    const deletes = withoutSilentDeletes(models.drafts, snapshot);
    return { drafts: deletes.drafts, left: [...people.left, ...models.left, ...deletes.left] };
  },
  consequences: doublewordConsequences,
};

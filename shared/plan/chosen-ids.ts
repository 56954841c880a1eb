import type { GatewayKind } from '../fleet/node.ts';
import type { ResourceKind } from '../fleet/snapshot.ts';
import { wholePart } from './comparable.ts';
import { fieldChanges, narrow } from './field-changes.ts';
import { GATEWAY_PLANNINGS } from './gateway-plannings.ts';
import type { Operation, Plan } from './plan.ts';
import { withIds } from './references.ts';

/** Kinds made under a chosen id whose id is their name unless one is given. */
const NAMED_BY_ID: ReadonlySet<ResourceKind> = new Set<ResourceKind>(['customer', 'budget', 'grant']);

/** Whether something new of a kind can be given an id. */
export function canChooseId(gateway: GatewayKind, kind: ResourceKind): boolean {
  return GATEWAY_PLANNINGS[gateway].chosenIds.has(kind);
}

/**
 * Gives an id to everything new in a plan that can have one, so that after a lost answer it is known by its id whether
 * it was made, and so that what stands on it can name it: LiteLLM takes any text for the id of a key's team, also one
 * that no team has (recorded: key-generate-ghost-team of 1.106.2).
 * @param gatewayOf the kind of gateway of a node; undefined for one that is not known, where nothing gets an id.
 * @param newId gives an id that nothing has.
 */
export function chooseIds(
  plan: Plan,
  gatewayOf: (node: string) => GatewayKind | undefined,
  newId: () => string,
): Plan {
  const operations = plan.operations.map((operation): Operation => {
    const { action, kind, node, wanted } = operation;
    const gateway = gatewayOf(node);
    const needsId =
      action === 'create' && !NAMED_BY_ID.has(kind) && gateway !== undefined && canChooseId(gateway, kind);
    return needsId && wanted !== undefined && wanted['id'] === undefined
      ? writing(operation, { id: newId(), ...wanted })
      : operation;
  });
  const idOf = newIds(operations);
  return {
    ...plan,
    operations: operations.map((operation) => {
      const { node, kind, wanted } = operation;
      if (wanted === undefined) return operation;
      const named = withIds(kind, wanted, (target, name) => idOf(node, target, name));
      return named === wanted ? operation : writing(operation, named);
    }),
  };
}

/** The ids of what a plan makes, by name; two new ones of a kind and name cannot be told apart. */
function newIds(
  operations: readonly Operation[],
): (node: string, kind: ResourceKind, name: string) => string | undefined {
  const ids = new Map<string, string | null>();
  for (const { action, kind, node, name, wanted } of operations) {
    const id = wanted?.['id'];
    if (action !== 'create' || typeof id !== 'string') continue;
    const key = `${node}\0${kind}\0${name}`;
    ids.set(key, ids.has(key) ? null : id);
  }
  return (node, kind, name) => ids.get(`${node}\0${kind}\0${name}`) ?? undefined;
}

function writing(operation: Operation, wanted: NonNullable<Operation['wanted']>): Operation {
  const { kind, before } = operation;
  const held = before === undefined ? {} : narrow(wholePart(before), wanted);
  return { ...operation, wanted, fields: fieldChanges(kind, held, wanted) };
}

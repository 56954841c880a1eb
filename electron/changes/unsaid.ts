import type { Resource, Snapshot } from '../../shared/fleet/snapshot.ts';
import { canonicalJson } from '../../shared/json.ts';
import { wholePart } from '../../shared/plan/comparable.ts';
import { consequences } from '../../shared/plan/consequences.ts';
import { fieldChanges, narrow } from '../../shared/plan/field-changes.ts';
import type { FieldChange, Operation, PlanWarning } from '../../shared/plan/plan.ts';

/**
 * The operations that would change other fields than their plan shows, as the node is now: what stands in a plan as the
 * state before may be made up, what the node holds is not.
 */
export function changesUnsaid(
  operations: readonly Operation[],
  { resources }: Snapshot,
): readonly Operation[] {
  const held = byId(resources);
  return operations.filter((operation) => {
    const { action, kind, resourceId, wanted, fields } = operation;
    const there = held.get(`${kind}\0${resourceId}`);
    if (action !== 'update' || wanted === undefined || there === undefined) return false;
    const live = fieldChanges(kind, narrow(wholePart(there), wanted), wanted);
    return spelling(live) !== spelling(fields);
  });
}

/** What operations bring with them on a node as it is, and what no warning of their plan says. */
export function consequencesUnsaid(
  operations: readonly Operation[],
  warnings: readonly PlanWarning[],
  snapshot: Snapshot,
): readonly string[] {
  const held = byId(snapshot.resources);
  const said = new Set(warnings.map(({ message }) => withoutSpend(message)));
  return operations.flatMap((operation) => {
    const { action, kind, resourceId } = operation;
    const before = action === 'create' ? undefined : held.get(`${kind}\0${resourceId}`);
    if (action !== 'create' && before === undefined) return [];
    const there = before === undefined ? {} : { before };
    const messages = consequences({ ...operation, ...there }, snapshot);
    return messages.filter((message) => !said.has(withoutSpend(message)));
  });
}

function byId(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  return new Map(resources.map((resource) => [`${resource.kind}\0${resource.id}`, resource]));
}

/** What was spent grows while a plan is looked at. */
function withoutSpend(message: string): string {
  return message.replace(/already spent \S+ USD/, 'already spent');
}

function spelling(fields: readonly FieldChange[]): string {
  return canonicalJson(
    fields.map((field) => ({ ...field })).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  );
}

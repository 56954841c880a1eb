import type { Resource } from '../../shared/fleet/snapshot.ts';
import { comparedPart } from '../../shared/plan/comparable.ts';
import { fieldChanges, narrow } from '../../shared/plan/field-changes.ts';
import type { FieldChange, Operation } from '../../shared/plan/plan.ts';
import { withoutSecrets } from '../../shared/plan/secret-references.ts';

/**
 * In which fields a node, re-read, is not what an operation wanted; empty when it is. Only fields that the
 * operation sets are looked at. In the answer `before` is what was wanted and `after` what is there.
 * @param held what is there now, null when nothing is.
 */
export function differsFromWanted(operation: Operation, held: Resource | null): readonly FieldChange[] {
  const { action, kind } = operation;
  // A secret never comes back, so it cannot be compared.
  const wanted = withoutSecrets(operation.wanted ?? {});
  if (action === 'delete') return held === null ? [] : [{ path: 'name', after: held.name }];
  if (held === null) return [...fieldChanges(kind, wanted, {}), { path: 'name', before: operation.name }];
  const name: readonly FieldChange[] =
    action === 'create' && held.name !== operation.name
      ? [{ path: 'name', before: operation.name, after: held.name }]
      : [];
  return [...fieldChanges(kind, wanted, narrow(comparedPart(held), wanted)), ...name];
}

/** True when a node, re-read, is as it was before the operation, as far as the operation would change it. */
export function isUntouched(
  { kind, before, wanted = {}, action }: Operation,
  held: Resource | null,
): boolean {
  if (before === undefined || held === null) return before === undefined && held === null;
  if (action === 'delete') return true;
  return (
    fieldChanges(kind, narrow(comparedPart(before), wanted), narrow(comparedPart(held), wanted)).length === 0
  );
}

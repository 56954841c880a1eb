import { comparedPart, wholePart } from '../../shared/plan/comparable.ts';
import { fieldChanges, narrow } from '../../shared/plan/field-changes.ts';
import { summarise, type FieldChange, type Operation, type Plan } from '../../shared/plan/plan.ts';
import { canonicalJson } from '../../shared/json.ts';
import { ProblemError } from '../../shared/result.ts';

/**
 * Makes sure that a plan which came from a file does what it shows: every operation is on a node whose state
 * the plan is bound to, and its fields and the summary follow from what it writes.
 * @param where the file, for the message.
 * Throws `plan_inconsistent`.
 */
export function requireConsistent(plan: Plan, where: string): void {
  const why = inconsistency(plan);
  if (why !== null) throw inconsistent(why, where);
}

/** The problem of a plan that does other things than it shows. @param why without a full stop. */
export function inconsistent(why: string, where: string): ProblemError {
  return new ProblemError({
    code: 'plan_inconsistent',
    message: `This plan does not hold together: ${why}. Nothing was pushed.`,
    next: 'Make a new plan.',
    where,
  });
}

function inconsistency({ bases, operations, summary, mode }: Plan): string | null {
  if (mode === 'merge' && operations.some(({ action }) => action === 'delete'))
    return 'it says that it deletes nothing, and does';
  const nodes = new Set(bases.map(({ node }) => node));
  if (nodes.size !== bases.length) return 'it is bound to one node twice';
  if (new Set(operations.map(({ id }) => id)).size !== operations.length)
    return 'two operations have one number';
  for (const operation of operations) {
    if (!nodes.has(operation.node))
      return `operation ${operation.id} is on ${operation.node}, whose state the plan is not bound to`;
    if (!isWhole(operation)) return `operation ${operation.id} lacks what it would change`;
    if (canonicalJson(plain(shown(operation))) !== canonicalJson(plain(operation.fields)))
      return `operation ${operation.id} shows other fields than it changes`;
  }
  const counted = summarise(operations);
  const same = (['create', 'update', 'delete'] as const).every(
    (action) => counted[action] === summary[action],
  );
  return same ? null : 'its summary counts other operations than it has';
}

/** The parts an operation has by its action, and nothing that belongs to another one. */
function isWhole({ action, kind, name, resourceId, before, wanted }: Operation): boolean {
  if ((action === 'delete') !== (wanted === undefined)) return false;
  if (action === 'create') return before === undefined && resourceId === undefined;
  return before !== undefined && before.id === resourceId && before.kind === kind && before.name === name;
}

function shown({ action, kind, before, wanted = {} }: Operation): readonly FieldChange[] {
  if (before === undefined) return fieldChanges(kind, {}, wanted);
  if (action === 'delete') return fieldChanges(kind, comparedPart(before), {});
  return fieldChanges(kind, narrow(wholePart(before), wanted), wanted);
}

function plain(fields: readonly FieldChange[]): { readonly path: string }[] {
  return fields
    .map((field) => ({ ...field }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

import { KIND_NAMES } from '../../shared/fleet/snapshot.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import { holdsHidden } from '../../shared/secrets/hidden.ts';

/** Throws `not_supported` for an operation that would write what only stands where a secret was hidden. */
export function refuseHidden({ wanted, kind, name, node }: Operation): void {
  if (!holdsHidden(wanted)) return;
  throw new ProblemError({
    code: 'not_supported',
    message: `A value that is wanted of the ${KIND_NAMES[kind]} "${name}" on ${node} is hidden here: it would be written as it is shown. Nothing was sent.`,
    next: 'Make a new plan, in which that value is named by reference (${NAME}).',
    where: node,
  });
}
